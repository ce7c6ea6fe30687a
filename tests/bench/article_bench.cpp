/// Measures bytes → article beside gumbo's plain parse of the same pages, in one run and on one core.
/// usage: article_bench MANIFEST.jsonl [PAGES] [BYTES] [CONFIG_DIRECTORY]: the PAGES pages (default 200)
/// whose size is nearest to BYTES (default 190000). Rounds alternate between the two, so that a busy machine
/// slows both; the best round counts.
#include "config/config.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/dom.hpp"
#include "crawler/article/main_text.hpp"
#include "crawler/article/prepass.hpp"
#include "crawler/article/read_article.hpp"
#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>

using namespace qw;

namespace {

constexpr int rounds = 5;

struct Page {
  std::string url, bytes, text;
  std::string title, body;  ///< of the article in it
};

std::vector<Page> pages_near(const std::string& manifest, std::size_t count, std::size_t bytes) {
  std::vector<Page> pages;
  std::ifstream in(manifest);
  for (std::string line; std::getline(in, line);) {
    const boost::json::object row = boost::json::parse(line).as_object();
    std::ifstream file(std::string(row.at("html_file").as_string()), std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    const boost::json::value* url = row.if_contains("url");
    pages.push_back(
        {url != nullptr && url->is_string() ? std::string(url->as_string()) : "", content.str(), "", "", ""});
  }
  const auto distance = [&](const Page& page) {
    return page.bytes.size() > bytes ? page.bytes.size() - bytes : bytes - page.bytes.size();
  };
  std::ranges::sort(pages, {}, distance);
  pages.resize(std::min(count, pages.size()));
  return pages;
}

double seconds_of(const std::vector<Page>& pages, const std::function<std::size_t(const Page&)>& work) {
  const std::clock_t start = std::clock();  // CPU time, so that a busy machine does not count
  std::size_t sum = 0;
  for (const Page& page : pages) {
    sum += work(page);
  }
  const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  return sum == 0 ? 0 : took;
}

/// Quotes and match of a page's article; null where the configuration cannot be read.
std::function<std::size_t(const Page&)> language_work(const std::string& config) {
  const auto all = config::load(config + "/quotewatch.toml");
  if (!all) {
    return nullptr;
  }
  const auto quotes = quotes::QuoteEngine::make((*all)->lexicon_directory, (*all)->officials,
                                                (*all)->namesakes, (*all)->outlets);
  if (!quotes) {
    return nullptr;
  }
  const auto match =
      match::MatchEngine::make(*quotes, (*all)->lexicon_directory, (*all)->officials, (*all)->patterns);
  if (!match) {
    return nullptr;
  }
  return [quotes = *quotes, match = *match](const Page& page) {
    const Day day = *parse_day("2025-06-01");
    const auto head = quotes->extract({page.title, model::TextKind::headline, "", day});
    const auto body = quotes->extract({page.body, model::TextKind::body, "", day});
    match::JudgedArticle judged;
    judged.texts = {{model::TextKind::headline, page.title, &head},
                    {model::TextKind::body, page.body, &body}};
    judged.date = day;
    return match->judge(judged).size() + body.size() + 1;
  };
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: article_bench MANIFEST.jsonl [PAGES] [BYTES] [CONFIG_DIRECTORY]\n";
    return 2;
  }
  const std::size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200;
  const std::size_t near = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 190'000;
  std::vector<Page> pages = pages_near(argv[1], count, near);
  std::size_t bytes = 0;
  for (Page& page : pages) {
    page.text = article::to_utf8(page.bytes, "", article::Inside::html).text;
    bytes += page.bytes.size();
  }
  struct Line {
    std::string name;
    std::function<std::size_t(const Page&)> work;
    double best = 1e9;
  };
  std::vector<Line> lines;
  lines.push_back({"gumbo, plain parse", [](const Page& page) { return article::plain_parse(page.text); }});
  lines.push_back({"bytes to UTF-8", [](const Page& page) {
                     return article::to_utf8(page.bytes, "", article::Inside::html).text.size();
                   }});
  lines.push_back({"pre-pass", [](const Page& page) { return article::prepass(page.text).html.size(); }});
  lines.push_back({"pre-pass, parse, array", [](const Page& page) {
                     return article::Dom(article::prepass(page.text).html).nodes().size();
                   }});
  lines.push_back({"  and blocks", [](const Page& page) {
                     const article::Dom dom(article::prepass(page.text).html);
                     return article::blocks_of(dom, article::places_of(dom)).size() + 1;
                   }});
  lines.push_back({"  and tiers", [](const Page& page) {
                     const article::Dom dom(article::prepass(page.text).html);
                     return article::judge_blocks(dom, article::blocks_of(dom, article::places_of(dom)), {})
                                .tiers.size() +
                            1;
                   }});
  lines.push_back({"bytes to article", [](const Page& page) {
                     article::PageInput input;
                     input.bytes = page.bytes;
                     input.url = page.url;
                     const auto read = article::read_article(input);
                     return read ? read->text.size() + 1 : 1;
                   }});
  if (argc > 4) {
    std::size_t letters = 0;
    for (Page& page : pages) {
      article::PageInput input;
      input.bytes = page.bytes;
      input.url = page.url;
      if (const auto read = article::read_article(input)) {
        page.title = read->title;
        page.body = read->text;
        letters += page.body.size();
      }
    }
    auto work = language_work(argv[4]);
    if (work == nullptr) {
      std::cerr << "no engine from " << argv[4] << '\n';
      return 78;
    }
    fmt::print("articles of {} bytes\n", letters / std::max<std::size_t>(pages.size(), 1));
    lines.push_back({"quotes and match", std::move(work)});
  }
  for (int round = 0; round < rounds; ++round) {
    for (Line& line : lines) {
      line.best = std::min(line.best, seconds_of(pages, line.work));
    }
  }
  const double n = static_cast<double>(pages.size());
  fmt::print("{} pages, {:.0f} kB each, best of {} rounds\n", pages.size(),
             static_cast<double>(bytes) / n / 1000, rounds);
  for (const Line& line : lines) {
    fmt::print("{:<24} {:>8.1f} pages/s  {:>6.2f} ms/page  {:>5.2f} x plain parse\n", line.name,
               n / line.best, 1000 * line.best / n, lines.front().best / line.best);
  }
  return 0;
}
