#include "crawler/article/published.hpp"

#include "base/check.hpp"
#include "base/fold.hpp"
#include "base/url.hpp"
#include "base/utf8.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/tables.hpp"
#include "crawler/article/words.hpp"
#include "crawler/article/zones.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>

namespace qw::article {
namespace {

using model::DateSource;
using model::Published;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t blocks_behind_headline = 12;
constexpr std::size_t blocks_before_headline = 6;
constexpr std::size_t most_raw = 100;        // code points
constexpr std::size_t most_date_words = 14;  // a block with a date in it that is no sentence

/// Phrases of folded words.
using Phrases = std::vector<std::vector<std::u32string>>;

struct PublicationWords {
  Phrases published, changed;
};

const PublicationWords& publication_words() {
  static const PublicationWords words = [] {
    PublicationWords out;
    for (const config::TableRow& row : load_table("publication_words", {"phrase", "kind", "lang"}).rows) {
      QW_CHECK(row.cells[1] == "published" || row.cells[1] == "changed",
               "publication_words.tsv names known kinds only");
      Phrases& phrases = row.cells[1] == "published" ? out.published : out.changed;
      phrases.emplace_back();
      for (FoldedWord& word : folded_words_of(row.cells[0])) {
        phrases.back().push_back(std::move(word.form));
      }
    }
    return out;
  }();
  return words;
}

/// Where the text goes on behind the first of the phrases; empty: none stands in it.
std::optional<std::size_t> behind_phrase(std::string_view text, const Phrases& phrases) {
  const std::vector<FoldedWord> words = folded_words_of(text);
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (const auto& phrase : phrases) {
      const bool stands =
          at + phrase.size() <= words.size() &&
          std::ranges::equal(phrase, std::span(words).subspan(at, phrase.size()), {}, {}, &FoldedWord::form);
      if (stands) {
        return words[at + phrase.size() - 1].end;
      }
    }
  }
  return std::nullopt;
}

/// The zone of most readers of the host's country; "" = not known.
std::string_view zone_of_country(std::string_view address) {
  static const std::map<std::string, std::string, std::less<>> zones = [] {
    std::map<std::string, std::string, std::less<>> out;
    for (const config::TableRow& row : load_table("country_zones", {"label", "zone"}).rows) {
      out.emplace(row.cells[0], row.cells[1]);
    }
    return out;
  }();
  const auto url = parse_url(address);
  if (!url) {
    return "";
  }
  const auto found = zones.find(url->host.substr(url->host.rfind('.') + 1));
  return found == zones.end() ? "" : std::string_view(found->second);
}

struct Candidate {
  FoundDate date;
  DateSource source = DateSource::none;
  std::string raw;
};

class Chooser {
 public:
  Chooser(const Dom& dom, const PageFacts& facts, const JsonFacts& json, const std::vector<Block>& blocks,
          const PublishedContext& context)
      : dom_(dom), facts_(facts), json_(json), blocks_(blocks), context_(context) {}

  std::optional<Candidate> choose(std::vector<std::string>& remarks) {
    add_structured();
    if (!candidates_.empty()) {
      std::iter_swap(candidates_.begin(), std::ranges::min_element(candidates_, {}, &Candidate::source));
      note_zone_fault(remarks);
      set_shown_day(candidates_.front());
      return candidates_.front();
    }
    for (const auto look : {&Chooser::in_time_elements, &Chooser::in_text, &Chooser::in_url,
                            &Chooser::in_scripts, &Chooser::by_words_of_publication, &Chooser::in_loose_text,
                            &Chooser::in_loose_times, &Chooser::by_words_of_change, &Chooser::in_picture}) {
      if (auto found = (this->*look)()) {
        return found;
      }
    }
    return std::nullopt;
  }

 private:
  bool believable(Day day) const {
    return !context_.dates.fetched || day <= day_of(*context_.dates.fetched) + days(1);
  }

  std::optional<Candidate> read(std::string_view text, DateSource source) const {
    const auto date = read_date(text, context_.dates);
    if (!date || !believable(date->day)) {
      return std::nullopt;
    }
    return Candidate{*date, source, cleaned(utf8::cut(text, most_raw))};
  }

