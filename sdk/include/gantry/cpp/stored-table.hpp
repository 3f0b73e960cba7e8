// Rows that are kept like a Table's, but in a file when they are many.
#ifndef GANTRY_CPP_STORED_TABLE_HPP
#define GANTRY_CPP_STORED_TABLE_HPP

#include <gantry/cpp/rows.hpp>
#include <gantry/cpp/unnamed-file.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>

namespace gantry {

/// A table of which at most about half a MiB is in memory, and its longest row: the rest lies in a file
/// without a name. Rows are added behind the others and never change. Made for reading rows more or less in
/// order. Never for secrets. Any thread may read while none adds.
class StoredTable {
 public:
  StoredTable() = default;
  explicit StoredTable(std::vector<std::string> columns) : columns_(std::move(columns)) {}
  StoredTable(StoredTable &&) noexcept = default;
  StoredTable &operator=(StoredTable &&) noexcept = default;

  const std::vector<std::string> &columns() const noexcept { return columns_; }
  /// How many rows.
  std::size_t size() const noexcept { return starts_.size(); }
  bool empty() const noexcept { return starts_.empty(); }
  /// The index of a column, or -1.
  int column(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i] == name) return static_cast<int>(i);
    return -1;
  }

  /// Adds a row; cells beyond the columns are left out, missing ones are NULL. Errors: IO (of the file).
  Result<> add(const std::vector<Cell> &row) {
    if (blocks_.empty() || blocks_.back().length >= block_bytes)
      if (Result<> begun = begin_block(); !begun) return begun;
    Block &block = blocks_.back();
    starts_.push_back(static_cast<std::uint32_t>(block.length));
    std::string &bytes = *tail_;
    for (std::size_t i = 0; i < columns_.size(); ++i) append(bytes, i < row.size() ? row[i] : null_cell());
    block.length = bytes.size();
    return success();
  }

  /// A cell; NULL where there is no such column. Throws std::runtime_error when the file cannot be read.
  Cell at(std::size_t row, int column) const {
    if (column < 0 || static_cast<std::size_t>(column) >= columns_.size()) return {};
    const std::lock_guard<std::mutex> lock(cache_->mutex);
    const char *p = bytes_of(row);
    for (int i = 0; i < column; ++i) skip(p);
    return take(p);
  }
  Cell at(std::size_t row, std::string_view name) const { return at(row, column(name)); }
  /// A whole row, as long as the columns. Throws as at.
  std::vector<Cell> row(std::size_t row) const {
    const std::lock_guard<std::mutex> lock(cache_->mutex);
    const char *p = bytes_of(row);
    std::vector<Cell> cells;
    cells.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) cells.push_back(take(p));
    return cells;
  }

 private:
  static constexpr std::size_t block_bytes = std::size_t{64} * 1024, cached_bytes = std::size_t{512} * 1024;
  enum Tag : char { tag_null, tag_false, tag_true, tag_number, tag_double, tag_text, tag_blob };

  struct Block {
    std::size_t first_row = 0, length = 0;
    std::uint64_t offset = 0;  ///< in the file, once it is there
  };
  struct Cached {
    std::size_t block = 0;
    std::uint64_t used = 0;  ///< when last
    std::string bytes;
  };
  struct Cache {
    std::mutex mutex;
    std::vector<Cached> blocks;  ///< few: searched from one end to the other
    std::uint64_t clock = 0;
    std::size_t latest = 0;  ///< into blocks
    UnnamedFile file;
  };

  static const Cell &null_cell() {
    static const Cell none;
    return none;
  }

  Result<> begin_block() {
    const std::lock_guard<std::mutex> lock(cache_->mutex);
    if (tail_) {
      // What fits into the cache needs no file, but nobody knows yet that nothing comes behind it.
      Result<std::uint64_t> offset = cache_->file.append(*tail_);
      if (!offset) return std::move(offset).error();
      blocks_.back().offset = *offset;
    }
    tail_ = std::make_unique<std::string>();
    blocks_.push_back({starts_.size(), 0, 0});
    return success();
  }

  /// The row's first byte; valid until the next call. With the lock held.
  const char *bytes_of(std::size_t row) const {
    Cache &cache = *cache_;
    const auto holds = [&](std::size_t block) {
      return row >= blocks_[block].first_row &&
             (block + 1 == blocks_.size() || row < blocks_[block + 1].first_row);
    };
    if (cache.latest < cache.blocks.size() && holds(cache.blocks[cache.latest].block))
      return cache.blocks[cache.latest].bytes.data() + starts_[row];
    const auto behind =
        std::upper_bound(blocks_.begin(), blocks_.end(), row,
                         [](std::size_t r, const Block &block) { return r < block.first_row; });
    const auto block = static_cast<std::size_t>(behind - blocks_.begin()) - 1;
    if (block + 1 == blocks_.size()) return tail_->data() + starts_[row];
    for (std::size_t i = 0; i < cache.blocks.size(); ++i) {
      if (cache.blocks[i].block != block) continue;
      cache.latest = i;
      cache.blocks[i].used = ++cache.clock;
      return cache.blocks[i].bytes.data() + starts_[row];
    }
    Result<std::string> bytes = cache.file.read(blocks_[block].offset, blocks_[block].length);
    if (!bytes) throw std::runtime_error(bytes.error().message());
    make_room(bytes->size());
    cache.latest = cache.blocks.size();
    cache.blocks.push_back({block, ++cache.clock, std::move(bytes).value()});
    return cache.blocks[cache.latest].bytes.data() + starts_[row];
  }

  /// Gives up what was not used for longest until `more` bytes fit into the cache.
  void make_room(std::size_t more) const {
    std::vector<Cached> &blocks = cache_->blocks;
    std::size_t held = more;
    for (const Cached &cached : blocks) held += cached.bytes.size();
    while (!blocks.empty() && held > cached_bytes) {
      const auto oldest = std::min_element(blocks.begin(), blocks.end(),
                                           [](const Cached &a, const Cached &b) { return a.used < b.used; });
      held -= oldest->bytes.size();
      blocks.erase(oldest);
    }
  }

  // A cell is a tag and what the tag needs: a number in groups of seven bits, or a length and its bytes.
  static void append_number(std::string &out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>((number & 0x7F) | 0x80);
    out += static_cast<char>(number);
  }
  static std::uint64_t take_number(const char *&p) {
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*p++);
      number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return number;
    }
  }
  static void append_bytes(std::string &out, Tag tag, const std::string &bytes) {
    out += static_cast<char>(tag);
    append_number(out, bytes.size());
    out += bytes;
  }
  static void append(std::string &out, const Cell &cell) {
    const gantry_value value = cell.value();
    if (const std::string *text = cell.string()) return append_bytes(out, tag_text, *text);
    if (const Blob *blob = cell.blob()) return append_bytes(out, tag_blob, blob->data);
    switch (value.kind) {
      case GANTRY_KIND_BOOL: out += static_cast<char>(value.u.i64 ? tag_true : tag_false); return;
      case GANTRY_KIND_INT64: {
        out += static_cast<char>(tag_number);
        const std::int64_t number = value.u.i64;
        append_number(out, (static_cast<std::uint64_t>(number) << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0));
        return;
      }
      case GANTRY_KIND_DOUBLE: {
        out += static_cast<char>(tag_double);
        char bytes[sizeof value.u.f64];
        std::memcpy(bytes, &value.u.f64, sizeof bytes);
        out.append(bytes, sizeof bytes);
        return;
      }
      default: out += static_cast<char>(tag_null);
    }
  }
  static void skip(const char *&p) {
    switch (static_cast<Tag>(*p++)) {
      case tag_number: take_number(p); return;
      case tag_double: p += sizeof(double); return;
      case tag_text:
      case tag_blob: {
        const std::uint64_t length = take_number(p);
        p += length;
        return;
      }
      default: return;
    }
  }
  static Cell take(const char *&p) {
    switch (static_cast<Tag>(*p++)) {
      case tag_false: return Cell(false);
      case tag_true: return Cell(true);
      case tag_number: {
        const std::uint64_t bits = take_number(p);
        return Cell(static_cast<std::int64_t>((bits >> 1) ^ ((bits & 1) ? ~std::uint64_t{0} : 0)));
      }
      case tag_double: {
        double number = 0;
        std::memcpy(&number, p, sizeof number);
        p += sizeof number;
        return Cell(number);
      }
      case tag_text: {
        const std::uint64_t length = take_number(p);
        Cell cell(std::string(p, length));
        p += length;
        return cell;
      }
      case tag_blob: {
        const std::uint64_t length = take_number(p);
        Cell cell(Blob{std::string(p, length)});
        p += length;
        return cell;
      }
      default: return {};
    }
  }

  std::vector<std::string> columns_;
  std::vector<std::uint32_t> starts_;  ///< of each row in its block
  std::vector<Block> blocks_;          ///< the last one is tail_, which no file holds
  std::unique_ptr<std::string> tail_;
  std::unique_ptr<Cache> cache_ = std::make_unique<Cache>();
};

