#include "host/cli/arguments.hpp"

#include <algorithm>
#include <sstream>

namespace gantry::cli {

Arguments::Arguments(std::string usage, std::string text, std::vector<std::string> examples)
    : usage_(std::move(usage)),
      text_(std::move(text)),
      examples_(std::move(examples)),
      own_("Options", 110, 60),
      package_("Package", 110, 60),
      common_description_("For every command", 110, 60) {
  common_description_.add_options()  //
      ("help,h", "this help")        //
      ("config", po::value<std::string>()->value_name("FILE"),
       "host configuration (default: $XDG_CONFIG_HOME/gantry/gantry.json, /etc/gantry/gantry.json)")  //
      ("connection",
       po::value<std::vector<std::string>>(&common_.connection)->value_name("NAME.KEY=VALUE")->composing(),
       "a setting of one connection for this run: server, encrypt, driver, port, ca-file ...")  //
      ("plugin-path",
       po::value<std::vector<std::string>>(&common_.plugin_path)->value_name("FOLDER")->composing(),
       "look for plugins here first")  //
      ("password-stdin",
       po::value<std::vector<std::string>>(&common_.password_stdin)
           ->value_name("[NAME]")
           ->implicit_value({""}, "")
           ->composing(),
       "read a password from standard input: for connection NAME, or for all")  //
      ("state-folder", po::value<std::string>(&common_.state_folder)->value_name("FOLDER"),
       "where runs leave journal, undo script and report (default: $XDG_STATE_HOME/gantry)")  //
      ("format",
       po::value<std::string>(&common_.format)->value_name("text|json")->default_value("text", "text"),
       "text for people, JSON lines for programs")  //
      ("color", po::value<std::string>()->value_name("auto|always|never"),
       "colours; also the NO_COLOR variable")                                                 //
      ("quiet,q", po::bool_switch(&common_.quiet), "only errors and warnings")                //
      ("verbose,v", po::bool_switch(&common_.verbose), "statements and diagnostics as well")  //
      ("strict", po::bool_switch(&common_.strict), "plugins must belong to root or to you")   //
      ("check-calls", po::bool_switch(&common_.check_calls),
       "check every call across the plugin boundary")  //
      ("allow-core", po::bool_switch(&common_.allow_core),
       "let this process leave core files (they hold secrets)");
}

void Arguments::positional(const char *name, int max) {
  hidden_.add_options()(name, po::value<std::vector<std::string>>(), "");
  positional_.add(name, max);
  positional_hidden_ = true;
}

void Arguments::add_package_options(PackageOptions &target) {
  with_package_ = true;
  package_.add_options()  //
      ("package", po::value<std::string>(&target.package_name)->value_name("NAME"),
       "the package in a project (.ispac)")  //
      ("set", po::value<std::vector<std::string>>(&target.set)->value_name("PATH;VALUE")->composing(),
       "give a property a value: '\\Package.Variables[User::X].Value;7'")  //
      ("parameter",
       po::value<std::vector<std::string>>(&target.parameters)->value_name("NAME;VALUE")->composing(),
       "give a parameter a value: '$Package::P;7'")  //
      ("configuration",
       po::value<std::vector<std::string>>(&target.configurations)->value_name("FILE")->composing(),
       "apply a .dtsConfig file after the package's own configurations")  //
      ("disable-task",
       po::value<std::vector<std::string>>(&target.disable_tasks)->value_name("PATH")->composing(),
       "leave a task or container out: '\\Package\\Copy logins'");
}

std::string Arguments::help(const Screen &screen) const {
  std::ostringstream text;
  text << screen.styled(Style::bold, "gantry " + usage_) << "\n\n" << text_ << "\n";
  if (!examples_.empty()) {
    text << "\nExamples\n";
    for (const std::string &example : examples_) text << "  " << example << "\n";
  }
  text << "\n";
  if (!own_.options().empty()) text << own_ << "\n";
  if (with_package_) text << package_ << "\n";
  text << common_description_;
  text << "\nPasswords come from GANTRY_SECRET_<CONNECTION>_PASSWORD, from the host configuration (env, file "
          "or credential),\n"
          "from --password-stdin or from a prompt; never from an argument.\n";
  return text.str();
}

Arguments::Outcome Arguments::parse(const std::vector<std::string> &words, Screen &screen) {
  const auto refuse = [&](Error error) {
    show_error(screen, error);
    return Outcome::refused;
  };
  for (const std::string &word : words) {
    const std::string name = word.substr(0, word.find('='));
    if (name == "--password" || name == "--from-password" || name == "--to-password" || name == "-p")
      return refuse(Error(Status::denied, name + " would put a secret into the process list",
                          "a secret from the environment, a file, --password-stdin or a prompt",
                          "a secret in an argument",
                          "set GANTRY_SECRET_<CONNECTION>_PASSWORD, or use --password-stdin"));
  }
  po::options_description all;
  all.add(own_).add(common_description_).add(hidden_);
  if (with_package_) all.add(package_);
  try {
    using namespace po::command_line_style;
    po::store(po::command_line_parser(words)
                  .options(all)
                  .positional(positional_)
                  .style(unix_style & ~allow_guessing)
                  .run(),
              given_);
    if (given_.count("help")) {
      screen.out(help(screen));
      return Outcome::helped;
    }
    po::notify(given_);
  } catch (const po::error &problem) {
    return refuse(Error(Status::invalid,
                        "the command line of gantry " + usage_.substr(0, usage_.find(" [")) + " is wrong",
                        "options as `--help` lists them", problem.what(),
                        "see `gantry " + usage_.substr(0, usage_.find_first_of("[<")) + "--help`"));
  }
  if (has("config")) common_.config = given_["config"].as<std::string>();
  if (std::find(formats_.begin(), formats_.end(), common_.format) == formats_.end()) {
    std::string known;
    for (const std::string &format : formats_) known += (known.empty() ? "" : ", ") + format;
    return refuse(Error(Status::invalid, "--format " + common_.format + " is not known", "one of " + known,
                        common_.format, "correct the option"));
  }
  if (has("color")) {
    const std::string colour = given_["color"].as<std::string>();
    if (colour == "always")
      common_.colour = Colour::always;
    else if (colour == "never")
      common_.colour = Colour::never;
    else if (colour != "auto")
      return refuse(Error(Status::invalid, "--color " + colour + " is not known", "auto, always or never",
                          colour, "correct the option"));
  }
  return Outcome::go;
}

}  // namespace gantry::cli
