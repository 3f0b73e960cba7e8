#include "host/runtime/guard/plan-match.hpp"

#include "host/runtime/guard/tokens.hpp"

#include <algorithm>
#include <functional>

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

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

bool same_name(std::string_view a, std::string_view b) { return lower_case(a) == lower_case(b); }

}  // namespace

bool matches_masked(std::string_view planned, std::string_view sent) {
  planned = trimmed(planned);
  sent = trimmed(sent);
  if (planned == sent) return true;
  if (planned.find(mask) == std::string_view::npos) return false;
  return MaskedText(planned, sent).matches();
}

bool PlanMatch::Entry::operator<(const Entry &other) const {
  if (hash != other.hash) return hash < other.hash;
  if (undo != other.undo) return other.undo;
  return undo ? row > other.row : row < other.row;
}

std::string PlanMatch::lane_name(std::string_view connection, bool at_source) {
  return std::string(connection) + (at_source ? "\nsource" : "\n");
}

PlanMatch::PlanMatch(PlannedSteps steps)
    : steps_(std::move(steps)),
      text_(steps_.column("text")),
      undo_(steps_.column("undo")),
      begun_(steps_.size(), 0) {
  for (std::size_t row = 0; row < steps_.size(); ++row) {
    if (steps_.at(row, "action").text() == "copy") copies_.push_back(static_cast<Row>(row));
    Lane &lane = lanes_[lane_name(steps_.at(row, "connection").text(), steps_.at(row, "at-source").flag())];
    for (const bool undo : {false, true}) {
      const Cell text = steps_.at(row, undo ? undo_ : text_);
      if (text.string()) add(lane, static_cast<Row>(row), undo, trimmed(*text.string()));
    }
  }
  for (auto &[name, lane] : lanes_) {
    std::sort(lane.entries.begin(), lane.entries.end());
    lane.entries.shrink_to_fit();
    lane.steps.shrink_to_fit();
  }
}

void PlanMatch::add(Lane &lane, Row row, bool undo, std::string_view text) {
  if (text.empty()) return;
  const std::size_t masked = text.find(mask);
  if (masked != std::string_view::npos) lane.lengths.insert(masked);
  if (!undo) lane.steps.push_back(row);
  lane.entries.push_back({hash_of(text.substr(0, masked)), row, undo});
}

PlanMatch::Answer PlanMatch::search(const Lane &lane, std::string_view sent) const {
  Answer answer;
  int best = 0;
  const auto look = [&](std::string_view beginning) {
    const std::uint64_t hash = hash_of(beginning);
    auto entry = std::lower_bound(lane.entries.begin(), lane.entries.end(), hash,
                                  [](const Entry &each, std::uint64_t sought) { return each.hash < sought; });
    for (; entry != lane.entries.end() && entry->hash == hash; ++entry) {
      const bool begun = begun_[entry->row] != 0;
      if (entry->undo && !begun) continue;
      const int rank = entry->undo ? 2 : begun ? 1 : 3;
      // The earliest step, but the latest to be undone.
      const bool better = rank != best  ? rank > best
                          : entry->undo ? entry->row > answer.row
                                        : entry->row < answer.row;
      if (!better || !matches_masked(steps_.at(entry->row, entry->undo ? undo_ : text_).text(), sent))
        continue;
      best = rank;
      answer.found = entry->undo ? Found::undo : Found::step;
      answer.row = entry->row;
    }
  };
  look(sent);
  for (const std::size_t length : lane.lengths) {
    if (length > sent.size()) break;
    look(sent.substr(0, length));
  }
  return answer;
}

PlanMatch::Answer PlanMatch::begin(std::string_view connection, bool at_source, std::string_view sql) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = lanes_.find(lane_name(connection, at_source));
  if (found == lanes_.end()) return {};
  Lane &lane = found->second;
  const std::string_view sent = trimmed(sql);
  if (lane.cursor < lane.steps.size() && !begun_[lane.steps[lane.cursor]]) {
    const Row row = lane.steps[lane.cursor];
    std::vector<Cell> step = steps_.row(row);
    if (matches_masked(step[static_cast<std::size_t>(text_)].text(), sent)) {
      ++lane.cursor;
      begun_[row] = 1;
      return {Found::step, row, std::move(step)};
    }
  }
  Answer answer = search(lane, sent);
  if (answer.found == Found::none) return answer;
  answer.step = steps_.row(answer.row);
  begun_[answer.row] = answer.found == Found::step;
  if (answer.found == Found::step)  // those behind it are expected next
    lane.cursor = static_cast<std::size_t>(
        std::upper_bound(lane.steps.begin(), lane.steps.end(), answer.row) - lane.steps.begin());
  return answer;
}

void PlanMatch::taken_back(std::size_t row) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (row < begun_.size()) begun_[row] = 0;
}

bool PlanMatch::has_copy_into(std::string_view connection, std::string_view database,
                              std::string_view name) const {
  for (const Row row : copies_) {
    if (steps_.at(row, "at-source").flag() || steps_.at(row, "connection").text() != connection) continue;
    const std::string there = steps_.at(row, "database").text();
    if (!there.empty() && !database.empty() && !same_name(there, database)) continue;
    if (lower_case(steps_.at(row, "object").text()).find(lower_case(name)) != std::string::npos) return true;
  }
  return false;
}

}  // namespace gantry::runtime::guard
