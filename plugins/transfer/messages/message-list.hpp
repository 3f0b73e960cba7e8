// The messages of one side: stored, with the places of their columns.
#ifndef GANTRY_TRANSFER_MESSAGES_MESSAGE_LIST_HPP
#define GANTRY_TRANSFER_MESSAGES_MESSAGE_LIST_HPP

#include "gantry/cpp/stored-table.hpp"

namespace gantry::transfer {

/// As a UserDefinedMessage is scripted.
struct Message {
  Cell id, language, severity, with_log, text;
};

class MessageList {
 public:
  MessageList() = default;
  explicit MessageList(StoredTable rows)
      : rows_(std::move(rows)),
        id_(rows_.column("id")),
        language_(rows_.column("language")),
        language_id_(rows_.column("language-id")),
        severity_(rows_.column("severity")),
        with_log_(rows_.column("with-log")),
        text_(rows_.column("text")) {}

  std::size_t size() const noexcept { return rows_.size(); }
  std::int64_t id(std::size_t row) const { return rows_.at(row, id_).number(); }
  std::int64_t language_id(std::size_t row) const { return rows_.at(row, language_id_).number(); }
  Cell language(std::size_t row) const { return rows_.at(row, language_); }
  Cell severity(std::size_t row) const { return rows_.at(row, severity_); }
  Message at(std::size_t row) const {
    std::vector<Cell> cells = rows_.row(row);
    const auto take = [&](int column) {
      return column < 0 ? Cell() : std::move(cells[static_cast<std::size_t>(column)]);
    };
    return {take(id_), take(language_), take(severity_), take(with_log_), take(text_)};
  }

 private:
  StoredTable rows_;
  int id_ = -1, language_ = -1, language_id_ = -1, severity_ = -1, with_log_ = -1, text_ = -1;
};

}  // namespace gantry::transfer

#endif