/// What a batch of stored rows holds at most, and its longest row, when its reader names no limit.
inline constexpr std::size_t stored_batch_bytes = std::size_t{256} * 1024;

/// Gives out the rows of a stored table, in order.
class StoredRows : public Implements<RowSource> {
 public:
  /// `order`: the rows to give out, in this order; without it all of them, as they were added.
  explicit StoredRows(std::shared_ptr<const StoredTable> table,
                      std::optional<std::vector<std::uint32_t>> order = std::nullopt)
      : table_(std::move(table)), order_(std::move(order)) {}

  std::uint32_t column_count() noexcept override {
    return static_cast<std::uint32_t>(table_->columns().size());
  }
  Result<> column(std::uint32_t index, gantry_column &out) override {
    if (index >= table_->columns().size()) return Error(Status::invalid, "there is no such column");
    out.name = borrow(table_->columns()[index]);
    out.flags = GANTRY_COLUMN_NULLABLE;
    out.kind = table_->empty() ? GANTRY_KIND_NULL : table_->at(0, static_cast<int>(index)).value().kind;
    return success();
  }
  Result<> next(const gantry_fetch &fetch, Call, gantry_batch &out) override {
    const std::size_t most_rows = fetch.max_rows ? fetch.max_rows : 1024;
    const std::size_t most_bytes = fetch.max_bytes ? fetch.max_bytes : stored_batch_bytes;
    const std::size_t rows = order_ ? order_->size() : table_->size();
    rows_.clear();
    values_.clear();
    for (std::size_t bytes = 0; rows_.size() < most_rows && bytes < most_bytes && at_ < rows; ++at_) {
      rows_.push_back(table_->row(order_ ? (*order_)[at_] : at_));
      for (const Cell &cell : rows_.back()) bytes += sizeof(Cell) + length(cell);
    }
    for (const std::vector<Cell> &row : rows_)
      for (const Cell &cell : row) values_.push_back(cell.value());
    out.columns = column_count();
    out.rows = rows_.size();
    out.values = values_.data();
    return success();
  }

