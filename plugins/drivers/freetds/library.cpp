#include "plugins/drivers/freetds/library.hpp"

#include "plugins/drivers/freetds/handlers.hpp"

#include <sybdb.h>
#include <sybfront.h>

#include <atomic>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace gantry::freetds {
namespace {

struct Helper {
  std::thread thread;
  std::atomic<bool> ended{false};
};

struct State {
  ConfigurationFile configuration;
  std::mutex mutex;
  std::list<std::shared_ptr<Helper>> helpers;
};

std::unique_ptr<State> &state() {
  static std::unique_ptr<State> instance;
  return instance;
}

}  // namespace

Result<> Library::start() {
  auto fresh = std::make_unique<State>();
  if (Result<> made = fresh->configuration.create(); !made) return made;
  if (Result<> installed = install_handlers(); !installed) return installed;
  // Read before every other file and found in it, so that no other is read.
  std::string path = fresh->configuration.path();
  dbsetifile(path.data());
  state() = std::move(fresh);
  return success();
}

void Library::stop() noexcept {
  if (!state()) return;
  std::list<std::shared_ptr<Helper>> helpers;
  {
    const std::lock_guard<std::mutex> lock(state()->mutex);
    helpers.swap(state()->helpers);
  }
  for (const auto &helper : helpers) helper->thread.join();
  char none[] = "";
  dbsetifile(none);
  remove_handlers();
  state().reset();
}

ConfigurationFile &Library::configuration() { return state()->configuration; }

void Library::run(std::function<void()> work) {
  const std::lock_guard<std::mutex> lock(state()->mutex);
  for (auto at = state()->helpers.begin(); at != state()->helpers.end();) {
    if ((*at)->ended) {
      (*at)->thread.join();
      at = state()->helpers.erase(at);
    } else {
      ++at;
    }
  }
  auto helper = std::make_shared<Helper>();
  helper->thread = std::thread([helper, work = std::move(work)] {
    work();
    helper->ended = true;
  });
  state()->helpers.push_back(helper);
}

const std::string &Library::version() {
  static const std::string text = [] {
    std::string name = dbversion();  // "freetds v1.3.17"
    const std::size_t number = name.find_first_of("0123456789");
    return number == std::string::npos ? name : "FreeTDS " + name.substr(number);
  }();
  return text;
}

}  // namespace gantry::freetds
