// Reading rows: the driver's batches of 1024 through the boundary, against db-lib's own loop over the same
// result.
//   bench-rows <server> <port> <ca-file> <plugin folder> [rows] [rounds]           -> processor microseconds:
//   driver, db-lib bench-rows <server> <port> <ca-file> <plugin folder> <rows> only driver|db-lib -> nothing:
//   for counting instructions
// The password of sa comes from SANDBOX_SA_PASSWORD.
#include "tests/bench/db-lib.hpp"
#include "tests/bench/plugin-object.hpp"
#include "tests/bench/rounds.hpp"

#include <gantry/cpp/driver.hpp>

#include <sybfront.h>

#include <sybdb.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace gantry;
using namespace gantry::bench;

namespace {

struct Settings {
  ServerAddress server;
  std::string plugins;
  long rows = 100'000;
};

/// A key, a text, a moment, an amount and an identifier: what tables are made of.
std::string statement(long rows) {
  return "WITH d(n) AS (SELECT n FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) AS v(n)) "
         "SELECT TOP (" +
         std::to_string(rows) +
         ") a.n * 10000 + b.n * 1000 + c.n * 100 + e.n * 10 + f.n AS id, N'a name of some length' AS name, "
         "CAST('2024-02-29T12:34:56.789' AS datetime2(3)) AS at, CAST(1234567.8901 AS decimal(18, 4)) AS "
         "amount, "
         "CAST('6D1B9A35-0F3C-4B8E-8C1D-2E6F4A7B9C10' AS uniqueidentifier) AS identifier "
         "FROM d a CROSS JOIN d b CROSS JOIN d c CROSS JOIN d e CROSS JOIN d f";
}

/// What both loops do with a row, so that no value can be left out: lengths of texts, first bytes of the
/// rest.
struct Seen {
  long rows = 0;
  std::uint64_t sum = 0;
};

class DriverRequest : public Implements<PropertyBag> {
 public:
  DriverRequest() { define(names()); }
  bool gives_sensitive(const std::string &name) const override { return name == "password"; }

 private:
  static const PropertyList &names() {
    static const PropertyList list = [] {
      PropertyList all;
      for (const char *name : {"server", "port", "user", "ca-file"})
        all.push_back({name, PropertyType::string, "", {}, false, false, {}});
      all.push_back({"password", PropertyType::string, "", {}, true, false, {}});
      return all;
    }();
    return list;
  }
};

SessionRef open_session(const Settings &settings) {
  const ObjectPtr driver = plugin_object(settings.plugins, "org.gantry.freetds.DRIVER");
  const ObjectPtr request = make_object<DriverRequest>().hand_out();
  const PropertiesRef properties(request);
  for (const auto &[name, value] : {std::pair<const char *, std::string>{"server", settings.server.host},
                                    {"port", settings.server.port},
                                    {"user", "sa"},
                                    {"password", password()},
                                    {"ca-file", settings.server.ca_file}})
    if (Result<> set = properties.set(name, value); !set) give_up(set.error().message());
  const Ref<gantry_driver> face = driver.query<gantry_driver>();
  gantry_object *opened = nullptr;
  ErrorReceiver error;
  const gantry_status status = face->open(face.self, request.get(), nullptr, &opened, error);
  if (status != GANTRY_OK) give_up(error.error(status).message());
  return SessionRef(ObjectPtr::adopt(opened));
}

Seen read_through_driver(RowReader &rows) {
  Seen seen;
  rows.fetch.max_rows = 1024;
  for (;;) {
    const Result<gantry_batch> batch = rows.next_batch();
    if (!batch) give_up(batch.error().message());
    if (batch->rows == 0) return seen;
    const std::size_t count = batch->rows * batch->columns;
    for (std::size_t at = 0; at < count; ++at) {
      const gantry_value &value = batch->values[at];
      seen.sum += value.kind == GANTRY_KIND_UTF8   ? value.u.data.len
                  : value.kind == GANTRY_KIND_GUID ? value.u.raw[0]
                                                   : static_cast<std::uint8_t>(value.u.i64);
    }
    seen.rows += static_cast<long>(batch->rows);
  }
}

Seen read_through_db_lib(DBPROCESS *process) {
  Seen seen;
  const int columns = dbnumcols(process);
  std::vector<bool> is_text;
  for (int column = 1; column <= columns; ++column) is_text.push_back(dbcoltype(process, column) == SYBCHAR);
  while (dbnextrow(process) == REG_ROW) {
    for (int column = 1; column <= columns; ++column) {
      const BYTE *data = dbdata(process, column);
      const DBINT length = dbdatlen(process, column);
      seen.sum += is_text[static_cast<std::size_t>(column - 1)] ? static_cast<std::uint32_t>(length)
                  : data                                        ? *data
                                                                : 0U;
    }
    ++seen.rows;
  }
  return seen;
}

/// Processor time only: what the server takes is nobody's here.
Samples timed(const Settings &settings, const std::function<Seen()> &read) {
  const double begun = processor_time();
  const Seen seen = read();
  if (seen.rows != settings.rows || seen.sum == 0)
    give_up("expected " + std::to_string(settings.rows) + " rows, found " + std::to_string(seen.rows));
  return {processor_time() - begun};
}

Samples through_driver(const Settings &settings) {
  const SessionRef session = open_session(settings);
  return timed(settings, [&] {
    Result<RowReader> rows = session.execute(statement(settings.rows), nullptr);
    if (!rows) give_up(rows.error().message());
    return read_through_driver(*rows);
  });
}

Samples through_db_lib(const Settings &settings) {
  DbLib library(settings.server);
  DBPROCESS *process = library.log_in();
  Samples taken = timed(settings, [&] {
    if (dbcmd(process, statement(settings.rows).c_str()) != SUCCEED || dbsqlexec(process) != SUCCEED ||
        dbresults(process) != SUCCEED)
      give_up("db-lib gives no result");
    return read_through_db_lib(process);
  });
  dbclose(process);
  return taken;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 5) give_up("expected server, port, CA file and plugin folder");
  Settings settings{{argv[1], argv[2], argv[3]}, argv[4]};
  if (argc > 5) settings.rows = std::atol(argv[5]);
  if (argc > 7) {
    (void)(std::strcmp(argv[7], "driver") == 0 ? through_driver(settings) : through_db_lib(settings));
    return 0;
  }
  const int rounds = argc > 6 ? std::atoi(argv[6]) : 5;
  Samples driver, db_lib;
  for (int round = 0; round < rounds; ++round) {
    measure([&] { return through_db_lib(settings); }, db_lib);
    measure([&] { return through_driver(settings); }, driver);
  }
  std::printf("%.0f %.0f\n", typical(driver), typical(db_lib));
  return 0;
}