 private:
  ~StoredRows() override = default;
  static std::size_t length(const Cell &cell) {
    if (const std::string *text = cell.string()) return text->size();
    const Blob *blob = cell.blob();
    return blob ? blob->data.size() : 0;
  }
  const std::shared_ptr<const StoredTable> table_;
  const std::optional<std::vector<std::uint32_t>> order_;
  std::size_t at_ = 0;
  std::vector<std::vector<Cell>> rows_;
  std::vector<gantry_value> values_;
};

/// Keeps the first result of an object with gantry.rows/1, of which it asks no more at a time than it keeps
/// in memory itself. Errors: the rows', IO (no room for them).
inline Result<StoredTable> store_table(ObjectPtr object, Call call = nullptr) {
  RowReader reader(std::move(object), call);
  if (!reader)
    return Error(Status::unsupported, "the object offers no rows", GANTRY_ROWS_ID, "another object");
  Result<std::vector<std::string>> columns = reader.column_names();
  if (!columns) return std::move(columns).error();
  StoredTable table(std::move(columns).value());
  reader.fetch.max_bytes = stored_batch_bytes;
  Result<> read = reader.each_row([&](std::vector<Cell> &&row) { return table.add(row); });
  if (!read) return std::move(read).error();
  return table;
}

}  // namespace gantry

#endif
