// Packages of format 8 written by hand, for tests of how they execute.
#ifndef GANTRY_TESTS_END_TO_END_PACKAGE_TEXT_HPP
#define GANTRY_TESTS_END_TO_END_PACKAGE_TEXT_HPP

#include <string>

namespace end_to_end {

/// A GUID made of a small number.
inline std::string guid(int number) {
  std::string digits = std::to_string(number);
  return "{00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits + "}";
}

/// The example's note task: appends `text` to the notebook. `more`: further attributes of its data.
inline std::string note(const std::string &name, const std::string &text, const std::string &more = {},
                        const std::string &outer = {}, const std::string &inside = {}) {
  static int next = 100;
  const std::string own = name.substr(name.rfind('\\') + 1);  // a name may not hold the path's separator
  return "<DTS:Executable DTS:refId=\"Package\\" + name +
         "\" DTS:CreationName=\"Example.NoteTask\" DTS:DTSID=\"" + guid(next++) +
         "\" DTS:ExecutableType=\"Example.NoteTask\" DTS:ObjectName=\"" + own + "\" " + outer + ">" + inside +
         "<DTS:ObjectData><NoteTaskData NotebookConnection=\"Book\" Text=\"" + text + "\" " + more +
         "/></DTS:ObjectData></DTS:Executable>";
}

inline std::string constraint(int number, const std::string &from, const std::string &to,
                              const std::string &more = {}) {
  return "<DTS:PrecedenceConstraint DTS:refId=\"Package.PrecedenceConstraints[C" + std::to_string(number) +
         "]\" DTS:CreationName=\"\" DTS:DTSID=\"" + guid(number) + "\" DTS:From=\"Package\\" + from +
         "\" DTS:To=\"Package\\" + to + "\" DTS:LogicalAnd=\"True\" DTS:ObjectName=\"C" +
         std::to_string(number) + "\" " + more + "/>";
}

inline std::string variable(const std::string &name, int type, const std::string &value,
                            const std::string &more = {}, const std::string &name_space = "User") {
  static int next = 500;
  return "<DTS:Variable DTS:CreationName=\"\" DTS:DTSID=\"" + guid(next++) + "\" DTS:Namespace=\"" +
         name_space + "\" DTS:ObjectName=\"" + name + "\" " + more + "><DTS:VariableValue DTS:DataType=\"" +
         std::to_string(type) + "\">" + value + "</DTS:VariableValue></DTS:Variable>";
}

struct PackageText {
  std::string notebook;  ///< file the note tasks append to
  std::string attributes, variables, executables, constraints, handlers, connections, log_providers, logging;
  std::string text() const {
    const auto element = [](const char *name, const std::string &content) {
      return content.empty() ? "" : std::string("<DTS:") + name + ">" + content + "</DTS:" + name + ">";
    };
    return "<?xml version=\"1.0\"?><DTS:Executable xmlns:DTS=\"www.microsoft.com/SqlServer/Dts\" "
           "DTS:refId=\"Package\" "
           "DTS:CreationName=\"Microsoft.Package\" DTS:DTSID=\"" +
           guid(1) + "\" DTS:ExecutableType=\"Microsoft.Package\" DTS:ObjectName=\"test\" " + attributes +
           "><DTS:Property DTS:Name=\"PackageFormatVersion\">8</DTS:Property>" +
           element("ConnectionManagers",
                   "<DTS:ConnectionManager DTS:refId=\"Package.ConnectionManagers[Book]\" "
                   "DTS:CreationName=\"NOTEBOOK\" DTS:DTSID=\"" +
                       guid(2) +
                       "\" DTS:ObjectName=\"Book\"><DTS:ObjectData><NotebookConnectionManager Path=\"" +
                       notebook + "\"/></DTS:ObjectData></DTS:ConnectionManager>" + connections) +
           element("LogProviders", log_providers) + element("Variables", variables) + logging +
           element("Executables", executables) + element("PrecedenceConstraints", constraints) +
           element("EventHandlers", handlers) + "</DTS:Executable>";
  }
};

}  // namespace end_to_end

#endif
