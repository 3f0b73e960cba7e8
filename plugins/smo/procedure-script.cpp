#include "plugins/smo/procedure-script.hpp"

#include "plugins/smo/database-kind.hpp"
#include "plugins/smo/module-header.hpp"

namespace gantry::smo {
namespace {

using Numbered = std::map<int, std::string>;  ///< number to definition

struct SetOption {
  const char *name, *column;
};
constexpr SetOption set_options[] = {{"ANSI_NULLS", "ansi-nulls"},
                                     {"QUOTED_IDENTIFIER", "quoted-identifier"}};

std::string set(const char *name, bool on) { return std::string("SET ") + name + ' ' + on_off(on) + ';'; }

/// One procedure of a side.
struct Procedure {
  std::string schema, name;

  std::string shown() const { return qualified(schema, name); }
  Result<std::string> text(const std::string &definition, const char *verb) const {
    return with_header(definition, verb, schema, name);
  }
};

Procedure procedure_of(const Wish &wish, bool of_wanted) {
  return {(of_wanted ? wish.wanted("schema") : wish.current("schema")).text(),
          (of_wanted ? wish.wanted("name") : wish.current("name")).text()};
}

Result<Numbered> numbered_of(const Wish &wish, bool of_wanted) {
  Result<std::vector<std::string>> list = wish.names(of_wanted, "numbered");
  if (!list) return std::move(list).error();
  Numbered all;
  for (std::size_t i = 0; i + 1 < list->size(); i += 2) all[std::atoi((*list)[i].c_str())] = (*list)[i + 1];
  return all;
}

/// SET options around the definitions. What `current` was made with is what their undo needs: undone last
/// first, a session is given the old options, runs the old text, and is given its own again.
class Options {
 public:
  Options(const Wish &wish, bool there_was) {
    for (const SetOption &option : set_options) {
      const Cell &wanted = wish.wanted(option.column), &current = wish.current(option.column);
      const bool now = there_was ? current.null() || current.flag() : true;
      options_.push_back({option.name, wanted.null() ? now : wanted.flag(), now});
    }
  }
  bool differ() const {
    for (const Option &option : options_)
      if (option.wanted != option.was) return true;
    return false;
  }
  void before(Script &script) const { add(script, true); }
  void after(Script &script) const { add(script, false); }

