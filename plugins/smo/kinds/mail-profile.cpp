// MailProfile: listed only. A profile of Database Mail; the passwords of its accounts cannot be read.
#include "plugins/smo/catalogue-list.hpp"

namespace gantry::smo {
namespace {

const CatalogueList &catalogue() {
  static const CatalogueList list = {
      "msdb.dbo.sysmail_profile", "", {{"name", "v.name"}, {"description", "v.description"}}};
  return list;
}

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  return list_catalogue(server, catalogue(), request, call);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  std::vector<MissingRight> missing;
  Result<std::optional<Table>> answer = server.try_query(
      "SELECT CASE WHEN HAS_DBACCESS(N'msdb') = 0 THEN 0 ELSE HAS_PERMS_BY_NAME("
      "N'msdb.dbo.sysmail_profile', N'OBJECT', N'SELECT') END AS may, SUSER_SNAME() AS me;",
      call);
  if (!answer) return std::move(answer).error();
  // NULL: a server without Database Mail.
  if (*answer && !(*answer)->rows.empty() && !(*answer)->at(0, "may").null() &&
      !(*answer)->at(0, "may").flag())
    missing.push_back(
        {"SELECT on msdb.dbo.sysmail_profile", "USE msdb; GRANT SELECT ON dbo.sysmail_profile TO " +
                                                   quoted_name((*answer)->at(0, "me").text()) + ";"});
  return missing;
}

}  // namespace

const Kind &kind_mail_profile() {
  static const Kind kind = {"MailProfile", names_of(catalogue()), {"name"}, &list, &missing, nullptr, nullptr,
                            nullptr};
  return kind;
}

}  // namespace gantry::smo
