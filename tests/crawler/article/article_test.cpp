#include "crawler/article/names_in.hpp"
#include "crawler/article/page_trace.hpp"
#include "crawler/article/read_article.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::article;
using model::Looked;

namespace {

/// A page in the usual layout; `inside` stands between its second and third paragraph.
std::string page_with(const std::string& inside, const std::string& head = "") {
  return "<!DOCTYPE html><html lang=ru><head><meta charset=utf-8><title>Министр назвал условия переговоров - "
         "Вестник</title>" +
         head +
         "<meta property=og:title content='Министр назвал условия переговоров'></head><body>"
         "<nav><ul><li><a href=/>Главная</a></li><li><a href=/politics>Политика</a></li></ul></nav>"
         "<article><h1>Министр назвал условия переговоров</h1><div class=byline>Анна Примерова</div>"
         "<time datetime=2026-11-24T11:16:00+02:00>24 ноября, 11:16</time><div class=article-body>"
         "<p>Министр иностранных дел рассказал журналистам в понедельник, на каких условиях страна готова "
         "вернуться "
         "к переговорам, и назвал сроки, в которые стороны должны представить свои предложения.</p>"
         "<p>По его словам, решение зависит от того, как пройдут консультации в ближайшие недели, и от того, "
         "будут ли "
         "готовы документы, которые сейчас согласуют юристы двух ведомств.</p>" +
         inside +
         "<p>Консультации продолжатся на следующей неделе, сообщили в министерстве. О месте встречи стороны "
         "пока не "
         "договорились, однако в ведомстве рассчитывают, что её проведут до конца месяца.</p>"
         "<p>Ранее стороны уже обменялись проектами документов, но тогда договориться не удалось, поскольку "
         "разошлись взгляды на порядок проверки и на сроки.</p></div></article>"
         "<footer><p>Все права защищены. Вестник, 2026</p></footer></body></html>";
}

model::Article read(const std::string& bytes, const std::string& url = "https://example.org/news/1") {
  PageInput page;
  page.bytes = bytes;
  page.url = url;
  page.fetched = parse_time("2026-11-24T20:00:00+02:00").value();
  page.zone = "Europe/Kyiv";
  auto article = read_article(page);
  REQUIRE(article);
  return *std::move(article);
}

}  // namespace

TEST_CASE("a plain page gives title, text, date, author and language") {
  const model::Article got = read(page_with(""));
  CHECK(got.looked == Looked::article);
  CHECK(got.title == "Министр назвал условия переговоров");
  CHECK(got.text.contains("на каких условиях страна готова"));
  CHECK(got.text.contains("разошлись взгляды"));
  CHECK_FALSE(got.text.contains("Все права защищены"));
  CHECK_FALSE(got.text.contains("Главная"));
  CHECK(got.language == "ru");
  CHECK(got.authors == std::vector<std::string>{"Анна Примерова"});
  REQUIRE(got.published.time);
  CHECK(to_iso(*got.published.time) == "2026-11-24T09:16:00.000Z");
}

TEST_CASE("a quotation is kept whatever element holds it") {
  const std::string quote = "«Если это не обсуждается, гарантии должны быть осязаемыми», — сказал министр.";
  for (const std::string& inside :
       {"<blockquote>" + quote + "</blockquote>", "<blockquote><p>" + quote + "</p></blockquote>",
        "<ul><li>" + quote + "</li></ul>", "<div class=quote>" + quote + "</div>",
        "<table><tr><td>" + quote + "</td></tr></table>", "<div>" + quote + "</div>",
        "<p><em>" + quote + "</em></p>", "<p><nobr>" + quote + "</nobr></p>", "<h3>" + quote + "</h3>"}) {
    CAPTURE(inside);
    CHECK(read(page_with(inside)).text.contains(quote));
  }
}

TEST_CASE("a quotation that is split by a line break, soft hyphens or formatting is one in the text") {
  CHECK(
      read(page_with(
               "<p>«Если это не об\u00ADсуждается,\n <b>гарантии</b> должны&nbsp;быть <i>осязаемыми</i>», — "
               "сказал он, отвечая на вопрос.</p>"))
          .text.contains("«Если это не обсуждается, гарантии должны быть осязаемыми», — сказал он"));
  CHECK(read(page_with(
                 "<p>«Если это не обсуждается,<br>гарантии должны быть осязаемыми», — сказал министр.</p>"))
            .text.contains("обсуждается,\nгарантии"));
}

