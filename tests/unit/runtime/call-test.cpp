#include "host/runtime/call.hpp"

#include <doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

using gantry::Call;
using gantry::Watch;
using gantry::runtime::CallNode;

TEST_CASE("cancelling reaches children, not shielded ones (C2)") {
  const auto root = CallNode::make_root();
  const auto child = CallNode::derive(root.get(), 0, false);
  const auto grandchild = CallNode::derive(child.get(), 0, false);
  const auto shielded = CallNode::derive(root.get(), 0, true);
  CHECK_FALSE(Call(grandchild.get()).cancelled());
  root->cancel();
  CHECK(Call(child.get()).cancelled());
  CHECK(Call(grandchild.get()).cancelled());
  CHECK_FALSE(Call(shielded.get()).cancelled());
  CHECK(Call(CallNode::derive(root.get(), 0, false).get()).cancelled());
}

TEST_CASE("the earlier deadline holds (C4)") {
  const auto root = CallNode::make_root(1000);
  CHECK(CallNode::derive(root.get(), 500, false)->deadline_ns == 500);
  CHECK(CallNode::derive(root.get(), 2000, false)->deadline_ns == 1000);
  CHECK(CallNode::derive(root.get(), 0, false)->deadline_ns == 1000);
  CHECK(CallNode::derive(root.get(), 2000, true)->deadline_ns == 2000);
  CHECK(CallNode::derive(nullptr, 0, false)->deadline_ns == 0);
}

TEST_CASE("a watch wakes once, at once when the call is cancelled already (C1)") {
  const auto root = CallNode::make_root();
  std::atomic<int> woken{0};
  {
    const Watch watch(Call(root.get()), [&] { ++woken; });
    root->cancel();
    root->cancel();
    CHECK(woken == 1);
  }
  const Watch late(Call(root.get()), [&] { ++woken; });
  CHECK(woken == 2);
}

TEST_CASE("unwatch waits for a wake that runs (C1)") {
  for (int round = 0; round < 50; ++round) {
    const auto root = CallNode::make_root();
    std::atomic<bool> alive{true};
    std::thread canceller;
    {
      bool seen_dead = false;
      const Watch watch(Call(root.get()), [&] {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        seen_dead = !alive;
        CHECK_FALSE(seen_dead);
      });
      canceller = std::thread([&] { root->cancel(); });
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
    alive = false;
    canceller.join();
  }
}
