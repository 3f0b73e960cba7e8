// How many rows one call of script() gets.
#ifndef GANTRY_TRANSFER_COMMON_PORTION_HPP
#define GANTRY_TRANSFER_COMMON_PORTION_HPP

#include <vector>

#include "gantry/cpp/cell.hpp"

namespace gantry::transfer {

/// Rows on their way to script(), where each is kept several times while its statements are written: enough
/// to share what a call costs, few enough that memory depends on the longest row and not on their number.
class Portion {
 public:
  void add(const std::vector<Cell> &row) {
    ++rows_;
    for (const Cell &cell : row) {
      if (const std::string *text = cell.string()) bytes_ += text->size();
      if (const Blob *blob = cell.blob()) bytes_ += blob->data.size();
    }
  }
  bool full() const noexcept { return rows_ >= most_rows || bytes_ >= most_bytes; }

 private:
  static constexpr std::size_t most_rows = 1000, most_bytes = std::size_t{512} * 1024;
  std::size_t rows_ = 0, bytes_ = 0;
};

}  // namespace gantry::transfer

#endif
