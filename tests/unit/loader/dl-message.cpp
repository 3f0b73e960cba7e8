// What the dynamic linker said, in four parts (L1): 601 to 603.
#include "host/loader/dl-message.hpp"

#include <doctest.h>

using namespace gantry;
using namespace gantry::loader;

TEST_CASE("601: a missing library is named, with its package when it is well known") {
  const Error known = explain_dl_message(
      "/p/freetds.so", "libsybdb.so.5: cannot open shared object file: No such file or directory");
  CHECK(known.code == 601);
  CHECK(known.what.find("/p/freetds.so") != std::string::npos);
  CHECK(known.found == "library libsybdb.so.5 is missing");
  CHECK(known.todo == "install it: apt install libsybdb5");
  const Error unknown = explain_dl_message(
      "/p/a.so", "libexample.so.3: cannot open shared object file: No such file or directory");
  CHECK(unknown.code == 601);
  CHECK(unknown.todo.find("apt-file search libexample.so.3") != std::string::npos);
}

TEST_CASE("packages of well-known libraries") {
  CHECK(package_of("libssl.so.3") == "libssl3");
  CHECK(package_of("libodbc.so.2") == "libodbc2");
  CHECK(package_of("libboost_filesystem.so.1.74.0") == "libboost-filesystem1.74.0");
  CHECK(package_of("libboost_program_options.so.1.74.0") == "libboost-program-options1.74.0");
  CHECK(package_of("libexample.so.3").empty());
}

TEST_CASE("602: symbols and their versions") {
  CHECK(explain_dl_message("/p/a.so", "/p/a.so: undefined symbol: dbopen").code == 602);
  CHECK(explain_dl_message("/p/a.so", "/lib/libc.so.6: version `GLIBC_9.9' not found (required by /p/a.so)")
            .code == 602);
}

TEST_CASE("603: everything else, also when it is the plugin itself that cannot be opened") {
  CHECK(explain_dl_message("/p/a.so", "/p/a.so: invalid ELF header").code == 603);
  CHECK(explain_dl_message("/p/a.so", "/p/a.so: cannot open shared object file: Permission denied").code ==
        603);
  CHECK(!explain_dl_message("/p/a.so", "").found.empty());
}
