// Journals read back: line by line, plans without their steps.
#include "host/audit/journal.hpp"
#include "host/audit/run-recorder.hpp"

#include <gantry/cpp/text.hpp>

#include <map>
#include <optional>

namespace gantry::audit {
namespace {

/// The bytes of a file one after the other.
class Bytes {
 public:
  explicit Bytes(std::shared_ptr<const ReadableFile> file) : file_(std::move(file)) {}
  Bytes(const Bytes &) = delete;
  Bytes &operator=(const Bytes &) = delete;
  ~Bytes() { wipe(portion_); }

  /// False: the file is at its end, or cannot be read.
  bool next(char &byte) {
    if (at_ == portion_.size() && !read()) return false;
    byte = portion_[at_++];
    return true;
  }
  /// Of the next byte.
  off_t offset() const { return begin_ + static_cast<off_t>(at_); }
  Result<> result() const { return problem_ ? Result<>(*problem_) : success(); }

 private:
  bool read() {
    constexpr std::size_t portion = 256 * 1024;
    begin_ = offset();
    at_ = 0;
    wipe(portion_);
    Result<std::string> some = file_->read_some(begin_, portion);
    if (some)
      portion_ = std::move(some).value();
    else
      problem_ = std::move(some).error();
    return !portion_.empty();
  }

  std::shared_ptr<const ReadableFile> file_;
  std::string portion_;
  off_t begin_ = 0;
  std::size_t at_ = 0;
  std::optional<Error> problem_;
};

/// What stands in front of the first step of a plan; inside of a text its quotes would be escaped.
bool is_plan_head(std::string_view line) {
  constexpr std::string_view front = "{\"type\":\"plan\",", back = "\"steps\":[";
  return line.substr(0, front.size()) == front && line.size() >= back.size() &&
         line.substr(line.size() - back.size()) == back;
}

/// How the rest of a plan's line was.
enum class Rest { whole, damaged, cut_off };

/// From the first step of a plan to the end of its line.
Rest find_steps(Bytes &in, StepRecords &steps) {
  int depth = 0;
  bool in_text = false, escaped = false, closed = false;
  for (char c = 0; in.next(c);) {
    if (c == '\n') return closed && depth == -1 ? Rest::whole : Rest::damaged;
    if (in_text) {
      in_text = escaped || c != '"';
      escaped = !escaped && c == '\\';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}') {
      --depth;
      if (depth == 0 && !closed) steps.add_end(in.offset());
    } else if (c == ']' && depth == 0) {
      closed = true;
    }
  }
  return Rest::cut_off;
}

/// Takes a journal's lines one by one.
class Reader {
 public:
  void take(const Json &line) {
    static const std::map<std::string, void (Reader::*)(const Json &)> known = {
        {"session", &Reader::session},         {"partial", &Reader::partial},
        {"before", &Reader::before},           {"after", &Reader::after},
        {"transaction", &Reader::transaction}, {"event", &Reader::event},
        {"decided", &Reader::decided},         {"end", &Reader::end},
    };
    // Of a later version: what it adds does not change what we know.
    if (const auto found = known.find(text_of(line, "type")); found != known.end())
      (this->*found->second)(line);
  }
  void run(const Json &line) {
    RunRecord &record = recorder_.record;
    record.id = text_of(line, "id");
    record.time = text_of(line, "time");
    record.gantry = text_of(line, "gantry");
    record.application = text_of(line, "application");
    record.user = text_of(line, "user");
    record.host = text_of(line, "host");
    record.process = number_of(line, "process");
    record.salt = text_of(line, "salt");
    if (line.contains("package")) record.package = package_of(line["package"]);
  }
  /// Its line without the steps, which stay in the file.
  void plan(const Json &line, StepRecords steps) {
    TaskRecord task = task_of(line);
    task.steps = std::move(steps);
    recorder_.plan(std::move(task));
  }
  RunRecord release() { return std::move(recorder_.record); }

