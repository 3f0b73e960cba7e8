#include "samples/sandbox/engine/error.hpp"

#include <algorithm>

namespace sandbox {

const std::vector<MessageText> &message_texts() {
  static const std::vector<MessageText> all = [] {
    std::vector<MessageText> out = statement_messages();
    for (const auto *more :
         {&database_messages(), &security_messages(), &administration_messages(), &agent_messages()})
      out.insert(out.end(), more->begin(), more->end());
    std::sort(out.begin(), out.end(),
              [](const MessageText &a, const MessageText &b) { return a.number < b.number; });
    return out;
  }();
  return all;
}

Message message_of(std::int32_t number, std::initializer_list<std::string_view> arguments, int state) {
  const auto &texts = message_texts();
  const auto found =
      std::lower_bound(texts.begin(), texts.end(), number,
                       [](const MessageText &text, std::int32_t n) { return text.number < n; });
  Message message;
  message.number = number;
  message.state = static_cast<std::uint8_t>(state);
  if (found == texts.end() || found->number != number) {
    message.text = "Error " + std::to_string(number) + ".";
    return message;
  }
  message.severity = found->severity;
  auto argument = arguments.begin();
  for (const char *at = found->text; *at; ++at) {
    if (*at == '%' && at[1] == 's') {
      if (argument != arguments.end()) message.text += *argument++;
      ++at;
    } else {
      message.text += *at;
    }
  }
  return message;
}

SqlError error(std::int32_t number, std::initializer_list<std::string_view> arguments, int state) {
  SqlError failure;
  failure.message = message_of(number, arguments, state);
  switch (number) {
    case 207:
    case 208:
    case 209:
    case 1087:
    case 4104:
    case 195:
    case 8120:
    case 8121:
    case 174:
    case 189:
    case 206:
    case 402:
    case 8117:
    case 8116:
    case 137:
    case 1013:
    case 205:
    case 213:
    case 116:
    case 145:
    case 109:
    case 110:
    case 120:
    case 121:
    case 243:
    case 257:
    case 529:
    case 264:
    case 4121:
    case 108:
    case 104:
    case 147:
    case 1033:
    case 4108:
    case 4112:
    case 8155:
    case 8156:
    case 4145:
      failure.compile = true;
      failure.aborts_batch = true;
      break;
    case 241:
    case 242:
    case 244:
    case 245:
    case 248:
    case 8114:
    case 8169:
    case 235:
    case 911:
    case 916:
    case 217:
    case 512:
      // A failed conversion ends the batch; a subquery with two values only the statement.
      failure.aborts_batch = number != 512;
      failure.dooms = number != 512 && number != 911 && number != 916;
      break;
    case 1205:
      failure.aborts_batch = true;
      failure.rolls_back = true;
      break;
    default: failure.aborts_batch = failure.message.severity == 15; failure.compile = failure.aborts_batch;
  }
  return failure;
}

}  // namespace sandbox
