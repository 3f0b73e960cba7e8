#include "host/audit/undo-file.hpp"

#include <gantry/cpp/text.hpp>

#include <algorithm>

namespace gantry::audit {
namespace {

constexpr off_t portion = 256 * 1024;

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
  size_ = static_cast<off_t>(head_.size());
  if (Result<> written = write_private_file(path_, head_); !written) return written;
  return open();
}

Result<> UndoFile::open() {
  Result<PrivateFile> opened = PrivateFile::open(path_, false);
  if (!opened) return std::move(opened).error();
  file_ = std::move(opened).value();
  return success();
}

Result<> UndoFile::add_task(int task, std::size_t steps) {
  std::vector<Place> &places = tasks_[task];
  places.resize(steps);
  Result<std::shared_ptr<const ReadableFile>> until_now = ReadableFile::open(path_);
  if (!until_now) return std::move(until_now).error();
  const auto head = static_cast<off_t>(head_.size());
  off_t offset = head;
  Result<> written = write_private_file(path_, [&](const Sink &put) -> Result<> {
    put(head_);
    for (std::size_t i = places.size(); i > 0; --i) {
      places[i - 1].offset = offset;
      Result<std::string> text = pieces_(task, static_cast<std::int64_t>(i));
      if (!text) return std::move(text).error();
      offset += static_cast<off_t>(text->size());
      blank(*text);
      put(*text);
    }
    for (off_t at = head; at < size_;) {
      Result<std::string> part =
          (*until_now)->read(at, static_cast<std::size_t>(std::min(portion, size_ - at)));
      if (!part) return std::move(part).error();
      put(*part);
      at += static_cast<off_t>(part->size());
      wipe(*part);
    }
    return success();
  });
  if (!written) return written;
  for (auto &[other, moved] : tasks_)
    if (other != task)
      for (Place &place : moved) place.offset += offset - head;
  size_ += offset - head;
  return open();
}

Result<> UndoFile::show(Steps steps, bool shown) {
  std::string waiting;  // what stands side by side is written at once
  off_t begin = 0;
  Result<> done = success();
  const auto flush = [&] {
    if (done && !waiting.empty()) done = file_.write_at(begin, waiting);
    wipe(waiting);
    waiting.clear();
  };
  // As they stand in the file.
  std::sort(steps.begin(), steps.end(), std::greater<>());
  for (const auto &[task, ordinal] : steps) {
    const auto found = tasks_.find(task);
    if (found == tasks_.end() || ordinal < 1 || static_cast<std::size_t>(ordinal) > found->second.size())
      continue;
    Place &place = found->second[static_cast<std::size_t>(ordinal - 1)];
    if (place.shown == shown) continue;
    Result<std::string> text = pieces_(task, ordinal);
    if (!text) {
      done = std::move(text).error();
      break;
    }
    if (!shown) blank(*text);
    if (begin + static_cast<off_t>(waiting.size()) != place.offset ||
        static_cast<off_t>(waiting.size()) >= portion) {
      flush();
      begin = place.offset;
    }
    waiting += *text;
    wipe(*text);
    place.shown = shown;
  }
  flush();
  return done;
}

}  // namespace gantry::audit
