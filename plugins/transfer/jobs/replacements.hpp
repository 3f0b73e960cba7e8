// What takes the place of something that the destination lacks: `Gantry.Replacements`.
#ifndef GANTRY_TRANSFER_JOBS_REPLACEMENTS_HPP
#define GANTRY_TRANSFER_JOBS_REPLACEMENTS_HPP

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "plugins/transfer/common/names.hpp"

namespace gantry::transfer {

/// What a job can refer to and a destination can lack.
enum class Reference { owner, database, operator_, credential, proxy };

/// As it is written in Gantry.Replacements, and in messages.
std::string_view reference_name(Reference reference);

/// Items `kind:old=new`, such as `owner:CORP\old=sa`. Old may be `*`: whatever has no item of its own. A sign
/// of equality in an old name is doubled.
class Replacements {
 public:
  Replacements() = default;
  /// Errors: INVALID naming the item.
  static Result<Replacements> parse(const std::vector<std::string> &items);

  bool empty() const;
  /// The new names of a kind.
  std::vector<std::string> targets(Reference reference) const;
  /// Names are compared as the source does.
  std::optional<std::string> find(Reference reference, std::string_view old, const NameComparer &names) const;

 private:
  std::array<std::vector<std::pair<std::string, std::string>>, 5> pairs_;
};

}  // namespace gantry::transfer

#endif
