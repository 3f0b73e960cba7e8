#include "samples/sandbox/engine/group.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/decimal.hpp"

#include <algorithm>
#include <cmath>

namespace sandbox {

int compare_rows(const Row &left, const Row &right, const std::vector<bool> &descending) {
  for (std::size_t i = 0; i < descending.size(); ++i) {
    const bool a = is_null(left[i]), b = is_null(right[i]);
    int order = a || b ? (a == b ? 0 : a ? -1 : 1) : compare_values(left[i], right[i]);
    if (descending[i]) order = -order;
    if (order) return order;
  }
  return 0;
}

void Accumulator::add(Eval &eval) {
  if (aggregate_->star) {
    ++count_;
    return;
  }
  Value value = aggregate_->argument.eval(eval);
  if (is_null(value)) {
    met_null_ = true;
    return;
  }
  if (aggregate_->distinct) {
    std::string key;
    append_key(key, value);
    if (!seen_.insert(std::move(key)).second) return;
  }
  ++count_;
  const std::string &name = aggregate_->name;
  if (name == "MIN" || name == "MAX") {
    if (is_null(value_) || (compare_values(value, value_) < 0) == (name == "MIN")) {
      if (is_null(value_) || compare_values(value, value_) != 0) value_ = std::move(value);
    }
  } else if (name == "STRING_AGG") {
    if (is_null(separator_)) separator_ = aggregate_->separator.eval(eval);
    Row keys;
    for (const auto &[key, descending] : aggregate_->order) keys.push_back(key.eval(eval));
    texts_.emplace_back(std::move(keys), as_text(value));
  } else if (const auto *whole = std::get_if<std::int64_t>(&value)) {
    if (name == "CHECKSUM_AGG")
      whole_ ^= *whole;
    else if (__builtin_add_overflow(whole_, *whole, &whole_))
      throw error(8115, {"expression", base_name(aggregate_->type.type)}, 2);
  } else if (const auto *real = std::get_if<double>(&value)) {
    sum_ += *real;
    squares_ += *real * *real;
  } else if (const auto *exact = std::get_if<Decimal>(&value)) {
    if (count_ == 1) {
      exact_ = *exact;
    } else {
      const auto sum = calculate('+', exact_, *exact, 38, std::max(exact_.scale, exact->scale));
      if (!sum) throw error(8115, {"expression", base_name(aggregate_->type.type)}, 2);
      exact_ = *sum;
    }
  }
}

Value Accumulator::result(Eval &eval) const {
  (void)eval;
  const std::string &name = aggregate_->name;
  if (name == "COUNT" || name == "COUNT_BIG") return int_value(count_);
  if (count_ == 0) return {};
  if (name == "MIN" || name == "MAX") return value_;
  const TypeInfo &type = aggregate_->type;
  if (name == "STRING_AGG") {
    auto texts = texts_;
    std::vector<bool> descending;
    for (const auto &item : aggregate_->order) descending.push_back(item.second);
    if (!descending.empty())
      std::stable_sort(texts.begin(), texts.end(), [&](const auto &a, const auto &b) {
        return compare_rows(a.first, b.first, descending) < 0;
      });
    std::string out;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i && !is_null(separator_)) out += as_text(separator_);
      out += texts[i].second;
    }
    return text_value(std::move(out));
  }
  if (name == "CHECKSUM_AGG") return int_value(whole_);
  if (name == "STDEV" || name == "VAR") {
    if (count_ < 2) return {};
    const auto n = static_cast<double>(count_);
    const double variance = std::max(0.0, (squares_ - sum_ * sum_ / n) / (n - 1));
    return name == "VAR" ? variance : std::sqrt(variance);
  }
  const bool average = name == "AVG";
  if (is_integer(type.type)) {
    const std::int64_t out = average ? whole_ / count_ : whole_;
    if (type.type == Type::int_ && (out > INT32_MAX || out < INT32_MIN))
      throw error(8115, {"expression", "int"}, 2);
    return int_value(out);
  }
  if (is_float(type.type)) return average ? sum_ / static_cast<double>(count_) : sum_;
  const bool money = type.type == Type::money;
  const int scale = money ? 4 : type.scale;
  const auto out =
      average ? calculate('/', exact_, decimal_of(count_), 38, scale) : rescale(exact_, scale, 38);
  if (!out) throw error(8115, {"expression", base_name(type.type)}, 2);
  return *out;
}

namespace {

/// The frame of row i of a partition: [first, last). Without one it runs up to the current row and its peers.
template <class Peers>
std::pair<std::size_t, std::size_t> frame_of(Eval &eval, const WindowCall &call, std::size_t i,
                                             std::size_t count, const Peers &peers) {
  std::size_t low = i, high = i + 1;
  while (low > 0 && peers(low - 1, i)) --low;
  while (high < count && peers(i, high)) ++high;
  if (!call.framed) return {0, high};
  const auto offset = [&](const WindowCall::End &end) {
    const Value value = end.offset.eval(eval);
    const std::int64_t rows =
        is_null(value) ? 0 : std::min<std::int64_t>(as_int(value), static_cast<std::int64_t>(count));
    return static_cast<std::int64_t>(i) + (end.following ? rows : -rows);
  };
  std::int64_t first = 0, last = static_cast<std::int64_t>(count);
  if (call.from.current)
    first = static_cast<std::int64_t>(call.by_rows ? i : low);
  else if (call.from.offset.eval)
    first = offset(call.from);
  if (call.to.current)
    last = static_cast<std::int64_t>(call.by_rows ? i + 1 : high);
  else if (call.to.offset.eval)
    last = offset(call.to) + 1;
  first = std::max<std::int64_t>(0, first);
  last = std::max(first, std::min(last, static_cast<std::int64_t>(count)));
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
}

}  // namespace

