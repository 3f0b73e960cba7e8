#include "samples/sandbox/program/init-script.hpp"

#include <cctype>
#include <cstdlib>
#include <optional>

namespace sandbox::program {
namespace {

/// Keeps the first error of a batch and drops everything else.
class FirstError : public ResultSink {
 public:
  std::optional<Message> error;

  void columns(const std::vector<Column> &) override {}
  void row(const Row &) override {}
  void done(const Done &) override {}
  void message(const Message &message) override {
    if (message.severity > 10 && !error) error = message;
  }
  void environment(Environment, const std::string &, const std::string &) override {}
  void return_status(std::int32_t) override {}
  void output_parameter(const std::string &, const TypeInfo &, const Value &) override {}
};

/// Follows comments (which nest), strings and quoted names from one line to the next.
class Quoting {
 public:
  bool open() const { return closer_ != 0 || comment_depth_ > 0; }

  void follow(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i], next = i + 1 < line.size() ? line[i + 1] : '\0';
      if (comment_depth_ > 0) {
        if (c == '*' && next == '/') --comment_depth_, ++i;
        if (c == '/' && next == '*') ++comment_depth_, ++i;
      } else if (closer_ != 0) {
        if (c == closer_) closer_ = 0;  // a doubled one opens again at once
      } else if (c == '-' && next == '-') {
        return;
      } else if (c == '/' && next == '*') {
        ++comment_depth_, ++i;
      } else if (c == '\'' || c == '"') {
        closer_ = c;
      } else if (c == '[') {
        closer_ = ']';
      }
    }
  }

 private:
  char closer_ = 0;
  int comment_depth_ = 0;
};

/// GO, GO 3, with blanks, a semicolon or a comment after it. 0 when the line is no GO.
std::int32_t go_count(std::string_view line) {
  const auto skip_blanks = [&] {
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.front())) != 0)
      line.remove_prefix(1);
  };
  skip_blanks();
  if (line.size() < 2 || (line[0] | 0x20) != 'g' || (line[1] | 0x20) != 'o') return 0;
  line.remove_prefix(2);
  const bool ends_here = line.empty() || std::isspace(static_cast<unsigned char>(line.front())) != 0 ||
                         line.front() == ';' || line.substr(0, 2) == "--";
  if (!ends_here) return 0;
  skip_blanks();
  std::int32_t count = 0;
  bool counted = false;
  while (!line.empty() && std::isdigit(static_cast<unsigned char>(line.front())) != 0 && count < 100'000) {
    count = count * 10 + (line.front() - '0');
    counted = true;
    line.remove_prefix(1);
  }
  while (!line.empty() &&
         (line.front() == ';' || std::isspace(static_cast<unsigned char>(line.front())) != 0))
    line.remove_prefix(1);
  if (!line.empty() && line.substr(0, 2) != "--") return 0;
  return counted ? count : 1;
}

bool blank(const std::string &text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

}  // namespace

std::vector<Batch> split_batches(std::string_view script) {
  if (script.substr(0, 3) == "\xEF\xBB\xBF") script.remove_prefix(3);
  std::vector<Batch> batches;
  Batch current;
  Quoting quoting;
  std::int32_t line_number = 1;
  for (; !script.empty(); ++line_number) {
    const std::size_t end = script.find('\n');
    const std::string_view line = script.substr(0, end);
    const std::int32_t times = quoting.open() ? 0 : go_count(line);
    if (times > 0) {
      current.times = times;
      if (!blank(current.text)) batches.push_back(current);
      current = {};
      current.first_line = line_number + 1;
    } else {
      quoting.follow(line);
      current.text.append(line).append("\n");
    }
    if (end == std::string_view::npos) break;
    script.remove_prefix(end + 1);
  }
  if (!blank(current.text)) batches.push_back(current);
  return batches;
}

gantry::Result<> run_script(Session &session, const std::string &file, std::string_view script) {
  for (const Batch &batch : split_batches(script)) {
    for (std::int32_t i = 0; i < batch.times; ++i) {
      FirstError sink;
      session.execute(batch.text, sink);
      if (!sink.error) continue;
      const Message &error = *sink.error;
      // The line of an error in a procedure counts from the procedure's own beginning.
      const bool in_procedure = !error.procedure.empty();
      const std::int32_t line = in_procedure ? batch.first_line : batch.first_line + error.line - 1;
      gantry::Error failure{gantry::Status::data,
                            file + ", line " + std::to_string(line) + ": a batch of the script failed",
                            "a script that runs without errors",
                            "Msg " + std::to_string(error.number) + ", level " +
                                std::to_string(error.severity) + ", state " + std::to_string(error.state) +
                                (in_procedure ? ", procedure " + error.procedure : "") + ": " + error.text,
                            "correct the script and start again"};
      failure.native_code = error.number;
      failure.line = line;
      return failure;
    }
  }
  return gantry::success();
}

}  // namespace sandbox::program
