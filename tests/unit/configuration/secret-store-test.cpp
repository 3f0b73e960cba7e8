#include "host/configuration/secret-store.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch.hpp"

using namespace gantry;
using namespace gantry::configuration;

namespace {

std::string get(SecretStore &store, const char *connection, const char *property = "Password") {
  const auto secret = store.get(connection, property);
  return secret ? *secret : "error: " + secret.error().message();
}

bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("secrets are looked up in order") {
  const Scratch scratch;
  const std::string file = scratch.file("token", "from-file\n");
  scratch.file("credentials/My.Conn.Password", "from-credential\n", 0400);
  scratch.file("credentials/named", "from-named\r\n", 0440);
  scratch.file("credentials/lower.password", "from-lower", 0400);
  const auto loaded = load_text(scratch, R"({"connections":{
        "F":{"secrets":{"password":{"file":")" +
                                             file + R"("}}},
        "E":{"secrets":{"Password":{"env":"ELSEWHERE"}}},
        "N":{"secrets":{"Password":{"credential":"named"}}},
        "My.Conn":{"secrets":{"Password":{"env":"NOT_SET"}}}}})");
  REQUIRE(loaded);
  Masker masker;
  Variables variables = {{"GANTRY_SECRET_V_1_PASSWORD", "from-variable"},
                         {"ELSEWHERE", "from-elsewhere"},
                         {"CREDENTIALS_DIRECTORY", scratch.folder() + "/credentials"}};
  SecretStore store(*loaded, environment_of(variables), masker);
  CHECK(get(store, "V.1") == "from-variable");
  CHECK(get(store, "F") == "from-file");
  CHECK(get(store, "E") == "from-elsewhere");
  CHECK(get(store, "e", "password") == "from-elsewhere");
  CHECK(get(store, "N") == "from-named");
  CHECK(get(store, "My.Conn") == "from-credential");
  CHECK(get(store, "lower") == "from-lower");
  CHECK(masker.mask("x from-variable from-file from-elsewhere from-named from-credential y") ==
        "x ****** ****** ****** ****** ****** y");

  store.give("", "Password", "for-all");
  CHECK(get(store, "F") == "for-all");
  store.give("F", "password", "for-one");
  CHECK(get(store, "F") == "for-one");
  CHECK(get(store, "E") == "for-all");
  CHECK(holds(get(store, "F", "Token"), "error"));
  CHECK(masker.mask("for-all for-one") == "****** ******");
}

TEST_CASE("what is missing names every place") {
  const Scratch scratch;
  const auto loaded =
      load_text(scratch, R"({"connections":{"A.b":{"secrets":{"password":{"file":"/nonexistent/x"}}}}})");
  REQUIRE(loaded);
  Masker masker;
  SecretStore store(*loaded, environment_of({{"CREDENTIALS_DIRECTORY", scratch.folder()}}), masker);
  const auto secret = store.get("A.b", "Password");
  REQUIRE_FALSE(secret);
  CHECK(secret.error().status == Status::not_found);
  const std::string text = secret.error().message();
  for (const char *place :
       {"--password-stdin", "GANTRY_SECRET_A_B_PASSWORD", "/nonexistent/x",
        "gantry.json: connections.A.b.secrets.password", "credential A.b.Password", "prompt"})
    CHECK_MESSAGE(holds(text, place), place);
}

TEST_CASE("files that others can read are refused") {
  const Scratch scratch;
  Masker masker;
  for (const mode_t mode : {0640, 0604, 0620, 0644}) {
    const std::string file = scratch.file("secret", "hunter2secret", mode);
    const auto loaded =
        load_text(scratch, R"({"defaults":{"secrets":{"password":{"file":")" + file + R"("}}}})");
    REQUIRE(loaded);
    SecretStore store(*loaded, environment_of({}), masker);
    const auto secret = store.get("A", "Password");
    REQUIRE_FALSE(secret);
    CHECK(secret.error().status == Status::denied);
    CHECK_FALSE(holds(secret.error().message(), "hunter2"));
    CHECK(holds(secret.error().todo, "chmod 600"));
  }
  scratch.file("c/A.Password", "hunter2secret", 0444);
  const auto loaded = load_text(scratch, "{}");
  REQUIRE(loaded);
  SecretStore store(*loaded, environment_of({{"CREDENTIALS_DIRECTORY", scratch.folder() + "/c"}}), masker);
  const auto secret = store.get("A", "Password");
  REQUIRE_FALSE(secret);
  CHECK(secret.error().status == Status::denied);
}

