#include "host/audit/undo-file.hpp"

#include <gantry/cpp/text.hpp>

namespace gantry::audit {
namespace {

/// As long and with the same lines.
void blank(std::string &text) {
  for (char &c : text)
    if (c != '\n') c = ' ';
}

}  // namespace

Result<> UndoFile::create(const std::string &path, std::string head, Pieces pieces) {
  path_ = path;
  head_ = std::move(head);
  pieces_ = std::move(pieces);
  return rebuild();
}

Result<> UndoFile::add_task(int task, std::size_t steps) {
  tasks_[task].resize(steps);
  return rebuild();
}

Result<> UndoFile::rebuild() {
  Result<> written = write_private_file(path_, [&](const Sink &put) {
    put(head_);
    auto offset = static_cast<off_t>(head_.size());
    for (auto &[task, places] : tasks_)
      for (std::size_t i = places.size(); i > 0; --i) {
        places[i - 1].offset = offset;
        std::string text = pieces_(task, static_cast<std::int64_t>(i));
        offset += static_cast<off_t>(text.size());
        if (!places[i - 1].shown) blank(text);
        put(text);
        wipe(text);
      }
  });
  if (!written) return written;
  Result<PrivateFile> opened = PrivateFile::open(path_, false);
  if (!opened) return std::move(opened).error();
  file_ = std::move(opened).value();
  return success();
}

Result<> UndoFile::show(const Steps &steps, bool shown) {
  constexpr std::size_t portion = 256 * 1024;
  std::string waiting;  // what stands side by side is written at once
  off_t begin = 0;
  Result<> done = success();
  const auto flush = [&] {
    if (done && !waiting.empty()) done = file_.write_at(begin, waiting);
    wipe(waiting);
    waiting.clear();
  };
  // Backwards, as they stand in the file.
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const auto &[task, ordinal] = *step;
    const auto found = tasks_.find(task);
    if (found == tasks_.end() || ordinal < 1 || static_cast<std::size_t>(ordinal) > found->second.size())
      continue;
    Place &place = found->second[static_cast<std::size_t>(ordinal - 1)];
    if (place.shown == shown) continue;
    std::string text = pieces_(task, ordinal);
    if (!shown) blank(text);
    if (begin + static_cast<off_t>(waiting.size()) != place.offset || waiting.size() >= portion) {
      flush();
      begin = place.offset;
    }
    waiting += text;
    wipe(text);
    place.shown = shown;
  }
  flush();
  return done;
}

}  // namespace gantry::audit
