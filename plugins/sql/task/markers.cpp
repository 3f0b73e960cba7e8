#include "plugins/sql/task/markers.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include "plugins/sql/task/tokens.hpp"

namespace gantry::sql {

std::string rename_markers(std::string_view batch, int &count) {
  std::string text;
  for (const Token &token : tokens_of(batch)) {
    if (token.kind == TokenKind::marker)
      text += "@P" + std::to_string(++count);
    else
      text += token.text;
  }
  return text;
}

std::string without_call_escape(std::string_view batch) {
  std::vector<Token> tokens = tokens_of(batch);
  const auto outer_blank = [&](const Token &token) { return !matters(token) || token.text == ";"; };
  while (!tokens.empty() && outer_blank(tokens.back())) tokens.pop_back();
  while (!tokens.empty() && outer_blank(tokens.front())) tokens.erase(tokens.begin());
  if (tokens.size() < 3 || tokens.front().text != "{" || tokens.back().text != "}") return std::string(batch);
  const auto call =
      std::find_if(tokens.begin(), tokens.end(), [](const Token &token) { return is_word(token, "call"); });
  if (call == tokens.end()) return std::string(batch);
  for (auto at = tokens.begin() + 1; at != call; ++at)
    if (matters(*at) && at->kind != TokenKind::marker && at->text != "=") return std::string(batch);
  std::string text = "EXEC";
  for (auto at = tokens.begin() + 1; at != call; ++at)
    if (matters(*at)) text += ' ' + std::string(at->text);
  text += ' ';
  // The list's own parentheses go; those inside of a value stay.
  int depth = 0;
  for (auto at = call + 1; at != tokens.end() - 1; ++at) {
    if (at->text == "(" && depth++ == 0) {
      text += ' ';
      continue;
    }
    if (at->text == ")" && --depth == 0) continue;
    // Blanks around what was taken out: one is enough.
    if (at->kind == TokenKind::blank && text.back() == ' ') continue;
    text += at->text;
  }
  while (text.back() == ' ') text.pop_back();
  return text;
}

std::set<std::string> variables_in(std::string_view batch) {
  std::set<std::string> names;
  for (const Token &token : tokens_of(batch)) {
    if (token.kind != TokenKind::variable) continue;
    std::string lower(token.text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    names.insert(std::move(lower));
  }
  return names;
}

}  // namespace gantry::sql
