#include "host/audit/step-records.hpp"

#include "host/audit/json-members.hpp"

#include <gantry/cpp/text.hpp>

#include <type_traits>

namespace gantry::audit {
namespace {

bool read_step(std::string_view object, StepRecord &step) {
  return read_members(object, [&](std::string_view name, JsonMember &found) {
    each_member(step, [&](const char *key, auto &value) {
      if (name != key) return;
      using Value = std::remove_reference_t<decltype(value)>;
      if constexpr (std::is_same_v<Value, std::string>)
        value.swap(found.text);
      else if constexpr (std::is_same_v<Value, bool>)
        value = found.flag;
      else
        value = found.number;
    });
  });
}

}  // namespace

Result<StepRecord> StepRecords::at(std::size_t index) const {
  if (!file_) return steps_[index];
  const off_t begin = index == 0 ? begin_ : ends_[index - 1] + 1;  // behind the comma
  Result<std::string> object = file_->read(begin, static_cast<std::size_t>(ends_[index] - begin));
  if (!object) return std::move(object).error();
  StepRecord step;
  const bool whole = read_step(*object, step);
  wipe(*object);
  if (!whole)
    return Error(Status::data,
                 "step " + std::to_string(index + 1) + " in " + file_->path() + " cannot be read",
                 "the step as Gantry wrote it", "something else", "look who changed the file");
  return step;
}

Result<> StepRecords::each(const std::function<Result<>(const StepRecord &)> &take) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (!file_) {
      if (Result<> taken = take(steps_[i]); !taken) return taken;
      continue;
    }
    Result<StepRecord> step = at(i);
    if (!step) return std::move(step).error();
    if (Result<> taken = take(*step); !taken) return taken;
  }
  return success();
}

}  // namespace gantry::audit
