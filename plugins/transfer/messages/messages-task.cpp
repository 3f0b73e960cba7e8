#include "plugins/transfer/messages/messages-task.hpp"

#include "plugins/transfer/messages/planner.hpp"

namespace gantry::transfer {

const PropertyList &TransferErrorMessagesTask::properties() {
  static const PropertyList list = [] {
    PropertyList all = common_properties();
    all.push_back({"TransferAllErrorMessages",
                   PropertyType::boolean,
                   "False",
                   {},
                   false,
                   false,
                   {"TransferAllErrorMessages"}});
    for (const char *name : {"ErrorMessagesList", "ErrorMessageLanguagesList"})
      all.push_back({name, PropertyType::list, "", {}, false, false, {name}});
    all.push_back(if_object_exists_property());
    all.push_back({"Gantry.Languages", PropertyType::list, "", {}, false, false, {"Languages"}});
    all.push_back(transaction_property());
    return all;
  }();
  return list;
}

const std::vector<std::string> &TransferErrorMessagesTask::log_entries() {
  static const std::vector<std::string> names = {"TransferErrorMessagesTaskStartTransferringObjects",
                                                 "TransferErrorMessagesTaskFinishedTransferringObjects"};
  return names;
}

TransferErrorMessagesTask::TransferErrorMessagesTask(const gantry_host *site)
    : ObjectTransferTask(site, "error messages", "TransferErrorMessagesTask", message_words) {
  define(properties());
}

MessageSettings TransferErrorMessagesTask::settings() const {
  MessageSettings out;
  out.all = flag("TransferAllErrorMessages");
  out.ids = list("ErrorMessagesList");
  out.id_languages = list("ErrorMessageLanguagesList");
  out.languages = list("Gantry.Languages");
  out.if_exists = static_cast<IfObjectExists>(member("IfObjectExists"));
  return out;
}

Result<> TransferErrorMessagesTask::check_settings() {
  const MessageSettings chosen = settings();
  if (chosen.all) return success();
  std::vector<Error> errors;
  if (chosen.ids.empty() && chosen.id_languages.empty())
    errors.push_back(Error(Status::invalid, "the list of error messages to transfer is empty",
                           "at least one number in ErrorMessagesList",
                           "none, while TransferAllErrorMessages is False",
                           "fill ErrorMessagesList, or transfer all")
                         .with_code(code::message_list_empty));
  // Numbers alone go with a filter of languages; else the two lists are pairs.
  else if (chosen.ids.size() != chosen.id_languages.size() &&
           !(chosen.id_languages.empty() && !chosen.languages.empty()))
    errors.push_back(Error(Status::invalid, "the lists of error messages and of their languages do not match",
                           "as many languages as numbers: they are pairs",
                           std::to_string(chosen.ids.size()) + " in ErrorMessagesList, " +
                               std::to_string(chosen.id_languages.size()) + " in ErrorMessageLanguagesList",
                           "name a language for each number, or leave ErrorMessageLanguagesList empty and "
                           "choose by Gantry.Languages")
                         .with_code(code::message_lists_differ));
  for (const std::string &id : chosen.ids) {
    const bool digits =
        !id.empty() && id.size() <= 10 && id.find_first_not_of("0123456789") == std::string::npos;
    const long long number = digits ? std::atoll(id.c_str()) : 0;
    if (number < 50000 || number > INT32_MAX)
      errors.push_back(Error(Status::invalid, "ErrorMessagesList names no user-defined message",
                             "a number from 50000 to 2147483647", id.empty() ? "nothing" : id,
                             "correct ErrorMessagesList")
                           .with_code(code::message_out_of_range));
  }
  return one_of(std::move(errors));
}

Result<ObjectPlan> TransferErrorMessagesTask::make_plan(const Side &source, const Side &destination,
                                                        const std::set<std::string> *only, Call call) {
  const MessageSettings chosen = settings();
  return MessagePlanner(chosen, source, destination).make(only, call);
}

}  // namespace gantry::transfer
