#include "plugins/enumerators/item-enumerator.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <cstring>
#include <sstream>

namespace gantry::enumerators {
namespace {

constexpr std::int32_t boolean_type = 11;

/// A text of the file in a message, cut short.
std::string shown_between(char open, std::string_view text, char close) {
  std::string shown(1, open);
  shown.append(text.substr(0, 64));
  shown += close;
  return shown;
}

Error wrong(std::string expected, std::string found) {
  return Error(Status::data, "the items of a Foreach Item enumerator cannot be read", std::move(expected),
               std::move(found), "repair the package, or save it again with its designer")
      .with_code(0xC0010014);
}

}  // namespace

Result<std::vector<Item>> read_items(std::string_view xml) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) return wrong("well-formed XML", parsed.description());
  const pugi::xml_node root = document.document_element();
  if (std::strcmp(root.name(), "FEIEItems") != 0)
    return wrong("the element FEIEItems", shown_between('<', root.name(), '>'));
  std::vector<Item> items;
  for (const pugi::xml_node &node : root.children("FEIEItem")) {
    Item item;
    for (const pugi::xml_node &value : node.children("FEIEItemValue"))
      item.push_back({value.attribute("Type").as_int(8), value.attribute("Value").value()});
    if (!items.empty() && items.front().size() != item.size())
      return wrong("items of " + std::to_string(items.front().size()) + " values, as the first one has",
                   "one of " + std::to_string(item.size()));
    items.push_back(std::move(item));
  }
  return items;
}

std::string write_items(const std::vector<Item> &items) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("FEIEItems");
  for (const Item &item : items) {
    pugi::xml_node node = root.append_child("FEIEItem");
    for (const ItemValue &value : item) {
      pugi::xml_node child = node.append_child("FEIEItemValue");
      child.append_attribute("Type").set_value(value.type);
      child.append_attribute("Value").set_value(value.text.c_str());
    }
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default | pugi::format_no_declaration, pugi::encoding_utf8);
  return out.str();
}

const PropertyList &ItemEnumerator::properties() {
  static const PropertyList none;
  return none;
}

Result<> ItemEnumerator::load(std::string_view xml) {
  Result<std::vector<Item>> items = read_items(xml);
  if (!items) return std::move(items).error();
  items_ = std::move(items).value();
  return success();
}

Result<ObjectPtr> ItemEnumerator::open(Call) {
  Table table;
  const std::size_t columns = items_.empty() ? 0 : items_.front().size();
  for (std::size_t i = 0; i < columns; ++i) table.columns.push_back("Column " + std::to_string(i));
  for (const Item &item : items_) {
    std::vector<Cell> &row = table.rows.emplace_back();
    for (const ItemValue &value : item) {
      const bool truth = value.type == boolean_type;
      row.emplace_back(!truth                                       ? value.text
                       : value.text == "0" || value.text == "False" ? std::string("False")
                                                                    : std::string("True"));
    }
  }
  return rows_of(std::move(table));
}

}  // namespace gantry::enumerators
