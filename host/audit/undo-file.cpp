#include "host/audit/undo-file.hpp"

#include <gantry/cpp/text.hpp>

namespace gantry::audit {
namespace {

/// As long and with the same lines.
std::string blank(const std::string &text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? '\n' : ' ';
  return out;
}

}  // namespace

UndoFile::~UndoFile() {
  for (auto &[task, pieces] : tasks_)
    for (Piece &piece : pieces) wipe(piece.text);
}

Result<> UndoFile::create(const std::string &path, std::string head) {
  path_ = path;
  head_ = std::move(head);
  return rebuild();
}

Result<> UndoFile::add_task(int task, std::vector<std::string> pieces) {
  std::vector<Piece> &kept = tasks_[task];
  for (std::string &text : pieces) kept.push_back({std::move(text), 0, false});
  return rebuild();
}

Result<> UndoFile::rebuild() {
  std::string all = head_;
  for (auto &[task, pieces] : tasks_)
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      piece->offset = static_cast<off_t>(all.size());
      all += piece->shown ? piece->text : blank(piece->text);
    }
  Result<> written = write_private_file(path_, all);
  wipe(all);
  if (!written) return written;
  Result<PrivateFile> opened = PrivateFile::open(path_, false);
  if (!opened) return std::move(opened).error();
  file_ = std::move(opened).value();
  return success();
}

Result<> UndoFile::show(int task, std::int64_t ordinal, bool shown) {
  const auto found = tasks_.find(task);
  if (found == tasks_.end() || ordinal < 1 || static_cast<std::size_t>(ordinal) > found->second.size())
    return success();
  Piece &piece = found->second[static_cast<std::size_t>(ordinal - 1)];
  if (piece.shown == shown) return success();
  Result<> written = file_.write_at(piece.offset, shown ? piece.text : blank(piece.text));
  if (written) piece.shown = shown;
  return written;
}

Result<> UndoFile::sync() { return file_.sync(); }

}  // namespace gantry::audit
