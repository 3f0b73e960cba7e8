// Command lines of gantry's commands, over Boost.Program_options.
#ifndef GANTRY_CLI_ARGUMENTS_HPP
#define GANTRY_CLI_ARGUMENTS_HPP

#include "host/cli/package-source.hpp"
#include "host/cli/workspace.hpp"

#include <boost/program_options.hpp>

#include <string>
#include <vector>

namespace gantry::cli {

namespace po = boost::program_options;

/// One command's line: its options, its help, what was given.
class Arguments {
 public:
  /// `usage`: what stands behind `gantry`; `text`: what the command does; `examples`: one a line.
  Arguments(std::string usage, std::string text, std::vector<std::string> examples);

  po::options_description &options() { return own_; }
  /// Arguments without a dash, in order; `max` -1: any number.
  void positional(const char *name, int max);
  /// One more value of --format.
  void allow_format(const char *name) { formats_.emplace_back(name); }
  void add_package_options(PackageOptions &target);

  enum class Outcome { go, helped, refused };
  /// Shows help or the refusal itself. Secrets in arguments are refused here.
  Outcome parse(const std::vector<std::string> &words, Screen &screen);

  const po::variables_map &given() const { return given_; }
  bool has(const char *name) const { return given_.count(name) != 0; }
  const CommonOptions &common() const { return common_; }
  std::string help(const Screen &screen) const;

 private:
  std::string usage_, text_;
  std::vector<std::string> examples_;
  po::options_description own_, package_, common_description_;
  po::positional_options_description positional_;
  po::variables_map given_;
  CommonOptions common_;
  std::vector<std::string> formats_ = {"text", "json"};
  bool with_package_ = false, positional_hidden_ = false;
  po::options_description hidden_;
};

}  // namespace gantry::cli

#endif