TEST_CASE("a q element is shown with marks") {
  CHECK(read(page_with("<p>Министр сказал: <q>Если это не обсуждается, нужны гарантии</q>, и уехал.</p>"))
            .text.contains("\u201CЕсли это не обсуждается, нужны гарантии\u201D"));
}

TEST_CASE("the teaser of another article with a bent headline stays out of the text") {
  const std::string inside =
      "<div class=related><a href=/news/2>Читайте также: Министр: переговоров больше не будет</a></div>";
  CHECK_FALSE(read(page_with(inside)).text.contains("больше не будет"));
}

TEST_CASE("the headline of the page and the one for sharing are kept apart when they differ") {
  std::string page = page_with("");
  const std::string_view from = "og:title content='Министр назвал условия переговоров'";
  page.replace(page.find(from), from.size(), "og:title content='Министр: переговоров не будет'");
  const model::Article got = read(page);
  CHECK(got.title == "Министр назвал условия переговоров");
  CHECK(got.og_title == "Министр: переговоров не будет");
}

TEST_CASE("neither the site's name nor a crumb of the navigation is the headline, though they are an h1") {
  const std::string site = "<meta property=og:site_name content='Вестник'>";
  const std::string before =
      "<h1 class=site-title><a href=/ rel=home>Вестник</a></h1><nav><h1>Переговоры: что известно о "
      "министре и условиях</h1></nav>";
  std::string page = page_with("", site);
  page.insert(page.find("<nav>"), before);
  CHECK(read(page).title == "Министр назвал условия переговоров");
}

TEST_CASE("a time in UTC gives way to the day in the address only where that can be the reader's day") {
  const auto day_of_page = [](const char* time, const char* url) {
    PageInput input;
    std::string page =
        page_with("", "<meta property=article:published_time content=" + std::string(time) + ">");
    const std::size_t shown = page.find("<time");
    page.erase(shown, page.find("</time>") + 7 - shown);
    input.bytes = page;
    input.url = url;
    input.fetched = parse_time("2026-11-30T20:00:00Z").value();
    auto article = read_article(input);
    REQUIRE(article);
    return article->published.day;
  };
  const Day the_23rd(std::chrono::year(2026) / 11 / 23);
  const Day the_24th(std::chrono::year(2026) / 11 / 24);
  CHECK(day_of_page("2026-11-24T02:30:00Z", "https://example.org/2026/11/23/talks") == the_23rd);
  CHECK(day_of_page("2026-11-24T10:04:00Z", "https://example.org/2026/11/23/talks") == the_24th);
  CHECK(day_of_page("2026-11-23T22:30:00Z", "https://example.org/2026/11/24/talks") == the_24th);
  CHECK(day_of_page("2026-11-23T08:30:00Z", "https://example.org/2026/11/24/talks") == the_23rd);
}

TEST_CASE(
    "where nobody told the outlet's zone, a time in UTC is dated as the readers of the host's country "
    "count") {
  const auto day_of_page = [](const char* time, const char* url, const char* zone) {
    PageInput input;
    const std::string page = "<meta property=article:published_time content=" + std::string(time) +
                             "><h1>Слова без даты на самой странице</h1><p>" + std::string(400, 'x');
    input.bytes = page;
    input.url = url;
    input.zone = zone;
    input.fetched = parse_time("2026-11-30T20:00:00Z").value();
    auto article = read_article(input);
    REQUIRE(article);
    return to_iso(*article->published.day);
  };
  CHECK(day_of_page("2026-11-23T23:15:00Z", "https://news.example.ua/a", "UTC") == "2026-11-24");
  CHECK(day_of_page("2026-11-23T23:15:0Z", "https://news.example.ua/a", "UTC") == "2026-11-24");
  CHECK(day_of_page("2026-11-24T01:00:00Z", "https://news.example.br/a", "UTC") == "2026-11-23");
  CHECK(day_of_page("2026-11-23T23:15:00Z", "https://news.example.com/a", "UTC") == "2026-11-23");
  CHECK(day_of_page("2026-11-23T23:15:00+00:00", "https://news.example.ua/a", "Europe/London") ==
        "2026-11-23");
}

