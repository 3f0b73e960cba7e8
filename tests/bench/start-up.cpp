// What `gantry validate` is compared with: the same libraries linked, the same file read, and nothing else.
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char **argv) {
  std::ifstream in(argc > 1 ? argv[1] : "", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return text.empty() ? 1 : 0;
}
