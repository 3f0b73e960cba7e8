// The log provider for SQL Server: one row an entry, through the procedure that everybody may replace.
#include "host/logging/provider.hpp"

#include <gantry/cpp/driver.hpp>

#include <array>

namespace gantry::logging {
namespace {

/// A call that ends at a deadline and is not cancelled: the last entries of a cancelled run are written, too.
class TimedCall {
 public:
  explicit TimedCall(int seconds)
      : call_{&table, monotonic_ns() + static_cast<std::int64_t>(seconds) * 1'000'000'000} {}
  operator Call() const { return Call(&call_); }  // NOLINT(google-explicit-constructor)

 private:
  static constexpr gantry_call_vtbl table = {
      sizeof(gantry_call_vtbl), 0, [](const gantry_call *) noexcept -> std::int32_t { return 0; },
      [](const gantry_call *, void (*)(void *), void *, std::uint64_t *id) noexcept -> gantry_status {
        *id = 0;
        return GANTRY_OK;
      },
      [](const gantry_call *, std::uint64_t) noexcept {}};
  gantry_call call_;
};

/// A column of the table with the parameter of the procedure that fills it.
struct Column {
  const char *name, *type;
  std::size_t longest = 0;  ///< of a text, in characters
};
constexpr std::array columns = {Column{"event", "nvarchar(128)", 128},
                                Column{"computer", "nvarchar(128)", 128},
                                Column{"operator", "nvarchar(128)", 128},
                                Column{"source", "nvarchar(1024)", 1024},
                                Column{"sourceid", "uniqueidentifier"},
                                Column{"executionid", "uniqueidentifier"},
                                Column{"starttime", "datetime"},
                                Column{"endtime", "datetime"},
                                Column{"datacode", "int"},
                                Column{"databytes", "image"},
                                Column{"message", "nvarchar(2048)", 2048}};

std::string create_table(const std::string &table) {
  std::string text = "IF OBJECT_ID(N'dbo." + table + "') IS NULL CREATE TABLE dbo." + table +
                     " (id int NOT NULL IDENTITY PRIMARY KEY";
  for (const Column &column : columns)
    text += std::string(", ") + column.name + ' ' + column.type +
            (column.name == std::string_view("databytes") ? " NULL" : " NOT NULL");
  return text + ");";
}

std::string create_procedure(const LogTable &names) {
  std::string parameters, list, values;
  for (const Column &column : columns) {
    const std::string comma = list.empty() ? "" : ", ";
    parameters += comma + '@' + column.name + ' ' + column.type;
    list += comma + column.name;
    values += comma + '@' + column.name;
  }
  return "IF OBJECT_ID(N'dbo." + names.procedure + "') IS NULL EXEC (N'CREATE PROCEDURE dbo." +
         names.procedure + ' ' + parameters + " AS INSERT INTO dbo." + names.table + " (" + list +
         ") VALUES (" + values + ") RETURN 0');";
}

/// At most `longest` characters, cut between two of them.
std::string cut(const std::string &text, std::size_t longest) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    characters += static_cast<unsigned char>(text[i]) >= 0xF0 ? 2 : 1;
    if (characters > longest) return text.substr(0, i);
  }
  return text;
}

std::string moment(std::time_t time) {
  std::tm local{};
  localtime_r(&time, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
  return text;
}

std::string identifier(const std::string &guid) {
  return guid.empty() ? "{00000000-0000-0000-0000-000000000000}" : guid;
}

class SqlServerTable : public Provider {
 public:
  SqlServerTable(ObjectPtr session, const LogTable &names, int seconds)
      : session_(std::move(session)), names_(names), seconds_(seconds) {
    statement_ = "EXEC dbo." + names.procedure;
    for (std::size_t i = 0; i < columns.size(); ++i)
      statement_ += (i == 0 ? " @" : ", @") + std::string(columns[i].name) + " = @" + columns[i].name;
  }
  ~SqlServerTable() override { (void)close(); }

  Result<> prepare() {
    for (const std::string &text : {create_table(names_.table), create_procedure(names_)})
      if (Result<> done = session_.run(text, TimedCall(seconds_)); !done)
        return named(std::move(done).error());
    return success();
  }

  Result<> write(const Record &r) override {
    if (!session_) return Error(Status::state, "log table " + names_.table + " is closed");
    const std::array<Cell, columns.size()> values = {Cell(r.event),
                                                     Cell(r.computer),
                                                     Cell(r.operator_name),
                                                     Cell(r.source),
                                                     Cell(identifier(r.source_id)),
                                                     Cell(identifier(r.execution_id)),
                                                     Cell(moment(r.start)),
                                                     Cell(moment(r.end)),
                                                     Cell(static_cast<std::int64_t>(r.data_code)),
                                                     r.data_bytes.empty() ? Cell() : Cell(Blob{r.data_bytes}),
                                                     Cell(r.message)};
    std::array<Cell, columns.size()> kept;
    std::vector<gantry_parameter> parameters;
    std::array<std::string, columns.size()> names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      kept[i] = columns[i].longest > 0 ? Cell(cut(values[i].text(), columns[i].longest)) : values[i];
      names[i] = std::string("@") + columns[i].name;
      gantry_parameter parameter{};
      parameter.struct_size = sizeof parameter;
      parameter.name = borrow(names[i]);
      // image cannot be a variable's type; the procedure's parameter converts.
      parameter.type_name =
          borrow(columns[i].type == std::string_view("image") ? "varbinary(8000)" : columns[i].type);
      parameter.value = kept[i].value();
      parameters.push_back(parameter);
    }
    const TimedCall call(seconds_);
    Result<RowReader> rows = session_.execute(statement_, call, parameters);
    if (!rows) return named(std::move(rows).error());
    Result<bool> more = true;
    while (more && *more) more = rows->next_result();
    const Result<> closed = rows->close();
    if (!more) return named(std::move(more).error());
    if (!closed) return named(closed.error());
    return success();
  }

  Result<> close() override {
    if (!session_) return success();
    return std::exchange(session_, SessionRef()).close(TimedCall(seconds_));
  }

 private:
  Error named(Error error) const {
    error.what = "log table dbo." + names_.table + ": " + error.what;
    return error;
  }

  SessionRef session_;
  LogTable names_;
  int seconds_;
  std::string statement_;
};

}  // namespace

LogTable log_table(std::int32_t format_version) {
  return format_version <= 2 ? LogTable{"sysdtslog90", "sp_dts_addlogentry"}
                             : LogTable{"sysssislog", "sp_ssis_addlogentry"};
}

Result<std::unique_ptr<Provider>> open_sql_server(ObjectPtr session, const LogTable &names, int seconds) {
  auto made = std::make_unique<SqlServerTable>(std::move(session), names, seconds);
  if (Result<> ready = made->prepare(); !ready) return std::move(ready).error();
  return std::unique_ptr<Provider>(std::move(made));
}

}  // namespace gantry::logging
