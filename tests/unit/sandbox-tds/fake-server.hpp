// An engine that does what a test tells it, behind the real seam.
#ifndef TESTS_SANDBOX_TDS_FAKE_SERVER_HPP
#define TESTS_SANDBOX_TDS_FAKE_SERVER_HPP

#include "samples/sandbox/engine/session.hpp"
#include "samples/sandbox/tds/listener.hpp"

#include "client.hpp"

#include <doctest.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

/// What the sessions of a FakeServer do and saw. Guarded by `mutex` where tests look while sessions run.
struct FakeScript {
  std::function<void(const std::string &sql, sandbox::ResultSink &sink, const std::atomic<bool> &cancelled)>
      execute;
  std::function<void(const std::string &name, std::vector<sandbox::Parameter> &parameters,
                     sandbox::ResultSink &sink)>
      call;
  std::optional<sandbox::WireFault> fault;
  std::mutex mutex;
  std::vector<sandbox::LoginRequest> logins;
  std::vector<std::string> transactions;
  int resets = 0, cancels = 0;
};

class FakeSession : public sandbox::Session {
 public:
  explicit FakeSession(FakeScript &script) : script_(script) {}
  void execute(const std::string &sql, sandbox::ResultSink &sink) override {
    cancelled_ = false;
    {
      // A planned fault is met by the next request, never by the end of a login that is still being said.
      const std::lock_guard lock(script_.mutex);
      due_ = std::exchange(script_.fault, std::nullopt);
    }
    if (script_.execute) {
      script_.execute(sql, sink, cancelled_);
    } else {
      sink.done({});
    }
  }
  void call(const std::string &procedure, std::vector<sandbox::Parameter> parameters,
            sandbox::ResultSink &sink) override {
    script_.call(procedure, parameters, sink);
  }
  void transaction(TransactionRequest request, const std::string &name, int isolation,
                   sandbox::ResultSink &sink) override {
    script_.transactions.push_back(std::to_string(static_cast<int>(request)) + ":" + name + ":" +
                                   std::to_string(isolation));
    if (request == TransactionRequest::begin)
      sink.environment(sandbox::Environment::begin_transaction, "", "");
    if (request == TransactionRequest::commit) sink.environment(sandbox::Environment::commit, "", "");
    sink.done({});
  }
  void cancel() override {
    cancelled_ = true;
    const std::lock_guard lock(script_.mutex);
    ++script_.cancels;
  }
  std::optional<sandbox::WireFault> take_wire_fault() override { return std::exchange(due_, std::nullopt); }
  void reset() override { ++script_.resets; }
  int spid() const override { return 57; }
  const std::string &database() const override { return database_; }

 private:
  std::optional<sandbox::WireFault> due_;
  FakeScript &script_;
  std::atomic<bool> cancelled_{false};
  std::string database_ = "master";
};

class FakeServer : public sandbox::Server {
 public:
  explicit FakeServer(FakeScript &script) : script_(script) {}
  std::unique_ptr<sandbox::Session> login(const sandbox::LoginRequest &request,
                                          std::vector<sandbox::Message> &messages) override {
    const std::lock_guard lock(script_.mutex);
    script_.logins.push_back(request);
    if (request.password == "secret") return std::make_unique<FakeSession>(script_);
    messages.push_back({18456, 14, 1, "Login failed for user '" + request.user + "'.", "", 1});
    return nullptr;
  }
  const std::string &name() const override { return name_; }

 private:
  FakeScript &script_;
  std::string name_ = "HERE\\DEV";
};

/// A listening server over a FakeScript.
struct Fixture {
  FakeScript script;
  FakeServer server{script};
  sandbox::tds::Log log;
  sandbox::tds::ServerContext context{server, log};
  std::optional<sandbox::tds::Listener> listener;
  std::uint16_t port = 0;

  explicit Fixture(sandbox::tds::EncryptionPolicy policy = sandbox::tds::EncryptionPolicy::optional) {
    context.encryption = policy;
  }
  void start() {
    auto tls = sandbox::tds::make_tls_context({});
    REQUIRE(tls.ok());
    context.tls = *tls;
    listener.emplace(context);
    auto listening = listener->listen({"127.0.0.1", false}, 0);
    REQUIRE(listening.ok());
    port = *listening;
    listener->start();
  }
};

#endif
