#include "samples/sandbox/engine/login-options.hpp"

#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/password.hpp"

#include <openssl/crypto.h>

namespace sandbox {
namespace {

bool switch_of(const Option &option) {
  const std::string word = upper(option.word);
  if (word != "ON" && word != "OFF") throw error(102, {option.word.empty() ? option.name : option.word});
  return word == "ON";
}

/// A language by name, alias or lcid; throws 15033.
std::string language_of(Engine &engine, const Option &option) {
  const bool number = option.value && std::holds_alternative<std::int64_t>(option.value->value);
  const std::string given = number                ? std::to_string(as_int(option.value->value))
                            : option.word.empty() ? option_text(option)
                                                  : option.word;
  const Value found =
      number ? engine.sql.one("SELECT name FROM languages WHERE lcid = ?1 ORDER BY id", {option.value->value})
             : engine.sql.one("SELECT name FROM languages WHERE name = ?1 OR alias = ?1 ORDER BY id",
                              {text_value(given)});
  if (is_null(found)) throw error(15033, {given});
  return as_text(found);
}

void wipe(std::optional<std::string> &secret) {
  if (secret) OPENSSL_cleanse(secret->data(), secret->size());
}

}  // namespace

LoginOptions::~LoginOptions() {
  wipe(password);
  wipe(old_password);
}

std::string now_text() { return iso_text(*fit_datetime(now_local(), datetime_type())); }

std::string option_text(const Option &option) {
  if (option.value) {
    if (const auto *text = std::get_if<std::string>(&option.value->value)) return *text;
    if (const auto *bytes = std::get_if<Bytes>(&option.value->value)) return bytes->data;
  }
  throw error(102, {option.name});
}

LoginOptions read_login_options(Engine &engine, const Statement &statement) {
  LoginOptions out;
  for (const Option &option : statement.options) {
    if (option.name == "PASSWORD") {
      const bool binary = option.value && std::holds_alternative<Bytes>(option.value->value);
      std::string value = option_text(option);
      if (option.hashed) {
        if (!binary || !is_password_hash(value)) throw error(15021, {"PASSWORD"});
        out.hash = std::move(value);
      } else {
        if (binary) throw error(15021, {"PASSWORD"});
        out.password = std::move(value);
      }
      out.must_change = option.must_change;
      out.unlock = option.unlock;
    } else if (option.name == "OLD_PASSWORD") {
      out.old_password = option_text(option);
    } else if (option.name == "SID" && statement.verb == "CREATE") {
      if (!option.value || !std::holds_alternative<Bytes>(option.value->value)) throw error(15419);
      out.sid = option_text(option);
      if (out.sid->size() != 16) throw error(15419);
    } else if (option.name == "DEFAULT_DATABASE") {
      const std::string name = option.word.empty() ? option_text(option) : option.word;
      const auto database = engine.find_database(name);
      if (!database) throw error(15010, {name});
      out.database = database->name;
    } else if (option.name == "DEFAULT_LANGUAGE") {
      out.language = language_of(engine, option);
    } else if (option.name == "CHECK_POLICY") {
      out.policy = switch_of(option);
    } else if (option.name == "CHECK_EXPIRATION") {
      out.expiration = switch_of(option);
    } else if (option.name == "CREDENTIAL") {
      out.credential = option.word.empty() ? option_text(option) : option.word;
    } else if (option.name == "NO CREDENTIAL" || option.name == "NO") {
      out.credential = std::string();
    } else if (option.name == "NAME" && statement.verb == "ALTER") {
      out.name = option.word.empty() ? option_text(option) : option.word;
    } else {
      throw error(155, {option.name, statement.verb + " LOGIN"});
    }
  }
  return out;
}

}  // namespace sandbox
