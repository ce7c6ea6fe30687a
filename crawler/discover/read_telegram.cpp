#include "crawler/discover/entry_dates.hpp"
#include "crawler/discover/html_list.hpp"
#include "crawler/discover/links.hpp"
#include "crawler/discover/plain_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

namespace qw::discover {
namespace {

using article::Attr;
using article::Dom;
using article::Tag;

/// What a post shows beside its text, by the class of the element that shows it.
struct Media {
  std::string_view cls, name;
};
constexpr auto media_classes = std::to_array<Media>({{"tgme_widget_message_photo_wrap", "photo"},
                                                     {"tgme_widget_message_video_player", "video"},
                                                     {"tgme_widget_message_video_wrap", "video"},
                                                     {"tgme_widget_message_roundvideo_player", "video"},
                                                     {"tgme_widget_message_voice_player", "voice"},
                                                     {"tgme_widget_message_document_wrap", "document"},
                                                     {"tgme_widget_message_poll", "poll"},
                                                     {"tgme_widget_message_sticker_wrap", "sticker"},
                                                     {"tgme_widget_message_location_wrap", "location"},
                                                     {"message_media_not_supported", "unsupported"}});
/// Other people's words inside a post.
constexpr auto foreign_classes =
    std::to_array<std::string_view>({"tgme_widget_message_reply", "tgme_widget_message_link_preview"});

/// Words of a node as the reader sees them: a line end where <br> or a block stands.
std::string lines_of(const Dom& dom, std::uint32_t node) {
  std::string raw;
  for (std::uint32_t i = node; i < dom[node].end; ++i) {
    const Tag tag = dom[i].tag;
    if (tag == Tag::br || tag == Tag::p || tag == Tag::blockquote || tag == Tag::pre) {
      raw += '\n';
    }
    raw += dom[i].text;
  }
  std::string out;
  while (!raw.empty()) {
    const std::size_t end = raw.find('\n');
    const std::string line = plain_text(raw.substr(0, end), most_summary);
    raw.erase(0, end == std::string::npos ? raw.size() : end + 1);
    if (!line.empty()) {
      out += (out.empty() ? "" : "\n") + line;
    }
  }
  return out;
}

/// Reads one message element.
class Post {
 public:
  Post(const Dom& dom, std::uint32_t node) : dom_(dom), node_(node) {}

  std::optional<Link> read() {
    if (has_class(dom_, node_, "service_message")) {
      return std::nullopt;
    }
    link_.id = dom_.attr(node_, Attr::post);
    link_.url = "https://t.me/" + link_.id;
    std::uint32_t i = node_ + 1;
    while (i < dom_[node_].end) {
      i = is_foreign(i) ? dom_[i].end : look_at(i);
    }
    link_.summary = text_;
    link_.title = plain_text(text_.substr(0, text_.find('\n')), most_title);
    return std::move(link_);
  }

 private:
  bool is_foreign(std::uint32_t i) const {
    return std::ranges::any_of(foreign_classes,
                               [&](std::string_view cls) { return has_class(dom_, i, cls); });
  }

  /// Gives the node to look at next.
  std::uint32_t look_at(std::uint32_t i) {
    if (has_class(dom_, i, "tgme_widget_message_text") ||
        has_class(dom_, i, "tgme_widget_message_poll_question")) {
      const std::string words = lines_of(dom_, i);
      text_ += (text_.empty() || words.empty() ? "" : "\n") + words;
      return dom_[i].end;
    }
    if (has_class(dom_, i, "tgme_widget_message_forwarded_from_name")) {
      link_.forwarded_from = plain_text(dom_.text_of(i), most_title);
    } else if (has_class(dom_, i, "tgme_widget_message_date")) {
      read_date(i);
    } else if (has_class(dom_, i, "tgme_widget_message_meta")) {
      // The date stands inside; words of its own in front of it are the mark "edited", in any language.
      link_.edited = link_.edited || has_words_before_date(i);
    }
    const auto media =
        std::ranges::find_if(media_classes, [&](const Media& m) { return has_class(dom_, i, m.cls); });
    if (media != media_classes.end() && link_.media.empty()) {
      link_.media = media->name;
    }
    return i + 1;
  }

  /// Only the time of the date link counts: a video has a time of its own.
  void read_date(std::uint32_t node) {
    for (std::uint32_t i = node; i < dom_[node].end; ++i) {
      if (dom_[i].tag == Tag::time && dom_.has(i, Attr::datetime)) {
        link_.published_raw = dom_.attr(i, Attr::datetime);
        return;
      }
    }
  }

  bool has_words_before_date(std::uint32_t node) const {
    std::uint32_t i = node + 1;
    while (i < dom_[node].end && !has_class(dom_, i, "tgme_widget_message_date")) {
      if (has_class(dom_, i, "tgme_widget_message_views") ||
          has_class(dom_, i, "tgme_widget_message_from_author") || has_class(dom_, i, "copyonly")) {
        i = dom_[i].end;
        continue;
      }
      if (!plain_text(dom_[i].text, most_title).empty()) {
        return true;
      }
      ++i;
    }
    return false;
  }

  const Dom& dom_;
  std::uint32_t node_;
  Link link_;
  std::string text_;
};

std::optional<std::int64_t> number_of(std::string_view id) {
  const std::string_view digits = id.substr(id.rfind('/') + 1);
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? std::optional(value)
                                                                             : std::nullopt;
}

/// The link to older posts may be missing although there are some, so it is made from the least number.
std::string older_of(const Links& links) {
  std::optional<std::int64_t> least;
  std::string channel;
  for (const Link& link : links.links) {
    const auto number = number_of(link.id);
    if (number && (!least || *number < *least)) {
      least = number;
      channel = link.id.substr(0, link.id.find('/'));
    }
  }
  return least && *least > 1 ? "https://t.me/s/" + channel + "?before=" + std::to_string(*least) : "";
}

}  // namespace

Result<Links> read_telegram(const ListInput& input) {
  Links links;
  links.form = "telegram";
  TRY(const HtmlList page, parse_list(input, links));
  const Dom& dom = *page.dom;
  bool preview = false, profile = false;
  std::set<std::string, std::less<>> seen;
  for (std::uint32_t i = 0; i < dom.size(); ++i) {
    preview = preview || has_class(dom, i, "tgme_channel_info") || has_class(dom, i, "tgme_channel_history");
    profile = profile || has_class(dom, i, "tgme_page") || has_class(dom, i, "tgme_page_title");
    if (has_class(dom, i, "tgme_channel_info_header_title") && links.title.empty()) {
      links.title = plain_text(dom.text_of(i), most_title);
    }
    if (!has_class(dom, i, "tgme_widget_message") || dom.attr(i, Attr::post).empty()) {
      continue;
    }
    preview = true;
    if (links.links.size() == 200) {
      remark(links, "too_many_entries");
      break;
    }
    auto post = Post(dom, i).read();
    if (post && seen.insert(post->id).second) {
      links.links.push_back(*std::move(post));
    }
  }
  if (!preview && profile) {
    return fail(Errc::refused,
                "this channel shows no preview (its owner switched it off, or there is no such channel)");
  }
  if (!preview) {
    return fail(Errc::malformed, "this is no preview of a Telegram channel");
  }
  links.older = older_of(links);
  set_dates(links, input);
  return links;
}

}  // namespace qw::discover