 private:
  void session(const Json &line) {
    runtime::SessionFacts facts;
    facts.connection = text_of(line, "connection");
    facts.server = text_of(line, "server");
    facts.server_name = text_of(line, "server-name");
    facts.server_version = text_of(line, "server-version");
    facts.driver = text_of(line, "driver");
    facts.encryption = text_of(line, "encrypt");
    facts.certificate_verified = flag_of(line, "certificate-verified");
    facts.authentication = text_of(line, "authentication");
    facts.login = text_of(line, "login");
    recorder_.record.sessions.push_back(std::move(facts));
  }
  void partial(const Json &line) {
    recorder_.record.partial.push_back({text_of(line, "task"), text_of(line, "connection"),
                                        text_of(line, "kind"), text_of(line, "database"),
                                        text_of(line, "rights"), text_of(line, "grants")});
  }
  void before(const Json &line) {
    runtime::Statement statement;
    statement.task = text_of(line, "task");
    statement.connection = text_of(line, "connection");
    statement.database = text_of(line, "database");
    statement.action = text_of(line, "action");
    statement.object = text_of(line, "object");
    statement.text = text_of(line, "text");
    statement.ordinal = number_of(line, "ordinal");
    statement.at_source = flag_of(line, "at-source");
    statement.transactional = flag_of(line, "transactional");
    recorder_.before(time_of(text_of(line, "time")), std::move(statement));
  }
  void after(const Json &line) {
    recorder_.after(text_of(line, "task"), text_of(line, "connection"), number_of(line, "ordinal"),
                    number_of(line, "nanoseconds"), text_of(line, "error"), flag_of(line, "lost"));
  }
  void transaction(const Json &line) {
    if (const auto moment = moment_of(text_of(line, "moment")))
      recorder_.transaction(text_of(line, "task"), text_of(line, "connection"), *moment);
  }
  void event(const Json &line) {
    recorder_.record.events.push_back(
        {text_of(line, "time"), text_of(line, "kind"), text_of(line, "source"), text_of(line, "text")});
  }
  void decided(const Json &line) {
    if (const auto state = state_of(text_of(line, "state")))
      recorder_.decided(static_cast<int>(number_of(line, "index")), number_of(line, "ordinal"), *state);
  }
  void end(const Json &line) {
    recorder_.record.end_time = text_of(line, "time");
    recorder_.record.result = text_of(line, "result");
    recorder_.record.note = text_of(line, "note");
  }

  RunRecorder recorder_;
};

Error unusable(const std::string &path, const Json &first_line) {
  return Error(Status::data, path + " cannot be used",
               "a journal of format " + std::to_string(journal_format),
               first_line.is_object() ? "one of format " + std::to_string(number_of(first_line, "format"))
                                      : std::string("something else"),
               "use the version of Gantry that wrote it");
}

}  // namespace

Result<RunRecord> read_journal(const std::string &path) {
  Result<std::shared_ptr<const ReadableFile>> file = ReadableFile::open(path);
  if (!file) return std::move(file).error();
  Bytes in(*file);
  Reader reader;
  bool first = true;
  std::string text;
  // A line that is cut off, by a crash or a full disk, never counted.
  for (char c = 0; in.next(c);) {
    if (c != '\n') text += c;
    const bool plan = c == '[' && is_plan_head(text);
    if (c != '\n' && !plan) continue;
    StepRecords steps(*file, in.offset());
    Rest rest = Rest::whole;
    if (plan) {
      rest = find_steps(in, steps);
      if (rest == Rest::cut_off) break;
      steps.shrink();
      text += "]}";
    }
    const Json line = Json::parse(text, nullptr, false);
    text.clear();
    if (first) {
      if (!line.is_object() || text_of(line, "type") != "run" || number_of(line, "format") != journal_format)
        return unusable(path, line);
      reader.run(line);
      first = false;
    } else if (line.is_object() && rest == Rest::whole) {
      plan ? reader.plan(line, std::move(steps)) : reader.take(line);
    }
  }
  if (Result<> read = in.result(); !read) return std::move(read).error();
  if (first)
    return Error(Status::not_found, path + " cannot be used", "a journal", "nothing in it",
                 "its run sent nothing: remove its folder");
  return reader.release();
}

}  // namespace gantry::audit