TEST_CASE("a page that says when it was published, or changed last, in its own last line is dated by that") {
  const auto day_of_line = [](const std::string& line) {
    std::string page = "<h1>Слова без даты на самой странице</h1>";
    for (int i = 0; i < 20; ++i) {  // further from the headline than dates of the head stand
      page +=
          "<p>Каждый абзац этого текста говорит о переговорах и ничего не говорит о том, когда он вышел в "
          "свет.</p>";
    }
    const model::Article got = read(page + "<footer><p>" + line + "</p></footer>");
    return got.published.day ? to_iso(*got.published.day) : "";
  };
  CHECK(day_of_line("Просмотров: 61. Опубликовано: 23.11.2026, редакция") == "2026-11-23");
  CHECK(day_of_line("Текст змінено 24.11.2026. Дата публікації 23 листопада 2026 року") == "2026-11-23");
  CHECK(day_of_line("Последнее изменение: 22.11.2026") == "2026-11-22");
  CHECK(day_of_line("Последнее изменение: 23.11.2026<p>Опубликовано 22.11.2026") == "2026-11-22");
}

TEST_CASE("JSON-LD gives date and authors, through references too") {
  const std::string head =
      "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"x\","
      "\"datePublished\":\"2026-11-23T23:30:00+02:00\",\"author\":{\"@id\":\"#p\"}},"
      "{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"Ольга Образцова\"}]}</script>";
  const model::Article got = read(page_with("", head));
  CHECK(to_iso(*got.published.day) == "2026-11-23");
  CHECK(got.authors == std::vector<std::string>{"Ольга Образцова"});
  CHECK(got.published.source == model::DateSource::structured_with_zone);
}

TEST_CASE("a date of modification alone is not the date of publication when another is shown") {
  const std::string head = "<meta property=article:modified_time content=2026-11-24T19:00:00+02:00>";
  CHECK(to_iso(*read(page_with("", head)).published.time) == "2026-11-24T09:16:00.000Z");
}

TEST_CASE("a claim review of a fact-checker is found") {
  const std::string head =
      "<script type='application/ld+json'>{\"@type\":\"ClaimReview\",\"claimReviewed\":\"Слова "
      "министра\"}</script>";
  CHECK(read(page_with("", head)).claim_reviewed == "Слова министра");
}

TEST_CASE("walls, missing pages, stubs and what is no page are states of their own") {
  CHECK(read("<title>Just a moment...</title><p>Checking your browser before accessing</p>").looked ==
        Looked::wall);
  CHECK(read("<title>Страница не найдена</title><h1>404</h1><p>Такой страницы нет на сайте.</p>").looked ==
        Looked::soft_404);
  CHECK(read("<title>Новость</title><h1>Новость дня</h1><p>Первые слова статьи, которую прочтут не все.</p>"
             "<div>Читать полностью по подписке</div>")
            .looked == Looked::paywall_stub);
  CHECK(read("<html><body></body></html>").looked == Looked::no_text);
  CHECK(read("%PDF-1.7 something").looked == Looked::not_html);
}

TEST_CASE("hostile pages give an answer") {
  std::string nested, broken;
  for (int i = 0; i < 100'000; ++i) {
    nested += "<div>";
  }
  CHECK(read(nested + "Текст, который лежит на самом дне страницы и всё же нужен читателю")
            .text.contains("на самом дне"));
  broken = std::string("<p>a\0b</p>", 10);
  CHECK(read(broken).text.contains("a"));
  CHECK(read("").looked == Looked::no_text);
  CHECK(read("<").looked == Looked::no_text);
  PageInput huge;
  const std::string bytes((32U << 20U) + 1, ' ');
  huge.bytes = bytes;
  CHECK(read_article(huge).error().code == Errc::too_big);
}

TEST_CASE("the trace says which blocks were taken and what the page offered") {
  const std::string bytes = page_with("");
  PageInput page;
  page.bytes = bytes;
  page.url = "https://example.org/news/1";
  PageTrace trace;
  REQUIRE(read_article_traced(page, trace));
  CHECK(trace.blocks.size() > 5);
  CHECK(trace.bytes_parsed < trace.bytes_in);
  CHECK_FALSE(trace.offered.empty());
}

TEST_CASE("names are taken out of bylines and roles and places are not") {
  CHECK(names_in("By Anna Example", NameForm::shown) == std::vector<std::string>{"Anna Example"});
  CHECK(names_in("Автор: Анна Примерова", NameForm::shown) == std::vector<std::string>{"Анна Примерова"});
  CHECK(names_in("Anna Example and Boris Sample", NameForm::shown) ==
        std::vector<std::string>{"Anna Example", "Boris Sample"});
  CHECK(names_in("Anna Example, Berlin", NameForm::shown) == std::vector<std::string>{"Anna Example"});
  CHECK(names_in("Le Figaro et AFP", NameForm::labelled) == std::vector<std::string>{"Le Figaro et AFP"});
  CHECK(names_in("Фото: Анна Примерова", NameForm::labelled).empty());
}
