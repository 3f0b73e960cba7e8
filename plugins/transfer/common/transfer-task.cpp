#include "plugins/transfer/common/transfer-task.hpp"

#include "plugins/transfer/common/two-sided-run.hpp"

namespace gantry::transfer {
namespace {

constexpr const char *source_slot = "SourceConnection";
constexpr const char *destination_slot = "DestinationConnection";

std::string line_of(const std::string &lines, std::string_view key) {
  std::string found;
  for_each_line(lines, [&](std::string_view name, std::string_view value) {
    if (name == key) found = value;
  });
  return found;
}

}  // namespace

PropertyList common_properties() {
  return {{source_slot,
           PropertyType::string,
           "",
           {},
           false,
           false,
           {"SourceConnection", "SrcConn", "m_SourceConnectionID"}},
          {destination_slot,
           PropertyType::string,
           "",
           {},
           false,
           false,
           {"DestinationConnection", "DestConn", "m_DestinationConnectionID"}},
          {"ExecutionValue", PropertyType::int32, "0", {}, false, true, {}}};
}

Result<Side> Side::open(std::string connection, ObjectPtr object, Call call) {
  Side side;
  side.connection = std::move(connection);
  side.smo = SmoServerRef(object);
  side.session = SessionRef(object);
  if (!side.smo || !side.session)
    return Error(Status::unsupported, "connection " + side.connection + " gives no server of the needed kind",
                 std::string(GANTRY_SMO_SERVER_ID) + " and " + GANTRY_SQL_SESSION_ID,
                 side.smo ? "no session" : "no management objects",
                 "bind the task to an SMOServer connection")
        .with_code(code::not_smo_server);
  Result<std::string> facts = side.smo.facts(call);
  if (!facts) return std::move(facts).error();
  for_each_line(*facts, [&](std::string_view key, std::string_view value) {
    side.facts[std::string(key)] = std::string(value);
  });
  side.names = NameComparer(side.fact("collation"));
  return side;
}

Result<> check_sides(const Side &source, const Side &destination, std::optional<bool> same_instance) {
  // The start time tells two servers apart that call themselves by one name.
  const bool alike = !source.fact("server-name").empty() &&
                     source.fact("server-name") == destination.fact("server-name") &&
                     source.fact("started") == destination.fact("started");
  if (same_instance.value_or(alike))
    return Error(
               Status::invalid, "source and destination are one server", "two servers",
               source.fact("server-name") + " behind " + source.connection + " and " + destination.connection,
               "bind SourceConnection and DestinationConnection to different servers")
        .with_code(code::same_server);
  const int from = std::atoi(source.fact("major").c_str()), to = std::atoi(destination.fact("major").c_str());
  if (from > to && to > 0)
    return Error(Status::invalid, "the source server is newer than the destination server",
                 "a destination of version " + source.fact("product-version") + " or later",
                 destination.fact("product-version"), "transfer to a newer server")
        .with_code(code::source_is_newer);
  return success();
}

void TransferTask::tell(const Finding &finding) const {
  switch (finding.severity) {
    case Severity::information: site_.information(finding.code, finding.text); break;
    case Severity::warning: site_.warning(finding.code, finding.text); break;
    case Severity::error: site_.error(finding.code, finding.text); break;
  }
}

Result<> TransferTask::validate_properties() {
  std::vector<Error> findings;
  if (text(source_slot).empty())
    findings.push_back(Error(Status::invalid, "the transfer of " + what_ + " has no source connection",
                             "an SMOServer connection in SourceConnection", "none", "set SourceConnection")
                           .with_code(code::source_connection_required));
  if (text(destination_slot).empty())
    findings.push_back(Error(Status::invalid, "the transfer of " + what_ + " has no destination connection",
                             "an SMOServer connection in DestinationConnection", "none",
                             "set DestinationConnection")
                           .with_code(code::destination_connection_required));
  if (Result<> settings = check_settings(); !settings) findings.push_back(std::move(settings).error());
  if (findings.empty()) return success();
  Error first = std::move(findings.front());
  for (std::size_t i = 1; i < findings.size(); ++i) first.details.push_back(findings[i].message());
  return first;
}

Result<> TransferTask::check_slot(const char *slot, std::uint32_t missing_code) const {
  if (text(slot).empty())
    return Error(Status::invalid, "the transfer of " + what_ + " has no connection in " + slot,
                 "an SMOServer connection", "none", std::string("set ") + slot)
        .with_code(missing_code);
  Result<std::string> described = site_.describe_slot(slot);
  if (described) return success();
  Error error = std::move(described).error();
  if (error.status == Status::not_found && error.code == 0) error.code = code::connection_not_found;
  return error;
}

Result<> TransferTask::validate(Call call) {
  if (Result<> going = call.check("validation"); !going) return going;
  std::vector<Error> findings;
  for (const auto &[slot, missing_code] :
       {std::pair(source_slot, code::source_connection_required),
        std::pair(destination_slot, code::destination_connection_required)})
    if (Result<> bound = check_slot(slot, missing_code); !bound) findings.push_back(std::move(bound).error());
  // 2 is Required: the container would have us take part in a distributed transaction.
  if (const Result<std::string> option = site_.variable("System::TaskTransactionOption");
      option && *option == "2")
    findings.push_back(Error(Status::unsupported,
                             "the transfer of " + what_ + " cannot take part in a transaction",
                             "TransactionOption Supported or NotSupported", "Required",
                             "set TransactionOption, or Gantry.Transaction, which is the task's own")
                           .with_code(code::no_transaction_support));
  if (Result<> settings = check_settings(); !settings) findings.push_back(std::move(settings).error());
  if (findings.empty()) return success();
  // All but the last are told as events; the last one is the answer.
  for (std::size_t i = 0; i + 1 < findings.size(); ++i) site_.error(findings[i].code, findings[i].message());
  return std::move(findings.back());
}

Result<Side> TransferTask::open_side(const char *slot, Call call) const {
  Result<std::string> described = site_.describe_slot(slot);
  if (!described) return std::move(described).error();
  Result<ObjectPtr> object = site_.acquire(slot, GANTRY_SMO_SERVER_ID, call);
  if (!object) {
    Error error = std::move(object).error();
    if (error.status == Status::unsupported && error.code == 0 && line_of(*described, "type") != "SMOServer")
      error.code = code::not_smo_server;
    return error;
  }
  return Side::open(line_of(*described, "name"), std::move(object).value(), call);
}

std::optional<bool> TransferTask::same_instance() const {
  const Result<std::string> described = site_.describe_slot(destination_slot);
  const std::string known = described ? line_of(*described, "same-instance") : std::string();
  if (known.empty()) {
    site_.log(GANTRY_LOG_INFORMATION,
              "source and destination are told apart by name and start: the host found out nothing better");
    return std::nullopt;
  }
  return known == "true";
}

Result<ObjectPtr> TransferTask::prepare_rows(Call call) {
  places_.clear();
  plan_.reset();
  source_.reset();
  destination_.reset();
  if (Result<> valid = validate_properties(); !valid) return std::move(valid).error();
  Result<Side> source = open_side(source_slot, call);
  if (!source) return std::move(source).error();
  Result<Side> destination = open_side(destination_slot, call);
  if (!destination) return std::move(destination).error();
  if (Result<> fit = check_sides(*source, *destination, same_instance()); !fit) return std::move(fit).error();
  Result<Plan> planned = plan(*source, *destination, call);
  if (!planned) return std::move(planned).error();
  for (const Finding &finding : planned->findings) tell(finding);
  Result<std::vector<Finding>> left = find_left_behind(left_behind_kinds(), *source, *destination, call);
  if (!left) return std::move(left).error();
  left_behind_ = std::move(left).value();
  source_ = std::move(source).value();
  destination_ = std::move(destination).value();
  plan_ = std::move(planned).value();
  places_ = places_of(*plan_, scope());
  Result<StoredTable> shown = plan_->shown(destination_->connection, source_->connection);
  if (!shown) return std::move(shown).error();
  return make_object<StoredRows>(std::make_shared<const StoredTable>(std::move(shown).value())).hand_out();
}

Result<StepPlace> TransferTask::planned_step(std::int64_t ordinal) const {
  if (!plan_)
    return Error(Status::state, "the transfer of " + what_ + " has no plan now",
                 "prepare, and not yet execute", "no plan", "ask between the two (T1)");
  if (ordinal >= 1 && static_cast<std::size_t>(ordinal) <= places_.size())
    return places_[static_cast<std::size_t>(ordinal - 1)];
  return Error(Status::not_found, "the plan has no step " + std::to_string(ordinal),
               "1 to " + std::to_string(places_.size()), std::to_string(ordinal),
               "ask for a step of the plan");
}

Result<std::string> TransferTask::script_text(std::int64_t ordinal) {
  Result<StepPlace> place = planned_step(ordinal);
  if (!place) return std::move(place).error();
  return place->step->read().batch.text;
}

Result<std::string> TransferTask::script_undo(std::int64_t ordinal) {
  Result<StepPlace> place = planned_step(ordinal);
  if (!place) return std::move(place).error();
  return place->step->read().batch.undo;
}

Result<std::string> TransferTask::script_identity(std::int64_t ordinal) {
  Result<StepPlace> place = planned_step(ordinal);
  if (!place) return std::move(place).error();
  return place->step->read().batch.identity();
}

Result<std::int64_t> TransferTask::script_unit(std::int64_t ordinal) {
  Result<StepPlace> place = planned_step(ordinal);
  if (!place) return std::move(place).error();
  return place->unit;
}

void TransferTask::report(const RunOutcome &outcome) const {
  for (const Error &error : outcome.errors)
    if (error.status != Status::cancelled)
      site_.error(error.code ? error.code : failure_code(), error.message());
  std::size_t left_out = 0;
  bool unknown = false;
  for (const GroupState state : outcome.groups) left_out += state == GroupState::left_out ? 1U : 0U;
  for (const Error &error : outcome.errors) unknown = unknown || error.status == Status::outcome_unknown;
  if (left_out == 0 || unknown) return;
  site_.warning(0,
                scope() == TransactionScope::task
                    ? std::string("What was begun was taken back: ") + what_ + " are transferred all or none."
                    : std::to_string(left_out) + " groups of steps were not begun.");
}

Result<TaskResult> TransferTask::execute(Call call) {
  if (!plan_)
    return Error(Status::state, "the transfer of " + what_ + " was not prepared", "prepare before execute",
                 "no plan", "call prepare first (T1)");
  // Once: the plan and both ends are given up whatever happens.
  Plan planned = std::move(*plan_);
  const Side source = std::move(*source_), destination = std::move(*destination_);
  places_.clear();
  plan_.reset();
  source_.reset();
  destination_.reset();

  site_.log_entry(log_prefix_ + "StartTransferringObjects", "Transferring " + what_ + " begins.");
  announce(planned);
  if (planned.steps() > 0) site_.progress(0, planned.steps(), what_, "Transferring " + what_);
  RunOutcome outcome = run_on_both_sides(planned, source.session, destination.session, site_, scope(), call);
  counted_.reset();
  const bool known_committed = look(planned, outcome, source, call);
  report(outcome);
  const std::size_t count = counted_ ? *counted_ : transferred(planned, outcome);
  store("ExecutionValue", std::to_string(count));
  const bool nothing_to_do = planned.steps() == 0;
  // Both sides are read once more below: that needs the room, and no proof looks at what was sent.
  planned.forget_steps();

  bool proven = true;
  if (!outcome.stopped && !known_committed) {
    Result<std::vector<Finding>> differences = prove(planned, outcome, source, destination, call);
    if (!differences) return std::move(differences).error();
    for (const Finding &difference : *differences) {
      tell(difference);
      proven = proven && difference.severity != Severity::error;
    }
  }
  if (nothing_to_do) site_.progress(1, 1, what_, "Nothing to transfer");
  site_.information(summary_code(), std::to_string(count) + " " +
                                        (count == 1 ? what_.substr(0, what_.size() - 1) : what_) +
                                        " transferred.");
  if (const std::vector<std::string> names = could_not_go(); !names.empty())
    tell({Severity::information, 0,
          "Stays behind: " + what_ + ' ' + named(names) + ", which could not go; why stands above."});
  for (const Finding &finding : left_behind_) tell(finding);
  site_.log_entry(log_prefix_ + "FinishedTransferringObjects", "Transferring " + what_ + " has ended.");
  for (const Error &error : outcome.errors)
    if (error.status == Status::cancelled) return TaskResult::cancelled;
  return outcome.whole() && proven ? TaskResult::success : TaskResult::failure;
}

}  // namespace gantry::transfer
