#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "daemon/alerts/forms.hpp"
#include "daemon/alerts/tame.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace qw::alerts {
namespace {

constexpr std::string_view crlf = "\r\n";
constexpr std::size_t base64_line = 76;  // RFC 2045, 6.8

std::string base64_lines(std::string_view bytes) {
  const std::string all = to_base64(bytes);
  std::string out;
  for (std::size_t at = 0; at < all.size(); at += base64_line) {
    out += all.substr(at, base64_line);
    out += crlf;
  }
  return out;
}

bool is_plain(std::string_view text) {
  for (const char c : text) {
    if (c < ' ' || c > '~') {
      return false;
    }
  }
  return text.find("=?") == std::string_view::npos;
}

/// Unstructured text of a field: as it is, or encoded words of RFC 2047, each at most 75 characters and cut
/// between code points, one a line.
std::string field_text(std::string_view foreign) {
  constexpr std::size_t most_plain = 60;
  constexpr std::size_t most_bytes = 42;  // of a word: 56 characters of base64 and the 12 around it
  const std::string text = one_line(foreign);
  if (is_plain(text) && text.size() <= most_plain) {
    return text;
  }
  std::string out;
  std::string word;
  const auto put = [&] {
    if (!word.empty()) {
      out += (out.empty() ? "" : std::string(crlf) + " ") + "=?UTF-8?B?" + to_base64(word) + "?=";
      word.clear();
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8::decode(text, at).length;
    if (word.size() + length > most_bytes) {
      put();
    }
    word += text.substr(at, length);
    at += length;
  }
  put();
  return out;
}

/// RFC 5322 in UTC: "Tue, 24 Nov 2026 20:41:06 +0000".
std::string mail_date(Time at) {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Day day = day_of(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(at - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                     days.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
                     months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string id_at(std::string_view local, const std::string& domain) {
  return "<" + std::string(local) + "@" + domain + ">";
}

std::string part(std::string_view type, std::string_view content) {
  return fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}", type,
                     base64_lines(content));
}

std::string html_document(const Story& story, std::string_view language) {
  return fmt::format(
      "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"></head><body>{}</body></html>\n",
      language, as_html(story));
}

}  // namespace

std::string mail_bytes(const Story& story, const config::Receiver& receiver, const std::string& id, Time at) {
  const Story told = shortened(story, rooms().front(), receiver.language);
  const std::string domain = receiver.from.substr(receiver.from.find('@') + 1);
  const std::string root = id_at("case." + told.thread + "." + receiver.id, domain);
  std::string out;
  const auto field = [&](std::string_view name, std::string_view value) {
    out += fmt::format("{}: {}{}", name, value, crlf);
  };
  field("Date", mail_date(at));
  field("From", "quotewatch <" + receiver.from + ">");
  field("To", "<" + receiver.to + ">");
  field("Subject", field_text(told.thread.empty() ? told.headline : told.subject));
  field("Message-ID", told.first ? root : id_at(id, domain));
  if (!told.thread.empty() && !told.first) {
    field("In-Reply-To", root);
    field("References", root);
  }
  field("Auto-Submitted", "auto-generated");
  field("List-Id", "quotewatch alerts <" + receiver.id + ".quotewatch." + domain + ">");
  field("List-Unsubscribe", "<mailto:" + receiver.from + "?subject=unsubscribe>");
  field("X-Quotewatch-Event", one_line(told.event));
  field("X-Quotewatch-Id", id);
  field("MIME-Version", "1.0");
  const std::string border = "qw-" + id;  // base64 holds no hyphen
  field("Content-Type", "multipart/alternative; boundary=\"" + border + "\"");
  out += fmt::format("\r\n--{0}\r\n{1}--{0}\r\n{2}--{0}--\r\n", border, part("text/plain", as_text(told)),
                     part("text/html", html_document(told, receiver.language)));
  return out;
}

}  // namespace qw::alerts