  void add(std::string_view text) {
    if (text.empty()) {
      return;
    }
    if (auto found = read(text, DateSource::structured)) {
      if (found->date.zone_written) {
        found->source = DateSource::structured_with_zone;
      }
      candidates_.push_back(*std::move(found));
    }
  }

  void add_structured() {
    add(json_.date_published);
    for (const std::string_view key : {"article:published_time",
                                       "og:published_time",
                                       "og:article:published_time",
                                       "datepublished",
                                       "publishdate",
                                       "publish_date",
                                       "publish-date",
                                       "published-date",
                                       "pubdate",
                                       "parsely-pub-date",
                                       "sailthru.date",
                                       "article.published",
                                       "article_date_original",
                                       "originalpublicationdate",
                                       "publication_date",
                                       "publicationdate",
                                       "published_time",
                                       "cxenseparse:recs:publishtime",
                                       "dc.date.issued",
                                       "dcterms.created",
                                       "dcterms.date",
                                       "dc.date.created",
                                       "dc.date",
                                       "rnews:datepublished",
                                       "citation_publication_date",
                                       "datecreated",
                                       "mediator_published_time",
                                       "article:published",
                                       "displaydate",
                                       "ptime",
                                       "pub_date",
                                       "og:pubdate",
                                       "prism.publicationdate",
                                       "article-publication-date",
                                       "release_date",
                                       "date",
                                       "created",
                                       "og:release_date"}) {
      add(facts_.first({key}));
    }
  }

  /// Two structured sources that differ by one to four whole hours: one of them names the wrong zone. The one
  /// nearest to the fetch, but not behind it, is taken.
  void note_zone_fault(std::vector<std::string>& remarks) {
    const Candidate& first = candidates_.front();
    for (std::size_t i = 1; i < candidates_.size(); ++i) {
      const Candidate& other = candidates_[i];
      if (!first.date.time || !other.date.time || other.source != DateSource::structured_with_zone) {
        continue;
      }
      const auto apart = *other.date.time - *first.date.time;
      const auto whole = std::chrono::round<hours>(apart);
      if (whole == hours(0) || std::chrono::abs(whole) > hours(4) ||
          std::chrono::abs(apart - whole) > minutes(2)) {
        continue;
      }
      remarks.emplace_back("zone_fault");
      if (apart > hours(0) && context_.dates.fetched &&
          *other.date.time <= *context_.dates.fetched + minutes(2)) {
        std::swap(candidates_.front(), candidates_[i]);
      }
      return;
    }
  }

  /// A time in UTC is another day than the readers' near midnight: the day that the page shows, or
  /// its address, is the one that is meant. The day before only where it can still have been that day in
  /// America, the day after only where it can have begun in Asia.
  void set_shown_day(Candidate& chosen) const {
    if (!chosen.date.in_utc || context_.zone_known) {
      return;
    }
    constexpr auto day_lasts_in_the_west = hours(9);
    constexpr auto day_begins_in_the_east = hours(11);
    const auto clock = chosen.date.time ? *chosen.date.time - std::chrono::floor<days>(*chosen.date.time)
                                        : Millis(day_lasts_in_the_west);
    for (const auto& shown : {in_url(), in_text()}) {
      if (!shown) {
        continue;
      }
      const auto apart = shown->date.day - chosen.date.day;
      if ((apart == days(-1) && clock < day_lasts_in_the_west) ||
          (apart == days(1) && clock >= day_begins_in_the_east)) {
        chosen.date.day = shown->date.day;
        return;
      }
      if (apart == days(0)) {
        return;
      }
    }
    if (const std::string_view zone = zone_of_country(context_.url); !zone.empty() && chosen.date.time) {
      chosen.date.day = Day(std::chrono::floor<days>(to_local(*chosen.date.time, zone)).time_since_epoch());
    }
  }

  std::optional<Candidate> in_url() const { return of_url(context_.url); }

  /// News pictures are filed by day.
  std::optional<Candidate> in_picture() const { return of_url(facts_.first({"og:image", "twitter:image"})); }

  std::optional<Candidate> of_url(std::string_view url) const {
    const auto day = day_in_url(url);
    if (!day || !believable(*day)) {
      return std::nullopt;
    }
    FoundDate date;
    date.day = *day;
    return Candidate{date, DateSource::url, utf8::cut(url, most_raw)};
  }

