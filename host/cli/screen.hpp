// What the output may look like: colours only on terminals, width, and a line that is drawn over.
#ifndef GANTRY_CLI_SCREEN_HPP
#define GANTRY_CLI_SCREEN_HPP

#include <gantry/cpp/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gantry::cli {

enum class Colour { automatic, always, never };
enum class Style { plain, bold, dim, red, green, yellow, cyan };

class Screen {
 public:
  explicit Screen(Colour colour = Colour::automatic);

  /// Text on standard output; on standard error for what is said about the work.
  void out(std::string_view text);
  void err(std::string_view text);
  std::string styled(Style style, std::string_view text, bool on_err = false) const;

  /// Draws one line over itself on standard error; nothing when that is no terminal.
  void draw_over(const std::string &line);
  /// Ends the drawn line so that other text may follow.
  void clear_drawn();

  bool out_is_terminal() const { return out_terminal_; }
  bool err_is_terminal() const { return err_terminal_; }
  int width() const;

 private:
  bool out_terminal_, err_terminal_, out_colour_, err_colour_;
  bool drawn_ = false;
};

/// Columns aligned by display width, two blanks between them; cells may hold styled text.
std::string aligned(const std::vector<std::vector<std::string>> &rows, const std::string &indent = "");
/// Columns that a text takes on a terminal: escape sequences take none.
std::size_t display_width(std::string_view text);
/// Cut to a width, with an ellipsis.
std::string cut_to(std::string_view text, std::size_t width);

/// The four parts of a refusal, one below the other.
void show_error(Screen &screen, const Error &error, bool warning = false);

}  // namespace gantry::cli

#endif
