#include "samples/sandbox/program/options.hpp"

namespace sandbox::program {

std::string help_text() {
  return R"(gantry-sandbox: a stand-in SQL Server for trying things out without one.

It listens on loopback only, speaks TDS 7.1 to 7.4 to unmodified clients, executes the T-SQL it
knows and refuses the rest with SQL Server's own error numbers. SELECT @@VERSION says what it is.

Usage: gantry-sandbox (--sa-password-file FILE | --sa-password-env NAME) [options]

Where it listens
  --host ADDRESS        localhost (the default), 127.x.x.x or ::1; nothing else
  --port N              1433 unless given; 0 picks a free port
  --browser-port N      also answer as SQL Server Browser on this UDP port; 0 picks a free one,
                        1434 is where clients ask for named instances
  --max-sessions N      256 unless given; the next client gets error 17809

What it is
  --name NAME           @@SERVERNAME, SANDBOX unless given; MACHINE\INSTANCE is a named instance
  --state FILE          keeps everything in this SQLite file; :memory: (the default) keeps nothing
  --sa-password-file FILE   the password of sa: the file's first line
  --sa-password-env NAME    or the value of this environment variable; there is no option that
                        holds the password itself, because other users can read command lines
  --init-script FILE    T-SQL, batches separated by GO, run as sa before the server listens;
                        an error in it ends the program and names its line
  --fault SPEC          plan a fault as EXEC sandbox.inject does: KIND,NAME=VALUE,...; repeatable
                        kinds: error deadlock lock delay blind drop wrong_token truncate stall
                        names: number statement after times milliseconds login severity text match

Encryption
  --encryption MODE     optional, unless given
      off             has no TLS; the client decides whether it goes on
      login-only      encrypts the login and nothing else, even if the client asks for more
      optional        encrypts the login, or everything when the client asks for it
      required        encrypts everything; clients without TLS are turned away
      strict-refused  a server that accepts TDS 8.0 ("strict") only: every TDS 7 client is
                      turned away. TDS 8.0 itself is not spoken in any mode.
  --certificate FILE    PEM certificate, with --key FILE its key; without them a certificate
                        authority and a certificate are made at every start
  --certificate-name NAME   host name or address in the certificate made; repeatable; without it
                        localhost, 127.0.0.1, ::1. Another name shows what clients do about it
  --certificate-days N  how long that certificate is valid, 7 unless given; negative: expired
  --ca-file FILE        where to write the certificate to trust (READY-FILE.ca.pem with
                        --ready-file, else not written)

For scripts and tests
  --ready-file FILE     written when the server accepts clients, as JSON: host, port, pid,
                        ca_file, name, browser_port
  --log FILE            one line an event, without SQL text and secrets; - is standard error
  --exit-with-parent    end when the process that started it ends
  --help                this text

SIGTERM and SIGINT end it: running requests are cancelled, open transactions rolled back.
It exits with 0 then, with 2 when the command line is wrong and with 1 when it cannot start.

Examples
  SA='Str0ng!word' gantry-sandbox --sa-password-env SA --port 0
      prints the port; then: tsql -H 127.0.0.1 -p PORT -U sa
  gantry-sandbox --sa-password-file sa.txt --state source.db --init-script logins.sql
      keeps its logins in source.db
  gantry-sandbox --sa-password-file sa.txt --fault drop,statement=CREATE LOGIN,after=3
      the connection breaks at the fourth CREATE LOGIN
)";
}

}  // namespace sandbox::program
