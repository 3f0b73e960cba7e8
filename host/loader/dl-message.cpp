#include "host/loader/dl-message.hpp"

#include "host/catalog/refusal.hpp"

namespace gantry::loader {

using catalog::Refusal;
using catalog::refuse;

std::string package_of(std::string_view library) {
  struct Known {
    std::string_view library, package;
  };
  static constexpr Known known[] = {
      {"libsybdb.so.5", "libsybdb5"},
      {"libct.so.4", "libct4"},
      {"libodbc.so.2", "libodbc2"},
      {"libodbcinst.so.2", "libodbcinst2"},
      {"libssl.so.3", "libssl3"},
      {"libcrypto.so.3", "libssl3"},
      {"libssl.so.1.1", "libssl1.1"},
      {"libcrypto.so.1.1", "libssl1.1"},
      {"libpq.so.5", "libpq5"},
      {"libmariadb.so.3", "libmariadb3"},
      {"libmysqlclient.so.21", "libmysqlclient21"},
      {"libsqlite3.so.0", "libsqlite3-0"},
      {"libcurl.so.4", "libcurl4"},
      {"libcurl-gnutls.so.4", "libcurl3-gnutls"},
      {"libgnutls.so.30", "libgnutls30"},
      {"libgssapi_krb5.so.2", "libgssapi-krb5-2"},
      {"libkrb5.so.3", "libkrb5-3"},
      {"libxml2.so.2", "libxml2"},
      {"libzip.so.4", "libzip4"},
      {"libz.so.1", "zlib1g"},
      {"libfmt.so.9", "libfmt9"},
      {"libpugixml.so.1", "libpugixml1v5"},
      {"libstdc++.so.6", "libstdc++6"},
      {"libgcc_s.so.1", "libgcc-s1"},
  };
  for (const Known &entry : known)
    if (entry.library == library) return std::string(entry.package);
  constexpr std::string_view boost = "libboost_";
  const std::size_t so = library.find(".so.");
  if (library.substr(0, boost.size()) == boost && so != std::string_view::npos) {
    std::string name = "libboost-" + std::string(library.substr(boost.size(), so - boost.size()));
    for (char &c : name)
      if (c == '_') c = '-';
    return name + std::string(library.substr(so + 4));
  }
  return {};
}

Error explain_dl_message(const std::string &plugin, std::string_view message) {
  const std::string what = "plugin " + plugin + " cannot be loaded";
  constexpr std::string_view absent = ": cannot open shared object file";
  if (const std::size_t at = message.find(absent); at != std::string_view::npos) {
    std::string_view library = message.substr(0, at);
    if (const std::size_t space = library.rfind(' '); space != std::string_view::npos)
      library.remove_prefix(space + 1);
    if (library != plugin) {
      const std::string name(library);
      const std::string package = package_of(library);
      return refuse(Refusal::missing_library, Status::not_found, what, "library " + name,
                    "library " + name + " is missing",
                    package.empty() ? "find its package with `apt-file search " + name + "` and install that"
                                    : "install it: apt install " + package);
    }
  }
  constexpr std::string_view symbol = "undefined symbol: ";
  if (const std::size_t at = message.find(symbol); at != std::string_view::npos)
    return refuse(Refusal::missing_symbol, Status::unsupported, what, "every symbol it uses",
                  std::string(message.substr(at)),
                  "install the library version it was built with, or ask its author: it may be linked "
                  "without its libraries");
  if (message.find("' not found (required by ") != std::string_view::npos)
    return refuse(Refusal::missing_symbol, Status::unsupported, what, "libraries as new as it was built with",
                  std::string(message), "install newer libraries, or a build for this system");
  return refuse(Refusal::not_loadable, Status::data, what, "a library that the dynamic linker takes",
                message.empty() ? "it gave no reason" : std::string(message), "build or install it again");
}

}  // namespace gantry::loader
