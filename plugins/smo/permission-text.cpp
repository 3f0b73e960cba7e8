#include "plugins/smo/permission-text.hpp"

namespace gantry::smo {
namespace {

constexpr std::string_view with_option = "GRANT_WITH_GRANT_OPTION";

std::string as_grantor(const Cell &grantor) {
  return grantor.null() ? std::string() : " AS " + quoted_name(grantor.text());
}

}  // namespace

std::string PermissionText::give(const std::string &state) const {
  return (state == "DENY" ? "DENY " : "GRANT ") + permission + on + " TO " + quoted_name(grantee) +
         (state == with_option ? " WITH GRANT OPTION" : "") + as_grantor(grantor) + ';';
}

std::string PermissionText::take(const std::string &state) const {
  // What was given on with the grant option goes with it.
  return "REVOKE " + permission + on + " FROM " + quoted_name(grantee) +
         (state == with_option ? " CASCADE" : "") + as_grantor(grantor) + ';';
}

std::string PermissionText::take_option() const {
  return "REVOKE GRANT OPTION FOR " + permission + on + " FROM " + quoted_name(grantee) + " CASCADE" +
         as_grantor(grantor) + ';';
}

Result<> check_permission(const Wish &wish, bool of_wanted) {
  const auto cell = [&](const char *column) {
    return of_wanted ? wish.wanted(column) : wish.current(column);
  };
  const std::string permission = cell("permission").text();
  for (const char c : permission)
    if ((c < 'A' || c > 'Z') && c != ' ')
      return wish.refuse("permission", "capital letters and spaces", "another character");
  if (permission.empty()) return wish.refuse("permission", "a permission's name", "none");
  if (cell("grantee").text().empty()) return wish.refuse("grantee", "a principal", "none");
  return success();
}

std::string permission_state(const std::string &catalogue_state) {
  switch (catalogue_state.empty() ? 'R' : catalogue_state[0]) {
    case 'D': return "DENY";
    case 'W': return std::string(with_option);
    case 'G': return "GRANT";
    default: return {};
  }
}

Result<> give_permission(const Wish &wish, Script &script, const PermissionText &text) {
  const std::string state = wish.wanted("state").text();
  if (state != "GRANT" && state != "DENY" && state != with_option)
    return wish.refuse("state", "GRANT, DENY or GRANT_WITH_GRANT_OPTION", state.empty() ? "none" : state);
  script.add(text.give(state), text.take(state), {});
  return success();
}

Result<> change_permission(const Wish &wish, Script &script, const PermissionText &text) {
  if (!wish.differs("state")) return success();
  const std::string was = wish.current("state").text(), wanted = wish.wanted("state").text();
  // GRANT without the option leaves one that is there.
  std::string undo = wanted == with_option ? text.take_option() : std::string();
  if (undo.empty() || was != "GRANT") undo += (undo.empty() ? "" : "\n") + text.give(was);
  if (was == with_option) script.add(text.take_option(), undo, "without the right to give it on");
  if (!(was == with_option && wanted == "GRANT"))
    script.add(text.give(wanted), undo, "state as at the source");
  return success();
}

Result<> take_permission(const Wish &wish, Script &script, const PermissionText &text) {
  const std::string state = wish.current("state").text();
  script.add(text.take(state), text.give(state), {});
  return success();
}

}  // namespace gantry::smo
