#include "config/config.hpp"
#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <random>
#include <string>
#include <vector>

/// How the cost of an article grows with the number of patterns, and how many articles a second quotes and
/// match read in a second of processor time. Usage: match_bench CONFIG_DIRECTORY < items.jsonl (claim items:
/// any with lang, date, headline and body). Patterns are generated: words of the concept tables' own texts in
/// front of one another, for the officials of the tables, so most articles meet some of them and match none.
namespace {

constexpr int rounds = 4;  ///< the quickest counts: a busy machine slows some of them

struct Article {
  std::string headline, body, language;
  qw::Day date{};
  std::vector<qw::model::Quote> headline_quotes, body_quotes;
};

std::vector<Article> read_articles() {
  std::vector<Article> articles;
  for (std::string line; std::getline(std::cin, line);) {
    const boost::json::value item = boost::json::parse(line);
    Article article;
    article.headline = item.at("headline").as_string().c_str();
    article.body = item.at("body").as_string().c_str();
    article.language = item.at("lang").as_string().c_str();
    article.date = *qw::parse_day(item.at("date").as_string().c_str());
    articles.push_back(std::move(article));
  }
  return articles;
}

/// Four words of the articles' own vocabulary behind an official's name.
std::vector<qw::model::Pattern> generate(std::size_t count, const std::vector<qw::model::Official>& officials,
                                         const std::vector<Article>& articles) {
  std::vector<std::string> words;
  for (const Article& article : articles) {
    for (std::size_t at = 0; at < article.body.size();) {
      const std::size_t end = std::min(article.body.find_first_of(" \n,.", at), article.body.size());
      constexpr std::size_t long_enough = 12;
      if (end - at >= long_enough) {
        words.push_back(article.body.substr(at, end - at));
      }
      at = end + 1;
    }
  }
  std::mt19937 random(7);
  const auto any = [&](std::size_t size) {
    return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
  };
  std::vector<qw::model::Pattern> patterns;
  for (std::size_t at = 0; at < count; ++at) {
    qw::model::Pattern pattern;
    const qw::model::Official& official = officials[any(officials.size())];
    pattern.id = fmt::format("generated-{}", at);
    pattern.official = official.id;
    pattern.since = *qw::parse_day("2000-01-01");
    for (int wording = 0; wording < 2; ++wording) {
      std::string text = official.ru + ":";
      for (int word = 0; word < 4; ++word) {
        text += " " + words[any(words.size())];
      }
      (wording == 0 ? pattern.false_wordings : pattern.authentic).push_back(text);
    }
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

/// Processor time of this process: other work on the machine does not count.
double seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: match_bench CONFIG_DIRECTORY < items.jsonl\n");
    return 2;
  }
  const std::string config = argv[1];
  const auto officials = qw::config::load_officials(config + "/officials.d");
  if (!officials) {
    fmt::print(stderr, "no officials in {}\n", config);
    return 78;
  }
  const auto start = std::clock();
  const auto quotes =
      qw::quotes::QuoteEngine::make(config + "/lexicon", officials->first, officials->second, {});
  if (!quotes) {
    fmt::print(stderr, "{}\n", quotes.error().front().what);
    return 78;
  }
  fmt::print("quote engine ready after {:.2f} s\n", seconds_since(start));
  std::vector<Article> articles = read_articles();
  std::size_t bytes = 0;
  double extracting = 0;
  for (int round = 0; round < rounds; ++round) {  // the first one warms the cache
    const auto begin = std::clock();
    for (Article& article : articles) {
      article.headline_quotes = (*quotes)->extract(
          {article.headline, qw::model::TextKind::headline, article.language, article.date});
      article.body_quotes =
          (*quotes)->extract({article.body, qw::model::TextKind::body, article.language, article.date});
      bytes += round == 0 ? article.headline.size() + article.body.size() : 0;
    }
    extracting = round == 1 ? seconds_since(begin) : std::min(extracting, seconds_since(begin));
  }
  fmt::print("{} articles, {:.0f} bytes each; quotes {:.0f} articles/s\n", articles.size(),
             static_cast<double>(bytes) / static_cast<double>(articles.size()),
             static_cast<double>(articles.size()) / extracting);
  fmt::print("{:>9} {:>9} {:>14} {:>12} {:>22}\n", "patterns", "load s", "us an article", "articles/s",
             "quotes + match, per s");
  for (const std::size_t count : {10U, 100U, 1000U, 10000U}) {
    const auto before = std::clock();
    const auto engine = qw::match::MatchEngine::make(*quotes, config + "/lexicon", officials->first,
                                                     generate(count, officials->first, articles));
    if (!engine) {
      fmt::print(stderr, "{}\n", engine.error().front().what);
      return 78;
    }
    const double loading = seconds_since(before);
    std::size_t decisions = 0;
    double matching = 0;
    for (int round = 0; round < rounds; ++round) {
      const auto begin = std::clock();
      decisions = 0;
      for (const Article& article : articles) {
        qw::match::JudgedArticle judged;
        judged.texts = {{qw::model::TextKind::headline, article.headline, &article.headline_quotes},
                        {qw::model::TextKind::body, article.body, &article.body_quotes}};
        judged.language = article.language;
        judged.date = article.date;
        decisions += (*engine)->judge(judged).size();
      }
      matching = round == 1 ? seconds_since(begin) : std::min(matching, seconds_since(begin));
    }
    const auto n = static_cast<double>(articles.size());
    fmt::print("{:>9} {:>9.2f} {:>14.0f} {:>12.0f} {:>22.0f}   {} decisions\n", count, loading,
               matching / n * 1e6, n / matching, n / (matching + extracting), decisions);
  }
}
