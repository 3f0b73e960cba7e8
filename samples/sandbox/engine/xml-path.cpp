// FOR XML PATH.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"

namespace sandbox {
namespace {

std::string xml_escape(const std::string &text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

}  // namespace

PlanPtr xml_plan(const PlanPtr &inner, const Select &select) {
  auto plan = std::make_shared<Plan>();
  Column column;
  column.type = select.xml_type ? *type_named("xml") : nvarchar_type(-1);
  column.name = select.xml_type ? "" : "XML_F52E2B61-18A1-11d1-B105-00805F49916B";
  plan->columns = {column};
  plan->correlated = inner->correlated;
  plan->run = [inner, element = select.xml_path, root = select.xml_root](
                  Eval &eval, const std::function<bool(Row &)> &visit) {
    std::string out;
    bool any = false;
    inner->run(eval, [&](Row &row) {
      any = true;
      std::string attributes, body;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (is_null(row[i])) continue;
        const Column &source = inner->columns[i];
        const int style = source.type.type == Type::bit ? -1 : is_temporal(source.type.type) ? 126 : -1;
        const std::string text = as_text(convert(row[i], source.type, nvarchar_type(-1), style));
        const std::string shown = source.type.type == Type::xml ? text : xml_escape(text);
        if (!source.name.empty() && source.name[0] == '@')
          attributes += " " + source.name.substr(1) + "=\"" + shown + "\"";
        else if (source.name.empty() || source.name == "text()" || source.name == "*")
          body += shown;
        else
          body += "<" + source.name + ">" + shown + "</" + source.name + ">";
      }
      if (element.empty())
        out += body;
      else if (body.empty())
        out += "<" + element + attributes + "/>";
      else
        out += "<" + element + attributes + ">" + body + "</" + element + ">";
      return true;
    });
    Row row = {any ? text_value(root.empty() ? out : "<" + root + ">" + out + "</" + root + ">") : Value()};
    visit(row);
  };
  return plan;
}

}  // namespace sandbox
