#include "base/utf8.hpp"
#include "daemon/alerts/forms.hpp"

#include <boost/json.hpp>

namespace qw::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t most_units = 4'096;

/// Text, and what is said of its parts by place: nothing in the text can be markup.
class Message {
 public:
  void add(std::string_view text) {
    text_ += text;
    units_ += utf16_units(text);
  }
  void add(std::string_view text, std::string_view type, std::string_view url = "") {
    const std::size_t begin = units_;
    add(text);
    if (units_ > begin) {
      json::object entity{{"type", type}, {"offset", begin}, {"length", units_ - begin}};
      if (!url.empty()) {
        entity["url"] = url;
      }
      entities_.push_back(std::move(entity));
    }
  }
  std::size_t units() const { return units_; }
  json::object object(const std::string& chat, Form form) const {
    json::object out;
    out["chat_id"] = chat;
    out["text"] = text_;
    if (form == Form::full) {
      out["entities"] = entities_;
    }
    out["link_preview_options"] = json::object{{"is_disabled", true}};
    out["disable_web_page_preview"] = true;  // servers of before 7.0
    return out;
  }

 private:
  std::string text_;
  std::size_t units_ = 0;
  json::array entities_;
};

Message message_of(const Story& story, Form form) {
  Message out;
  out.add(story.headline, "bold");
  bool in_list = false;
  for (const Block& block : story.blocks) {
    const bool item = block.kind == Block::Kind::item;
    out.add(item && in_list ? "\n" : "\n\n");
    in_list = item;
    if (item) {
      out.add("• ");
    }
    if (!block.label.empty()) {
      out.add(block.label + ":", "bold");
      out.add(block.kind == Block::Kind::quote ? "\n" : " ");
    }
    if (block.kind == Block::Kind::quote) {
      out.add(block.text, "blockquote");
    } else if (block.kind == Block::Kind::small) {
      out.add(block.text, "italic");
    } else {
      out.add(block.text);
    }
  }
  if (!story.link.empty()) {
    out.add("\n\n");
    if (form == Form::full) {
      out.add(story.link_text, "text_link", story.link);
    } else {
      out.add(story.link_text + ": " + story.link);
    }
  }
  return out;
}

}  // namespace

std::size_t utf16_units(std::string_view text) {
  constexpr char32_t first_of_two = 0x10000;
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    units += d.code_point >= first_of_two ? 2 : 1;
    at += d.length;
  }
  return units;
}

std::string telegram_body(const Story& story, const std::string& chat, std::string_view language, Form form) {
  for (const Room& room : rooms()) {
    const Message message = message_of(shortened(story, room, language), form);
    if (message.units() <= most_units || &room == &rooms().back()) {
      return json::serialize(message.object(chat, form));
    }
  }
  return "";  // not reached: rooms() is not empty
}

}  // namespace qw::alerts
