#include "host/cli/screen.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace gantry::cli {

namespace {

bool colours(Colour colour, bool terminal) {
  if (colour != Colour::automatic) return colour == Colour::always;
  const char *no_colour = std::getenv("NO_COLOR");
  const char *term = std::getenv("TERM");
  return terminal && !(no_colour && *no_colour) && !(term && std::strcmp(term, "dumb") == 0);
}

const char *escape(Style style) {
  switch (style) {
    case Style::plain: return "";
    case Style::bold: return "\033[1m";
    case Style::dim: return "\033[2m";
    case Style::red: return "\033[31m";
    case Style::green: return "\033[32m";
    case Style::yellow: return "\033[33m";
    case Style::cyan: return "\033[36m";
  }
  return "";
}

}  // namespace

Screen::Screen(Colour colour)
    : out_terminal_(isatty(STDOUT_FILENO) != 0),
      err_terminal_(isatty(STDERR_FILENO) != 0),
      out_colour_(colours(colour, out_terminal_)),
      err_colour_(colours(colour, err_terminal_)) {}

void Screen::out(std::string_view text) {
  clear_drawn();
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void Screen::err(std::string_view text) {
  clear_drawn();
  std::fflush(stdout);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string Screen::styled(Style style, std::string_view text, bool on_err) const {
  if (!(on_err ? err_colour_ : out_colour_) || style == Style::plain || text.empty())
    return std::string(text);
  return std::string(escape(style)) + std::string(text) + "\033[0m";
}

void Screen::draw_over(const std::string &line) {
  if (!err_terminal_) return;
  std::fflush(stdout);
  const std::string text = "\r\033[K" + cut_to(line, static_cast<std::size_t>(std::max(20, width() - 1)));
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void Screen::clear_drawn() {
  if (!drawn_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

int Screen::width() const {
  winsize size{};
  if (ioctl(err_terminal_ ? STDERR_FILENO : STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 100;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0x1b) {
      while (i < text.size() && text[i] != 'm') ++i;
      continue;
    }
    if ((byte & 0xC0) != 0x80) ++width;
  }
  return width;
}

std::string cut_to(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string kept;
  std::size_t used = 0;
  bool escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0x1b) {
      escaped = true;
      while (i < text.size() && text[i] != 'm') kept += text[i++];
      if (i < text.size()) kept += text[i];
      continue;
    }
    if ((byte & 0xC0) != 0x80 && ++used >= width) break;
    kept += text[i];
  }
  return kept + "…" + (escaped ? "\033[0m" : "");
}

std::string aligned(const std::vector<std::vector<std::string>> &rows, const std::string &indent) {
  std::vector<std::size_t> widths;
  for (const auto &row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths.size() <= i) widths.push_back(0);
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  std::string text;
  for (const auto &row : rows) {
    std::string line = indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - display_width(row[i]) + 2, ' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    text += line + '\n';
  }
  return text;
}

void show_error(Screen &screen, const Error &error, bool warning) {
  std::string text =
      screen.styled(warning ? Style::yellow : Style::red, warning ? "warning: " : "error: ", true);
  text += screen.styled(Style::bold, error.what, true) + '\n';
  const auto part = [&](const char *label, const std::string &content) {
    if (!content.empty()) text += "  " + screen.styled(Style::dim, label, true) + content + '\n';
  };
  part("expected  ", error.expected);
  part("found     ", error.found);
  part("do        ", error.todo);
  std::string numbers;
  // Small numbers are those of docs/refusals.md, the others SSIS's.
  if (error.code)
    numbers += fmt::format(fmt::runtime(error.code < 0x10000 ? "refusal {}" : "0x{:08X}"), error.code);
  if (error.native_code)
    numbers += fmt::format("{}server message {}, severity {}, state {}{}{}", numbers.empty() ? "" : ", ",
                           error.native_code, error.severity, error.state,
                           error.line > 0 ? fmt::format(", line {}", error.line) : "",
                           error.procedure.empty() ? "" : ", procedure " + error.procedure);
  part("code      ", numbers);
  for (const std::string &detail : error.details) part("          ", detail);
  screen.err(text);
}

}  // namespace gantry::cli