  /// The data that sites keep for their own scripts: the first value behind a key that says when it was
  /// published.
  std::optional<Candidate> in_scripts() const {
    for (const std::string_view key :
         {"datePublished", "published_at", "publishedAt", "publish_date", "publishDate", "pubDate",
          "date_published", "firstPublished", "published_time", "publishedDate"}) {
      for (std::size_t at = 0, tries = 0;
           tries < 3 && (at = context_.html.find(key, at)) != std::string_view::npos; ++tries) {
        at += key.size();
        const std::string_view behind = context_.html.substr(at, 60);
        const std::size_t digit = behind.find_first_of("0123456789");
        const std::size_t end = behind.find_first_of("\"'<,}", digit == std::string_view::npos ? 0 : digit);
        if (digit == std::string_view::npos || digit > 8) {
          continue;
        }
        if (auto found = read(behind.substr(digit, end - digit), DateSource::structured)) {
          return found;
        }
      }
    }
    return std::nullopt;
  }

  bool is_frame(const Block& block) const {
    constexpr Hints foreign = bit(HintKind::comment) | bit(HintKind::related) | bit(HintKind::sidebar) |
                              bit(HintKind::footer) | bit(HintKind::widget) | bit(HintKind::nav);
    return (block.place.hints & foreign) != 0 ||
           (block.place.inside & (inside_aside | inside_footer | inside_nav)) != 0;
  }

  /// "Published on …", wherever the page says it of itself: often in the last line.
  std::optional<Candidate> by_words_of_publication() const { return by_words(publication_words().published); }
  std::optional<Candidate> by_words_of_change() const { return by_words(publication_words().changed); }

  std::optional<Candidate> by_words(const Phrases& phrases) const {
    constexpr Hints foreign = bit(HintKind::comment) | bit(HintKind::related) | bit(HintKind::sidebar);
    constexpr std::size_t most_words = 60, most_bytes = 40;
    for (const Block& block : blocks_) {
      if ((block.place.hints & foreign) != 0 || (block.place.inside & inside_aside) != 0 ||
          block.words > most_words) {
        continue;
      }
      const auto at = behind_phrase(block.text, phrases);
      if (!at) {
        continue;
      }
      for (const std::string_view text :
           {std::string_view(block.text).substr(*at, most_bytes), std::string_view(block.text)}) {
        if (auto found = read(text, DateSource::visible_text); found && !found->date.only_clock) {
          return found;
        }
      }
    }
    return std::nullopt;
  }

  /// Dates further off: in the headline, at the beginning of paragraphs, in short blocks behind the article.
  std::optional<Candidate> in_loose_text() const {
    if (auto found = read(context_.title, DateSource::visible_text)) {
      return found;
    }
    const std::size_t to = std::min(blocks_.size(), context_.last_core + 8);
    for (std::size_t i = first_block(); i < to; ++i) {
      const Block& block = blocks_[i];
      if (is_frame(block) || 2 * block.link_words > block.words) {
        continue;
      }
      const std::string_view text = block.text;
      const bool small = block.words <= most_date_words;
      if (auto found = read(small ? text : text.substr(0, 40), DateSource::visible_text);
          found && !found->date.only_clock) {
        return found;
      }
    }
    return std::nullopt;
  }

  static bool is_modified(std::string_view names) {
    return contains_ignoring_case(names, "modif") || contains_ignoring_case(names, "update");
  }

  /// A time element that stands in the frame of another text: a teaser, a comment, the page's clock.
  bool is_foreign(std::uint32_t node) const {
    std::uint32_t place = 0;
    for (std::uint32_t each = node; each != 0; each = dom_[each].parent) {
      const Tag tag = dom_[each].tag;
      place |= tag == Tag::aside || tag == Tag::footer || tag == Tag::nav ? 1U : 0U;
      const Hints hints = hints_in(dom_.attr(each, Attr::cls)) | hints_in(dom_.attr(each, Attr::id));
      place |=
          (hints & (bit(HintKind::comment) | bit(HintKind::related) | bit(HintKind::sidebar))) != 0 ? 1U : 0U;
    }
    return place != 0;
  }

