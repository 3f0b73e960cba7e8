#include "plugins/drivers/freetds/error-table.hpp"

#include <algorithm>
#include <iterator>

namespace gantry::freetds {
namespace {

struct Entry {
  std::int32_t number;
  Meaning meaning;
};

constexpr const char *no_right = "a login with the right to do this";
constexpr const char *ask_right = "grant the right, or connect as a login that has it";
constexpr const char *there = "an object that exists and may be seen";
constexpr const char *check_name = "check the name and the database, and what the login may see";
constexpr const char *absent = "a name that is not taken";
constexpr const char *drop_it = "drop or rename what is there, or choose another name";
constexpr const char *a_login = "a login that the server accepts";
constexpr const char *check_login =
    "check user, password and authentication; the server's log has the reason";
constexpr const char *fits = "values that the table takes";
constexpr const char *correct_values = "correct the values";
constexpr const char *free_now = "nobody else in the way";
constexpr const char *again = "run it again; if it happens often, find who holds the locks";
constexpr const char *correct_sql = "correct the statement";
constexpr const char *legal_sql = "a statement that the server understands";

// In ascending order.
constexpr Entry entries[] = {
    {102, {Status::invalid, "42000", correct_sql, legal_sql}},
    {105, {Status::invalid, "42000", correct_sql, legal_sql}},
    {156, {Status::invalid, "42000", correct_sql, legal_sql}},
    {170, {Status::invalid, "42000", correct_sql, legal_sql}},
    {195, {Status::invalid, "42000", correct_sql, "a function that the server has"}},
    {201, {Status::invalid, "42000", correct_sql, "every parameter of the procedure"}},
    {207, {Status::invalid, "42S22", check_name, "a column that the table has"}},
    {208, {Status::not_found, "42S02", check_name, there}},
    {229, {Status::denied, "42000", ask_right, no_right}},
    {230, {Status::denied, "42000", ask_right, no_right}},
    {233, {Status::io, "08S01", "look at the server's log, then connect again", "a connection that stands"}},
    {245, {Status::data, "22018", correct_values, "values that can be converted"}},
    {262, {Status::denied, "42000", ask_right, no_right}},
    {297, {Status::denied, "42000", ask_right, no_right}},
    {300, {Status::denied, "42000", ask_right, no_right}},
    {515, {Status::data, "23000", correct_values, "a value for a column that takes no NULL"}},
    {547, {Status::data, "23000", correct_values, fits}},
    {596, {Status::io, "08S01", "look at the server's log, then connect again", "a session that lives"}},
    {701, {Status::busy, "HY000", "run it again when the server has memory", "enough memory at the server"}},
    {845, {Status::busy, "HY000", again, free_now}},
    {911, {Status::not_found, "42000", check_name, "a database that exists"}},
    {916, {Status::denied, "42000", ask_right, "a user in the database"}},
    {921, {Status::busy, "HY000", "wait until the database has recovered", "a database that is ready"}},
    {922, {Status::busy, "HY000", "wait until the database has recovered", "a database that is ready"}},
    {927, {Status::busy, "HY000", "wait until the restore has ended", "a database that is ready"}},
    {942, {Status::state, "HY000", "bring the database online", "a database that is online"}},
    {1105, {Status::io, "HY000", "make room for the file group", "room in the database"}},
    {1204, {Status::busy, "HY000", again, "locks to spare at the server"}},
    {1205, {Status::busy, "40001", again, "no deadlock"}},
    {1222, {Status::busy, "HY000", again, free_now}},
    {1505, {Status::data, "23000", correct_values, "unique keys"}},
    {1801, {Status::exists, "42S01", drop_it, absent}},
    {1807, {Status::busy, "HY000", again, free_now}},
    {1913, {Status::exists, "42S11", drop_it, absent}},
    {2601, {Status::data, "23000", correct_values, "a key that is not there yet"}},
    {2627, {Status::data, "23000", correct_values, "a key that is not there yet"}},
    {2628, {Status::data, "22001", correct_values, "text that fits the column"}},
    {2714, {Status::exists, "42S01", drop_it, absent}},
    {2812, {Status::not_found, "42000", check_name, "a procedure that exists"}},
    {3701, {Status::not_found, "42S02", check_name, there}},
    {3702, {Status::busy, "HY000", "end the sessions that use it", "an object that nobody uses"}},
    {3902, {Status::state, "25000", "begin a transaction first", "a transaction that is open"}},
    {3903, {Status::state, "25000", "begin a transaction first", "a transaction that is open"}},
    {3930, {Status::state, "25000", "roll back", "a transaction that can be committed"}},
    {3960, {Status::busy, "40001", again, "no conflicting change"}},
    {4060,
     {Status::denied, "42000", "check the database's name and that the login has a user in it",
      "a database that the login may open"}},
    {4064,
     {Status::denied, "42000", "name a database in the request, or correct the login's default one",
      "a default database that can be opened"}},
    {6005, {Status::busy, "HY000", "wait for the server", "a server that is not shutting down"}},
    {6401, {Status::not_found, "25000", "name a savepoint that was set", "a savepoint of that name"}},
    {8115, {Status::data, "22003", correct_values, "values in range"}},
    {8134, {Status::data, "22012", correct_values, "a divisor that is not zero"}},
    {8144, {Status::invalid, "42000", correct_sql, "the parameters that the procedure has"}},
    {8145, {Status::invalid, "42000", correct_sql, "the parameters that the procedure has"}},
    {8152, {Status::data, "22001", correct_values, "text that fits the column"}},
    {8645, {Status::busy, "HY000", again, "memory for the query"}},
    {8651, {Status::busy, "HY000", again, "memory for the query"}},
    {9002, {Status::io, "HY000", "back up the log or make room for it", "room in the log"}},
    {10054, {Status::io, "08S01", "connect again", "a connection that stands"}},
    {10928, {Status::busy, "HY000", again, "resources within the limit"}},
    {10929, {Status::busy, "HY000", again, "resources within the limit"}},
    {15007, {Status::not_found, "42000", check_name, "a login that exists"}},
    {15023, {Status::exists, "42S01", drop_it, absent}},
    {15025, {Status::exists, "42S01", drop_it, absent}},
    {15118, {Status::invalid, "42000", "use a stronger password", "a password that meets the policy"}},
    {15151, {Status::not_found, "42000", "check the name, and that the login may see it", there}},
    {15247, {Status::denied, "42000", ask_right, no_right}},
    {15401, {Status::not_found, "42000", check_name, "a Windows account that exists"}},
    {15404, {Status::not_found, "42000", check_name, "a Windows account that exists"}},
    {15433, {Status::exists, "42000", drop_it, "a SID that is not in use"}},
    {18450, {Status::unauthenticated, "28000", check_login, a_login}},
    {18451, {Status::busy, "HY000", "wait for the server", "a server that takes logins"}},
    {18452,
     {Status::unauthenticated, "28000",
      "use a Windows login of a trusted domain, or authentication sql on a server of mixed mode", a_login}},
    {18456, {Status::unauthenticated, "28000", check_login, a_login}},
    {18461,
     {Status::busy, "HY000", "wait until the server leaves single user mode", "a server that takes logins"}},
    {18463,
     {Status::unauthenticated, "28000", "choose another password", "a password that was not used before"}},
    {18470, {Status::unauthenticated, "28000", "enable the login", "a login that is enabled"}},
    {18486, {Status::unauthenticated, "28000", "unlock the login", "a login that is not locked"}},
    {18487, {Status::unauthenticated, "28000", "change the password", "a password that has not expired"}},
    {18488, {Status::unauthenticated, "28000", "change the password", "a password that need not be changed"}},
    {40197, {Status::busy, "HY000", again, "a service that is ready"}},
    {40501, {Status::busy, "HY000", again, "a service that is not overloaded"}},
    {40613, {Status::busy, "HY000", again, "a database that is available"}},
    {49918, {Status::busy, "HY000", again, "resources within the limit"}},
};

constexpr bool ascending() {
  for (std::size_t i = 1; i < std::size(entries); ++i)
    if (entries[i - 1].number >= entries[i].number) return false;
  return true;
}
static_assert(ascending(), "entries are searched by halves");

Meaning by_severity(std::int32_t severity) {
  switch (severity) {
    case 11: return {Status::not_found, "42000", check_name, there};
    case 13: return {Status::busy, "40001", again, "no deadlock"};
    case 14: return {Status::denied, "42000", ask_right, no_right};
    case 17: return {Status::busy, "HY000", again, "resources at the server"};
    default: break;
  }
  if (severity >= 20)
    return {Status::io, "08S01", "look at the server's log, then connect again", "a session that lives"};
  if (severity >= 18)
    return {Status::internal, "HY000", "look at the server's log", "a server without a fault"};
  return {Status::invalid, "42000", correct_sql, "a statement that the server carries out"};
}

}  // namespace

Meaning meaning_of(std::int32_t number, std::int32_t severity) {
  const Entry *const found =
      std::lower_bound(std::begin(entries), std::end(entries), number,
                       [](const Entry &entry, std::int32_t n) { return entry.number < n; });
  return found != std::end(entries) && found->number == number ? found->meaning : by_severity(severity);
}

bool is_transient(std::int32_t number) { return meaning_of(number, 16).status == Status::busy; }

}  // namespace gantry::freetds
