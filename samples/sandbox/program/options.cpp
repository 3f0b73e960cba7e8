#include "samples/sandbox/program/options.hpp"

#include "samples/sandbox/program/files.hpp"
#include "samples/sandbox/tds/text.hpp"

#include <array>
#include <cstdlib>

#include <boost/program_options.hpp>

namespace sandbox::program {
namespace {

namespace po = boost::program_options;

struct Mode {
  const char *name;
  tds::EncryptionPolicy policy;
};

constexpr std::array<Mode, 5> modes = {{{"off", tds::EncryptionPolicy::off},
                                        {"login-only", tds::EncryptionPolicy::login_only},
                                        {"optional", tds::EncryptionPolicy::optional},
                                        {"required", tds::EncryptionPolicy::required},
                                        {"strict-refused", tds::EncryptionPolicy::strict_refused}}};

gantry::Error usage(std::string what, std::string expected, std::string found) {
  return {gantry::Status::invalid, std::move(what), std::move(expected), std::move(found), "see --help"};
}

po::options_description description() {
  po::options_description all;
  auto add = all.add_options();
  add("help", po::bool_switch());
  add("exit-with-parent", po::bool_switch());
  for (const char *name : {"host", "name", "state", "sa-password-file", "sa-password-env", "init-script",
                           "encryption", "certificate", "key", "ca-file", "ready-file", "log"}) {
    add(name, po::value<std::string>());
  }
  for (const char *name : {"port", "browser-port", "max-sessions", "certificate-days"})
    add(name, po::value<long>());
  for (const char *name : {"fault", "certificate-name"}) add(name, po::value<std::vector<std::string>>());
  return all;
}

void take(const po::variables_map &given, const char *name, std::string &into) {
  if (given.count(name) != 0) into = given[name].as<std::string>();
}

gantry::Result<long> number(const po::variables_map &given, const char *name, long otherwise, long low,
                            long high) {
  if (given.count(name) == 0) return otherwise;
  const long value = given[name].as<long>();
  if (value < low || value > high) {
    return usage("--" + std::string(name) + " is out of range",
                 std::to_string(low) + " to " + std::to_string(high), std::to_string(value));
  }
  return value;
}

gantry::Result<std::string> sa_password(const po::variables_map &given) {
  const bool from_file = given.count("sa-password-file") != 0,
             from_environment = given.count("sa-password-env") != 0;
  if (from_file == from_environment) {
    return usage("the password of sa is not known", "--sa-password-file FILE or --sa-password-env NAME",
                 from_file ? "both" : "neither");
  }
  std::string password;
  if (from_file) {
    gantry::Result<std::string> text = read_text_file(given["sa-password-file"].as<std::string>());
    if (!text) return text;
    password = text->substr(0, text->find_first_of("\r\n"));
    tds::wipe(*text);
  } else {
    const std::string name = given["sa-password-env"].as<std::string>();
    char *value = std::getenv(name.c_str());
    if (value == nullptr)
      return usage("the environment variable " + name + " is not set", "the password of sa in it", "nothing");
    password = value;
    // Not for children, and not for whoever reads this process's environment later.
    for (char *c = value; *c != '\0'; ++c) *c = '\0';
    ::unsetenv(name.c_str());
  }
  if (password.empty()) return usage("the password of sa is empty", "at least one character", "none");
  return password;
}

gantry::Result<> fill(const po::variables_map &given, Options &options) {
  std::string host = "localhost", mode = "optional";
  take(given, "host", host);
  take(given, "name", options.name);
  take(given, "state", options.state);
  take(given, "init-script", options.init_script);
  take(given, "encryption", mode);
  take(given, "certificate", options.certificate);
  take(given, "key", options.key);
  take(given, "ca-file", options.ca_file);
  take(given, "ready-file", options.ready_file);
  take(given, "log", options.log);
  options.exit_with_parent = given["exit-with-parent"].as<bool>();
  if (given.count("fault") != 0) options.faults = given["fault"].as<std::vector<std::string>>();
  if (given.count("certificate-name") != 0)
    options.certificate_names = given["certificate-name"].as<std::vector<std::string>>();

  gantry::Result<tds::LoopbackAddress> address = tds::loopback_address(host);
  if (!address) return std::move(address).error();
  options.address = *address;
  const Mode *chosen = nullptr;
  for (const Mode &known : modes) {
    if (mode == known.name) chosen = &known;
  }
  if (chosen == nullptr)
    return usage("--encryption " + mode + " is no mode",
                 "off, login-only, optional, required or strict-refused", mode);
  options.encryption = chosen->policy;
  if (options.certificate.empty() != options.key.empty()) {
    return usage("--certificate and --key belong together", "both or neither",
                 options.key.empty() ? "--certificate alone" : "--key alone");
  }
  if (options.name.empty() || options.name.size() > 128)
    return usage("--name is not usable", "1 to 128 characters", std::to_string(options.name.size()));

  const gantry::Result<long> port = number(given, "port", 1433, 0, 65535),
                             browser = number(given, "browser-port", 0, 0, 65535),
                             sessions = number(given, "max-sessions", 256, 1, 10'000),
                             days = number(given, "certificate-days", 7, -10'000, 10'000);
  for (const auto *checked : {&port, &browser, &sessions, &days}) {
    if (!*checked) return checked->error();
  }
  options.port = static_cast<std::uint16_t>(*port);
  if (given.count("browser-port") != 0) options.browser_port = static_cast<std::uint16_t>(*browser);
  options.max_sessions = static_cast<std::size_t>(*sessions);
  options.certificate_days = static_cast<int>(*days);
  if (options.ca_file.empty() && !options.ready_file.empty())
    options.ca_file = options.ready_file + ".ca.pem";
  for (const std::string &fault : options.faults) {
    const gantry::Result<std::string> batch = fault_batch(fault);
    if (!batch) return batch.error();
  }
  gantry::Result<std::string> password = sa_password(given);
  if (!password) return std::move(password).error();
  options.sa_password = std::move(*password);
  return gantry::success();
}

}  // namespace

gantry::Result<Options> parse_options(const std::vector<std::string> &arguments) {
  Options options;
  po::variables_map given;
  try {
    po::store(po::command_line_parser(arguments)
                  .options(description())
                  .positional({})
                  .style(po::command_line_style::default_style & ~po::command_line_style::allow_guessing)
                  .run(),
              given);
  } catch (const po::error &problem) {
    return usage("the command line cannot be read", "the options that --help lists", problem.what());
  }
  if (given["help"].as<bool>()) {
    options.help = true;
    return options;
  }
  gantry::Result<> filled = fill(given, options);
  if (!filled) return std::move(filled).error();
  return options;
}

}  // namespace sandbox::program