 private:
  struct Option {
    const char *name;
    bool wanted, was;
  };
  void add(Script &script, bool before) const {
    for (const Option &option : options_)
      if (!option.wanted || !option.was)
        script.add(set(option.name, before ? option.wanted : true),
                   set(option.name, before ? true : option.was),
                   before ? "as when the procedure was created" : "as the session was");
  }
  std::vector<Option> options_;
};

void set_owner(Script &script, const Procedure &procedure, const std::string &owner, const std::string &was) {
  const auto to = [&](const std::string &name) {
    return "ALTER AUTHORIZATION ON OBJECT::" + procedure.shown() + " TO " +
           (name.empty() ? "SCHEMA OWNER" : quoted_name(name)) + ';';
  };
  script.add(to(owner), to(was), "owner as at the source; its permissions are given anew");
}

/// There is no way back but dropping the procedure.
void mark(Script &script, const Procedure &procedure, std::string undo) {
  script.add("EXEC sys.sp_MS_marksystemobject " + quoted_text(procedure.shown()) + ';', std::move(undo),
             "marked as a system object at the source");
}

/// Barred from transactions by the server.
void set_startup(Script &script, const Procedure &procedure, bool on) {
  const auto statement = [&](bool value) {
    return "EXEC sys.sp_procoption @ProcName = " + quoted_text(procedure.shown()) +
           ", @OptionName = 'startup', @OptionValue = '" + (value ? "on" : "off") + "';";
  };
  script
      .add(statement(on), statement(!on),
           on ? "PRIVILEGED: from now on it runs as sysadmin whenever the server starts"
              : "does not run at the start of the source")
      .transactional = false;
}

}  // namespace

const std::vector<std::string> &stored_procedure_columns() {
  static const std::vector<std::string> columns = {"schema",     "name",    "type",       "system",
                                                   "marked",     "owner",   "ansi-nulls", "quoted-identifier",
                                                   "execute-as", "startup", "encrypted",  "definition-hash",
                                                   "numbers",    "depends"};
  return columns;
}

Result<> create_procedure(const Wish &wish, Script &script) {
  const Procedure procedure = procedure_of(wish, true);
  if (procedure.schema.empty() || procedure.name.empty())
    return wish.refuse("name", "a schema and a name", "less");
  if (wish.wanted("definition").null()) return wish.refuse("definition", "the procedure's text", "none");
  Result<std::string> text = procedure.text(wish.wanted("definition").text(), "CREATE");
  if (!text) return std::move(text).error();
  Result<Numbered> numbered = numbered_of(wish, true);
  if (!numbered) return std::move(numbered).error();
  const Options options(wish, false);
  options.before(script);
  // All numbers of a procedure go at once, so the undo of each may find nothing left.
  const std::string undo = "IF OBJECT_ID(" + quoted_text(procedure.shown()) +
                           ") IS NOT NULL DROP PROCEDURE " + procedure.shown() + ';';
  script.add(*text, undo).creates = "StoredProcedure " + procedure.shown();
  for (const auto &[number, definition] : *numbered) {
    Result<std::string> one = procedure.text(definition, "CREATE");
    if (!one) return std::move(one).error();
    script.add(*one, undo, "number " + std::to_string(number) + " of the same name").needs =
        "StoredProcedure " + procedure.shown();
  }
  options.after(script);
  if (!wish.wanted("owner").text().empty()) set_owner(script, procedure, wish.wanted("owner").text(), {});
  if (wish.wanted("marked").flag()) mark(script, procedure, undo);
  if (wish.wanted("startup").flag()) set_startup(script, procedure, true);
  return success();
}

Result<> change_procedure(const Wish &wish, Script &script) {
  const Procedure procedure = procedure_of(wish, false);
  Result<Numbered> wanted = numbered_of(wish, true), current = numbered_of(wish, false);
  if (!wanted) return std::move(wanted).error();
  if (!current) return std::move(current).error();
  struct Replacement {
    std::string text, undo, reason;
  };
  std::vector<Replacement> replacements;
  const Options options(wish, true);
  const auto compare = [&](const std::string &to, const std::string *from, std::string reason) -> Result<> {
    if (!from) {
      Result<std::string> created = procedure.text(to, "CREATE");
      if (!created) return std::move(created).error();
      replacements.push_back({*created, {}, std::move(reason)});
      return success();
    }
    // Both under one verb: the server keeps ALTER as CREATE in capitals, however CREATE was typed at the
    // source.
    Result<std::string> altered = procedure.text(to, "ALTER"), back = procedure.text(*from, "ALTER");
    if (!altered) return std::move(altered).error();
    if (back && *back == *altered && !options.differ()) return success();
    // To a text whose header cannot be read there is no way back.
    replacements.push_back({std::move(*altered), back ? std::move(*back) : std::string(), std::move(reason)});
    return success();
  };
  if (!wish.wanted("definition").null()) {
    const std::string now = wish.current("definition").text();
    if (Result<> done = compare(wish.wanted("definition").text(), &now,
                                options.differ() ? "SET options as at the source" : "text as at the source");
        !done)
      return done;
    for (const auto &[number, definition] : *wanted) {
      const auto there = current->find(number);
      if (Result<> done = compare(definition, there == current->end() ? nullptr : &there->second,
                                  "number " + std::to_string(number) + " as at the source");
          !done)
        return done;
    }
  }
  if (!replacements.empty()) {
    options.before(script);
    for (Replacement &one : replacements) script.add(one.text, std::move(one.undo), std::move(one.reason));
    options.after(script);
  }
  if (wish.differs("owner"))
    set_owner(script, procedure, wish.wanted("owner").text(), wish.current("owner").text());
  if (wish.wanted("marked").flag() && !wish.current("marked").flag()) mark(script, procedure, {});
  if (wish.differs("startup")) set_startup(script, procedure, wish.wanted("startup").flag());
  return success();
}

Result<> drop_procedure(const Wish &wish, Script &script) {
  const Procedure procedure = procedure_of(wish, false);
  std::string undo;
  if (!wish.current("definition").null())
    if (Result<std::string> text = procedure.text(wish.current("definition").text(), "CREATE"); text)
      undo = *text;
  script.add("DROP PROCEDURE " + procedure.shown() + ';', std::move(undo));
  return success();
}

}  // namespace gantry::smo
