// What a client sends before anybody knows who it is (PRELOGIN, LOGIN7), and its requests. The first byte
// chooses, so that one corpus serves all.
#include "samples/sandbox/tds/login7.hpp"
#include "samples/sandbox/tds/prelogin.hpp"
#include "samples/sandbox/tds/request.hpp"
#include "tests/fuzz/target.hpp"

GANTRY_FUZZ_TARGET("tds") {
  using namespace sandbox::tds;
  if (input.empty()) return;
  const char what = input.front();
  input.remove_prefix(1);
  switch (what) {
    case 'P': (void)parse_prelogin(input); break;
    case 'L':
      if (auto login = parse_login7(input)) login->wipe_secrets();
      break;
    case 'R': (void)parse_rpc(input, TdsVersion::v7_4); break;
    case 'r': (void)parse_rpc(input, TdsVersion::v7_1); break;
    case 'B': (void)parse_batch(input, TdsVersion::v7_4); break;
    case 'T': (void)parse_transaction(input, TdsVersion::v7_4); break;
    default: break;
  }
}
