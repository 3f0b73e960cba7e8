// Replaces known secrets in whatever is about to be shown (R4).
#ifndef GANTRY_CONFIGURATION_MASKER_HPP
#define GANTRY_CONFIGURATION_MASKER_HPP

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::configuration {

/// Any thread.
class Masker {
 public:
  Masker() = default;
  Masker(const Masker &) = delete;
  Masker &operator=(const Masker &) = delete;
  ~Masker();
  /// Texts shorter than 3 bytes are not masked: they would blot out ordinary words.
  void add(std::string_view secret);
  /// The text with every known secret, and every 0x0100/0x0200 password hash, replaced by `******`.
  std::string mask(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> given_;
  std::vector<std::string> forms_;  ///< what is looked for, the longest first
};

}  // namespace gantry::configuration

#endif
