#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/decision.hpp"
#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A text or an address that a person hands in. The API writes a wish and an order into the store, the
/// pipeline fetches, reads and judges, and leaves a report; all three are settings, so that a stop in between
/// loses nothing:
///   hand_in.wish/ID   what was handed in, by whom, when
///   hand_in.order/ID  there is something to do: judge it, or open a case from it
///   hand_in.report/ID what was found, or why nothing could be
/// Pure; any thread.
namespace qw::hand_in {

inline constexpr std::string_view wish_room = "hand_in.wish/";
inline constexpr std::string_view order_room = "hand_in.order/";
inline constexpr std::string_view report_room = "hand_in.report/";
/// What stands for the outlet of a text that a person brought.
inline constexpr std::string_view no_outlet = "hand-in";
/// Reports are kept that long; what became part of a case stays with it.
inline constexpr Millis keep_for = std::chrono::days(90);

struct Wish {
  std::string id;
  std::string who, name;  ///< id and name of the person
  Time at{};
  std::string url;          ///< an address, or
  std::string title, text;  ///< a text
  std::string language;     ///< of a text, "" = unknown
  std::optional<Day> date;  ///< of a text
};

struct Order {
  bool open_case = false;
  std::string pattern;    ///< with open_case: also when the engine sees nothing of it; "" = what it found
  std::string who, name;  ///< who wants the case
};

/// What stood in the way. `none`: it was read and judged.
enum class Obstacle : std::uint8_t {
  none,
  not_an_address,
  refused_address,  ///< by the address guard: private, loopback, another port
  robots,
  blocked,
  gone,
  bad_answer,
  unreachable,
  too_far,  ///< the host's turn or its robots.txt is further away than anybody waits
  paused,   ///< nothing is fetched at all
  not_an_article,
  institution  ///< an outlet of the EU: its words are kept, and never matched
};
constexpr auto names_of(Obstacle) {
  using enum Obstacle;
  return std::to_array<model::Named<Obstacle>>({{none, "none"},
                                                {not_an_address, "not_an_address"},
                                                {refused_address, "refused_address"},
                                                {robots, "robots"},
                                                {blocked, "blocked"},
                                                {gone, "gone"},
                                                {bad_answer, "bad_answer"},
                                                {unreachable, "unreachable"},
                                                {too_far, "too_far"},
                                                {paused, "paused"},
                                                {not_an_article, "not_an_article"},
                                                {institution, "institution"}});
}

struct SeenQuote {
  std::string text;  ///< "headline" or "body"
  std::string words, speaker, official, form, polarity, modality;
  std::vector<std::string> candidates;
};

struct SeenDecision {
  model::Decision decision;  ///< its spans are dropped: the words stand beside
  std::vector<std::string> words;
};

struct Report {
  std::string id;
  Time at{};
  Obstacle obstacle = Obstacle::none;
  std::string detail;  ///< in words
  int status = 0;      ///< of the last answer
  std::string final_address, outlet, title, language, published;
  std::size_t text_bytes = 0;
  std::string page, digest;  ///< the stored bytes
  std::vector<SeenQuote> quotes;
  std::vector<SeenDecision> decisions;  ///< alert first
  std::vector<std::string> cases;       ///< that hold it now
};

std::string to_text(const Wish& wish);
std::string to_text(const Order& order);
std::string to_text(const Report& report);
/// Errc::malformed for anything that to_text() did not write.
Result<Wish> read_wish(std::string_view json);
Result<Order> read_order(std::string_view json);
Result<Report> read_report(std::string_view json);

/// "https://…" or "http://…" without white space inside: what is looked up instead of judged.
bool is_address(std::string_view handed_in);

}  // namespace qw::hand_in
