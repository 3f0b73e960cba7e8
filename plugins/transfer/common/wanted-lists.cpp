#include "plugins/transfer/common/wanted-lists.hpp"

#include <algorithm>
#include <system_error>
#include <thread>

namespace gantry::transfer {
namespace {

/// The place and the error of the first list that could not be read.
struct Failure {
  std::size_t place;
  Error error;
};

template <typename Rows>
Result<> keep(Result<Rows> read, Rows &where) {
  if (!read) return std::move(read).error();
  where = std::move(read).value();
  return success();
}

std::optional<Failure> read_side(const std::vector<WantedList> &lists, const Side *side, Call call) {
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const WantedList &list = lists[i];
    if (list.side != side) continue;
    const Result<> read =
        list.table.index() == 0
            ? keep(side->smo.list(list.kind, list.database, list.names, call), *std::get<0>(list.table))
            : keep(side->smo.stored_list(list.kind, list.database, list.names, call),
                   *std::get<1>(list.table));
    if (!read) return Failure{i, read.error()};
  }
  return std::nullopt;
}

}  // namespace

Result<> read_lists(const std::vector<WantedList> &lists, Call call, std::string_view *failed) {
  std::vector<const Side *> sides;
  for (const WantedList &list : lists)
    if (std::find(sides.begin(), sides.end(), list.side) == sides.end()) sides.push_back(list.side);
  std::vector<std::optional<Failure>> failures(sides.size());
  std::vector<std::thread> beside;
  const auto read = [&](std::size_t i) noexcept {
    try {
      failures[i] = read_side(lists, sides[i], call);
    } catch (const std::exception &thrown) {
      failures[i] = Failure{0, Error(Status::internal, "a list was not read", "no exception in the task",
                                     thrown.what(), "report this")};
    }
  };
  beside.reserve(sides.size());
  for (std::size_t i = 1; i < sides.size(); ++i) {
    try {
      beside.emplace_back(read, i);
    } catch (const std::system_error &) {  // no thread to be had: then one after the other
      read(i);
    }
  }
  if (!sides.empty()) read(0);
  for (std::thread &thread : beside) thread.join();
  std::optional<Failure> *first = nullptr;
  for (std::optional<Failure> &failure : failures)
    if (failure && (!first || failure->place < (*first)->place)) first = &failure;
  if (!first) return success();
  if (failed) *failed = lists[(*first)->place].kind;
  return std::move((*first)->error);
}

}  // namespace gantry::transfer
