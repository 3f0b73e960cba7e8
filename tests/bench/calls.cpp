// A call through the boundary, proxies off, against a virtual call that does the same.
//   bench-calls <folder of the bench's plugin> [calls] [rounds]     -> nanoseconds a call: C table, C++
//   layer, virtual bench-calls <folder> <calls> only plain|layered|virtual         -> nothing: for counting
//   instructions
#include "tests/bench/plugin-object.hpp"
#include "tests/bench/rounds.hpp"
#include "tests/bench/virtual-counter.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace gantry;
using namespace gantry::bench;

namespace {

/// Calls as often as it is told and gives the sum of what came back, which is 1 each time.
using Caller = std::function<long(long)>;

Caller through_boundary(const std::string &folder, const std::string &class_id) {
  const ObjectPtr enumerator = plugin_object(folder, class_id);
  const Ref<gantry_enumerator> face = enumerator.query<gantry_enumerator>();
  gantry_object *opened = nullptr;
  if (!face || face->open(face.self, nullptr, &opened, nullptr) != GANTRY_OK)
    give_up(class_id + " gives no rows");
  return [rows = ObjectPtr::adopt(opened)](long calls) {
    const Ref<gantry_rows> ref = rows.query<gantry_rows>();
    long sum = 0;
    for (long call = 0; call < calls; ++call) sum += ref->column_count(ref.self);
    return sum;
  };
}

Caller virtually() {
  return [counter = std::shared_ptr<Counter>(make_counter())](long calls) {
    Counter &counted = *counter;
    long sum = 0;
    for (long call = 0; call < calls; ++call) sum += counted.column_count();
    return sum;
  };
}

Caller caller(const std::string &kind, const std::string &folder) {
  if (kind == "plain") return through_boundary(folder, "org.gantry.bench.Plain");
  if (kind == "layered") return through_boundary(folder, "org.gantry.bench.Layered");
  return virtually();
}

Samples timed(const Caller &call, long calls) {
  const double begun = processor_time();
  if (call(calls) != calls) give_up("some calls did not arrive");
  return {(processor_time() - begun) * 1e3 / static_cast<double>(calls)};
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 2) give_up("expected the folder of the bench's plugin");
  const std::string folder = argv[1];
  const long calls = argc > 2 ? std::atol(argv[2]) : 50'000'000;
  if (argc > 4 && std::string(argv[3]) == "only") {
    (void)caller(argv[4], folder)(calls);
    return 0;
  }
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 9;
  const char *kinds[] = {"plain", "layered", "virtual"};
  Samples taken[3];
  for (int round = 0; round < rounds; ++round)
    for (int kind = 0; kind < 3; ++kind)
      measure([&] { return timed(caller(kinds[kind], folder), calls); }, taken[kind]);
  std::printf("%.4f %.4f %.4f\n", typical(taken[0]), typical(taken[1]), typical(taken[2]));
  return 0;
}