TEST_CASE("one newline is cut, no more") {
  const Scratch scratch;
  const std::string file = scratch.file("secret", " two lines\n\n");
  const auto loaded =
      load_text(scratch, R"({"defaults":{"secrets":{"password":{"file":")" + file + R"("}}}})");
  REQUIRE(loaded);
  Masker masker;
  SecretStore store(*loaded, environment_of({}), masker);
  CHECK(get(store, "A") == " two lines\n");
}

TEST_CASE("names of connections do not leave the credentials folder") {
  const Scratch scratch;
  scratch.file("outside.Password", "hunter2secret");
  scratch.file("c/x", "");
  const auto loaded = load_text(scratch, "{}");
  REQUIRE(loaded);
  Masker masker;
  SecretStore store(*loaded, environment_of({{"CREDENTIALS_DIRECTORY", scratch.folder() + "/c"}}), masker);
  CHECK(holds(get(store, "../outside"), "error"));
}

TEST_CASE("the prompt comes last and asks once") {
  const Scratch scratch;
  const auto loaded = load_text(scratch, "{}");
  REQUIRE(loaded);
  Masker masker;
  SecretStore store(*loaded, environment_of({{"GANTRY_SECRET_B_PASSWORD", "set"}}), masker);
  std::vector<std::string> questions;
  store.set_prompt([&](const std::string &question) -> Result<std::string> {
    questions.push_back(question);
    return std::string("typed-in");
  });
  CHECK(get(store, "A") == "typed-in");
  CHECK(get(store, "A") == "typed-in");
  CHECK(get(store, "B") == "set");
  CHECK(questions == std::vector<std::string>{"Password of connection 'A':"});
  CHECK(masker.mask("a typed-in b") == "a ****** b");
  store.set_prompt([](const std::string &) -> Result<std::string> { return Error(Status::cancelled, "no"); });
  const auto refused = store.get("C", "Password");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == Status::cancelled);
}

TEST_CASE("masking") {
  Masker masker;
  masker.add("ab");
  masker.add("abcd");
  masker.add("abcdef");
  masker.add("it's]a\"}&\\");
  CHECK(masker.mask("ab abc") == "ab abc");
  CHECK(masker.mask("xabcdefx abcde") == "x******x ******e");
  CHECK(masker.mask("PASSWORD = N'it''s]a\"}&\\'") == "PASSWORD = N'******'");
  CHECK(masker.mask("{it's]a\"}}&\\}") == "{******}");
  CHECK(masker.mask("[it's]]a\"}&\\]") == "[******]");
  CHECK(masker.mask("\"it's]a\\\"}&\\\\\"") == "\"******\"");
  CHECK(masker.mask("it's]a&quot;}&amp;\\") == "******");
  CHECK(masker.mask("") == "");
}

TEST_CASE("password hashes are secrets") {
  const Masker masker;
  const std::string hash = "0x0200" + std::string(8, 'A') + std::string(128, '7');
  CHECK(masker.mask("WITH PASSWORD = " + hash + " HASHED") == "WITH PASSWORD = ****** HASHED");
  CHECK(masker.mask("0X0100" + std::string(48, 'f')) == "******");
  CHECK(masker.mask(hash.substr(0, 40)) == "******");
  CHECK(masker.mask("0x0200") == "0x0200");
  CHECK(masker.mask("0x0300" + std::string(48, 'f')) == "0x0300" + std::string(48, 'f'));
  CHECK(masker.mask("SID = 0x0105000000000005150000001C00D1BCD181F1492BDFC23600020000") ==
        "SID = 0x0105000000000005150000001C00D1BCD181F1492BDFC23600020000");
}

TEST_CASE("arguments are wiped") {
  char argument[] = "hunter2secret";
  wipe_argument(argument);
  for (const char c : argument) CHECK(c == 0);
  wipe_argument(nullptr);
}

TEST_CASE("the process leaves no core and lets nobody look in") {
  // In a child: the test's own process stays as it is.
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    make_process_undumpable();
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    _exit(prctl(PR_GET_DUMPABLE) == 0 && limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("the environment of the process") {
  REQUIRE(setenv("GANTRY_TEST_VARIABLE", "x", 1) == 0);
  CHECK(process_environment()("GANTRY_TEST_VARIABLE") == "x");
  REQUIRE(unsetenv("GANTRY_TEST_VARIABLE") == 0);
  CHECK_FALSE(process_environment()("GANTRY_TEST_VARIABLE"));
}
