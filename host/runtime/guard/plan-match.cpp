#include "host/runtime/guard/plan-match.hpp"

#include "host/runtime/guard/tokens.hpp"

#include <algorithm>

namespace gantry::runtime::guard {

namespace {

constexpr std::string_view mask = "***";

/// Blanks around a batch and semicolons behind it make no difference.
std::string_view trimmed(std::string_view sql) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = sql.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = sql.find_last_not_of(" \t\r\n;");
  return end == std::string_view::npos || end < begin ? std::string_view()
                                                      : sql.substr(begin, end - begin + 1);
}

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Length of the literal at the beginning of `text`; 0 when there is none.
std::size_t literal_length(std::string_view text) {
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    std::size_t length = 2;
    while (length < text.size() && is_hexadecimal(text[length])) ++length;
    return length;
  }
  std::size_t at = !text.empty() && (text[0] == 'N' || text[0] == 'n') ? 1 : 0;
  if (at >= text.size() || text[at] != '\'') return 0;
  for (++at; at < text.size(); ++at) {
    if (text[at] != '\'') continue;
    if (at + 1 < text.size() && text[at + 1] == '\'')
      ++at;
    else
      return at + 1;
  }
  return 0;
}

/// Which masks of a pattern stand inside of a string literal, by their offset.
std::vector<std::size_t> masks_in_strings(std::string_view planned) {
  std::vector<std::size_t> offsets;
  for (const Token &token : tokens_of(planned).all) {
    if (token.kind != TokenKind::string) continue;
    for (std::size_t at = token.text.find(mask); at != std::string_view::npos;
         at = token.text.find(mask, at + mask.size()))
      offsets.push_back(token.offset + at);
  }
  return offsets;
}

class MaskedText {
 public:
  MaskedText(std::string_view planned, std::string_view sent)
      : planned_(planned), sent_(sent), inside_(masks_in_strings(planned)) {}

  bool matches(std::size_t p = 0, std::size_t s = 0) {
    if (!tried_.insert({p, s}).second) return false;  // it has failed from here before
    const std::size_t next = planned_.find(mask, p);
    const std::string_view plain = planned_.substr(p, next == std::string_view::npos ? next : next - p);
    if (sent_.compare(s, plain.size(), plain) != 0) return false;
    s += plain.size();
    if (next == std::string_view::npos) return s == sent_.size();
    p = next + mask.size();
    // What looks like a mask may be what was written: /*** comment ***/
    if (sent_.compare(s, mask.size(), mask) == 0 && matches(p, s + mask.size())) return true;
    if (std::find(inside_.begin(), inside_.end(), next) == inside_.end()) {
      const std::size_t length = literal_length(sent_.substr(s));
      return length > 0 && matches(p, s + length);
    }
    // Any part of the literal, up to the quote that ends it.
    for (;; ++s) {
      if (matches(p, s)) return true;
      if (s >= sent_.size()) return false;
      if (sent_[s] != '\'') continue;
      if (s + 1 >= sent_.size() || sent_[s + 1] != '\'') return false;
      ++s;
    }
  }

 private:
  std::string_view planned_, sent_;
  std::vector<std::size_t> inside_;
  std::set<std::pair<std::size_t, std::size_t>> tried_;
};

bool same_name(std::string_view a, std::string_view b) { return lower_case(a) == lower_case(b); }

}  // namespace

bool matches_masked(std::string_view planned, std::string_view sent) {
  planned = trimmed(planned);
  sent = trimmed(sent);
  if (planned == sent) return true;
  if (planned.find(mask) == std::string_view::npos) return false;
  return MaskedText(planned, sent).matches();
}

PlanMatch::Lane PlanMatch::lane_of(std::string_view connection, bool at_source) {
  return std::string(connection) + (at_source ? "\nsource" : "\n");
}

PlanMatch::PlanMatch(Table steps) : steps_(std::move(steps)), begun_(steps_.rows.size(), 0) {
  entries_.reserve(steps_.rows.size() * 2);
  for (std::size_t row = 0; row < steps_.rows.size(); ++row) {
    const Lane lane = lane_of(steps_.at(row, "connection").text(), steps_.at(row, "at-source").flag());
    for (const auto &[column, undo] : {std::pair("text", false), std::pair("undo", true)})
      if (const std::string *text = steps_.at(row, column).string()) add(lane, {row, undo, *text});
  }
}

void PlanMatch::add(const Lane &lane, Entry entry) {
  const std::string_view text = trimmed(entry.text);
  if (text.empty()) return;
  Steps &steps = lanes_[lane];
  const std::string_view beginning = text.substr(0, text.find(mask));
  entry.position = steps.in_order.size();
  if (!entry.undo) steps.in_order.push_back(entries_.size());
  steps.by_beginning.emplace(beginning, entries_.size());
  steps.lengths.insert(beginning.size());
  entries_.push_back(entry);
}

PlanMatch::Answer PlanMatch::begin(std::string_view connection, bool at_source, std::string_view sql) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto lane = lanes_.find(lane_of(connection, at_source));
  if (lane == lanes_.end()) return {};
  Steps &steps = lane->second;
  const std::string_view sent = trimmed(sql);
  if (steps.cursor < steps.in_order.size()) {
    const Entry &entry = entries_[steps.in_order[steps.cursor]];
    if (!begun_[entry.row] && matches_masked(entry.text, sent)) {
      ++steps.cursor;
      begun_[entry.row] = 1;
      return {Found::step, entry.row};
    }
  }
  Answer answer;
  std::size_t position = 0;
  int best = 0;
  for (const std::size_t length : steps.lengths) {
    if (length > sent.size()) break;
    const auto [first, last] = steps.by_beginning.equal_range(sent.substr(0, length));
    for (auto it = first; it != last; ++it) {
      const Entry &entry = entries_[it->second];
      const bool begun = begun_[entry.row] != 0;
      if (entry.undo && !begun) continue;
      const int rank = entry.undo ? 2 : begun ? 1 : 3;
      // The earliest step, but the latest to be undone.
      const bool better = rank != best ? rank > best
                          : entry.undo ? entry.row > answer.row
                                       : entry.row < answer.row;
      if (!better || !matches_masked(entry.text, sent)) continue;
      best = rank;
      answer = {entry.undo ? Found::undo : Found::step, entry.row};
      position = entry.position;
    }
  }
  if (answer.found == Found::undo) begun_[answer.row] = 0;
  if (answer.found == Found::step) {
    begun_[answer.row] = 1;
    steps.cursor = position + 1;  // those behind it are expected next
  }
  return answer;
}

void PlanMatch::taken_back(std::size_t row) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (row < begun_.size()) begun_[row] = 0;
}

bool PlanMatch::has_copy_into(std::string_view connection, std::string_view database,
                              std::string_view name) const {
  for (std::size_t row = 0; row < steps_.rows.size(); ++row) {
    if (steps_.at(row, "action").text() != "copy" || steps_.at(row, "at-source").flag() ||
        steps_.at(row, "connection").text() != connection)
      continue;
    const std::string there = steps_.at(row, "database").text();
    if (!there.empty() && !database.empty() && !same_name(there, database)) continue;
    if (lower_case(steps_.at(row, "object").text()).find(lower_case(name)) != std::string::npos) return true;
  }
  return false;
}

}  // namespace gantry::runtime::guard
