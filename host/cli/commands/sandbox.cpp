// gantry sandbox: starts the stand-in SQL Server that is installed beside this program.
#include "host/cli/command.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/workspace.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gantry::cli {

int sandbox_command(const Words &words) {
  Screen screen;
  const std::string own = program_path();
  const std::string path = own.substr(0, own.rfind('/') + 1) + "gantry-sandbox";
  std::vector<char *> arguments;
  std::string program = path;
  arguments.push_back(program.data());
  std::vector<std::string> copies = words;
  for (std::string &word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(path.c_str(), arguments.data());
  show_error(screen, Error(Status::not_found, "the sandbox cannot be started", "the program " + path,
                           std::strerror(errno), "install gantry-sandbox beside gantry"));
  return exit_failure;
}

}  // namespace gantry::cli