  std::optional<Candidate> of_time_element(std::uint32_t node) const {
    for (const Attr attribute : {Attr::datetime, Attr::content, Attr::title}) {
      if (const std::string_view value = dom_.attr(node, attribute); !value.empty()) {
        if (auto found = read(value, DateSource::time_element)) {
          return found;
        }
      }
    }
    return read(dom_.text_of(node), DateSource::time_element);
  }

  std::optional<Candidate> in_time_elements() const {
    for (const std::uint32_t node : facts_.times) {
      if (is_modified(dom_.attr(node, Attr::cls)) || is_modified(dom_.attr(node, Attr::itemprop)) ||
          is_foreign(node)) {
        continue;
      }
      auto found = of_time_element(node);
      if (!found) {
        continue;
      }
      const bool marked = contains_ignoring_case(dom_.attr(node, Attr::itemprop), "datepublished");
      if (marked || near_headline(node)) {
        return found;
      }
    }
    return std::nullopt;
  }

  std::optional<Candidate> in_loose_times() const {
    for (const std::uint32_t node : facts_.times) {
      if (auto found = of_time_element(node)) {
        return found;
      }
    }
    for (const std::string_view key :
         {"article:modified_time", "og:updated_time", "last-modified", "datemodified", "dateupdated",
          "dateupdate", "dcterms.modified", "dc.date.modified", "lastmod", "revised"}) {
      if (auto found = read(facts_.first({key}), DateSource::structured)) {
        return found;
      }
    }
    return json_.date_modified.empty() ? std::nullopt : read(json_.date_modified, DateSource::structured);
  }

  std::size_t first_block() const {
    return context_.headline > blocks_before_headline ? context_.headline - blocks_before_headline : 0;
  }
  std::size_t last_block() const {
    return std::min(blocks_.size(), context_.headline + blocks_behind_headline + 1);
  }

  bool near_headline(std::uint32_t node) const {
    if (blocks_.empty()) {
      return true;
    }
    const std::uint32_t from = blocks_[std::min(first_block(), blocks_.size() - 1)].first;
    const std::uint32_t to = last_block() < blocks_.size() ? blocks_[last_block()].first : dom_.size();
    return node + 8 >= from && node <= to;
  }

  /// Dates in short blocks around the headline, those that are marked as dates first.
  std::optional<Candidate> in_text() const {
    for (const bool marked : {true, false}) {
      for (std::size_t step = 0; step < blocks_behind_headline + blocks_before_headline + 1; ++step) {
        // Behind the headline first, then before it.
        const std::size_t i = step <= blocks_behind_headline
                                  ? context_.headline + step
                                  : context_.headline - (step - blocks_behind_headline);
        if (i >= blocks_.size()) {
          continue;
        }
        const Block& block = blocks_[i];
        const bool is_date =
            (block.near & (bit(HintKind::date) | bit(HintKind::byline) | bit(HintKind::meta))) != 0;
        if ((marked && !is_date) || block.words > (is_date ? 2 * most_date_words : most_date_words)) {
          continue;
        }
        if (auto found = read(block.text, DateSource::visible_text); found && !found->date.only_clock) {
          return found;
        }
      }
    }
    return std::nullopt;
  }

  const Dom& dom_;
  const PageFacts& facts_;
  const JsonFacts& json_;
  const std::vector<Block>& blocks_;
  const PublishedContext& context_;
  std::vector<Candidate> candidates_;
};

}  // namespace

Published published_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json,
                       const std::vector<Block>& blocks, const PublishedContext& context,
                       std::vector<std::string>& remarks) {
  const auto found = Chooser(dom, facts, json, blocks, context).choose(remarks);
  Published out;
  if (!found) {
    return out;
  }
  out.time = found->date.time;
  out.day = found->date.day;
  out.source = found->source;
  out.raw = found->raw;
  if (out.time && context.zone_known) {
    out.day = Day(std::chrono::floor<days>(to_local(*out.time, context.dates.zone)).time_since_epoch());
  }
  if (out.time && context.dates.fetched && *out.time > *context.dates.fetched + minutes(2)) {
    out.time = context.dates.fetched;
    remarks.emplace_back("date_in_future");
  }
  return out;
}

}  // namespace qw::article
