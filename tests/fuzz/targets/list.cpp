// List texts: what was decoded survives another round.
#include "host/dtsx/object-data.hpp"
#include "tests/fuzz/target.hpp"

GANTRY_FUZZ_TARGET("list") {
  const auto items = gantry::dtsx::decode_list(input);
  if (!items) return;
  for (const bool comma : {true, false}) {
    const auto again = gantry::dtsx::decode_list(gantry::dtsx::encode_list(*items, comma));
    gantry::fuzz::require(bool(again) && *again == *items, "encode_list undoes decode_list");
  }
}