std::vector<Row> compute_windows(Eval &eval, int depth, const std::vector<WindowCall> &calls,
                                 const std::vector<Row> &rows) {
  std::vector<Row> out(rows.size(), Row(calls.size()));
  const Row *before = eval.frame(depth).row;
  const auto at = [&](std::size_t index) { eval.frame(depth).row = &rows[index]; };
  for (std::size_t c = 0; c < calls.size(); ++c) {
    const WindowCall &call = calls[c];
    std::map<std::string, std::vector<std::size_t>> partitions;
    std::vector<Row> keys(rows.size());
    std::vector<bool> descending;
    for (const auto &item : call.order) descending.push_back(item.second);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      at(i);
      std::string key;
      for (const Bound &part : call.partition) append_key(key, part.eval(eval));
      for (const auto &item : call.order) keys[i].push_back(item.first.eval(eval));
      partitions[key].push_back(i);
    }
    for (auto &partition : partitions) {
      std::vector<std::size_t> &members = partition.second;
      std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
        return compare_rows(keys[a], keys[b], descending) < 0;
      });
      const auto peers = [&](std::size_t a, std::size_t b) {
        return compare_rows(keys[members[a]], keys[members[b]], descending) == 0;
      };
      const std::size_t count = members.size();
      const bool valued = call.name == "FIRST_VALUE" || call.name == "LAST_VALUE";
      if ((call.framed && is_aggregate_name(call.name)) || valued) {
        for (std::size_t i = 0; i < count; ++i) {
          at(members[i]);
          const auto [first, last] = frame_of(eval, call, i, count, peers);
          if (valued) {
            if (first < last) {
              at(members[call.name == "FIRST_VALUE" ? first : last - 1]);
              out[members[i]][c] = call.argument.eval(eval);
            }
            continue;
          }
          Accumulator framed(call.aggregate);
          for (std::size_t k = first; k < last; ++k) {
            at(members[k]);
            framed.add(eval);
          }
          out[members[i]][c] = framed.result(eval);
        }
        continue;
      }
      if (is_aggregate_name(call.name)) {
        // With ORDER BY the frame runs up to the current row and its peers.
        Accumulator running(call.aggregate);
        std::size_t start = 0;
        while (start < count) {
          std::size_t finish = call.order.empty() ? count : start + 1;
          while (!call.order.empty() && finish < count && peers(start, finish)) ++finish;
          for (std::size_t i = start; i < finish; ++i) {
            at(members[i]);
            running.add(eval);
          }
          const Value value = running.result(eval);
          for (std::size_t i = start; i < finish; ++i) out[members[i]][c] = value;
          start = finish;
        }
        continue;
      }
      std::int64_t rank = 1, dense = 1;
      std::int64_t buckets = 1;
      if (call.name == "NTILE" && count) {
        at(members[0]);
        const Value wanted = call.argument.eval(eval);
        if (!is_null(wanted)) buckets = std::max<std::int64_t>(1, as_int(wanted));
      }
      for (std::size_t i = 0; i < count; ++i) {
        if (i && !peers(i - 1, i)) {
          rank = static_cast<std::int64_t>(i) + 1;
          ++dense;
        }
        Value value;
        const auto index = static_cast<std::int64_t>(i);
        if (call.name == "ROW_NUMBER") {
          value = int_value(index + 1);
        } else if (call.name == "RANK") {
          value = int_value(rank);
        } else if (call.name == "DENSE_RANK") {
          value = int_value(dense);
        } else if (call.name == "NTILE") {
          const auto size = static_cast<std::int64_t>(count) / buckets,
                     extra = static_cast<std::int64_t>(count) % buckets;
          const std::int64_t large = extra * (size + 1);
          value = int_value(index < large ? index / (size + 1) + 1
                                          : extra + (index - large) / std::max<std::int64_t>(1, size) + 1);
        } else {
          std::int64_t from = index;
          if (call.name == "LAG" || call.name == "LEAD") {
            std::int64_t offset = 1;
            at(members[i]);
            if (call.offset.eval) {
              const Value given = call.offset.eval(eval);
              if (!is_null(given)) offset = as_int(given);
            }
            from = call.name == "LAG" ? index - offset : index + offset;
          }
          if (from >= 0 && from < static_cast<std::int64_t>(count)) {
            at(members[static_cast<std::size_t>(from)]);
            value = call.argument.eval(eval);
          } else if (call.fallback.eval) {
            value = call.fallback.eval(eval);
          }
        }
        out[members[i]][c] = std::move(value);
      }
    }
  }
  eval.frame(depth).row = before;
  return out;
}

}  // namespace sandbox
