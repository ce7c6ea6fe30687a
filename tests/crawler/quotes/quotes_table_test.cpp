#include "config/table.hpp"
#include "tests/crawler/quotes/engine.hpp"

#include <string>

namespace {

std::string with_lines(std::string text) {
  const std::string mark = "¶";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    text.replace(at, mark.size(), "\n");
  }
  return text;
}

std::string shown(const std::vector<qw::model::Quote>& quotes, std::string_view text) {
  std::string out;
  for (const qw::model::Quote& quote : quotes) {
    out += out.empty() ? "" : " || ";
    out += qw::model::name_of(quote.form);
    out += " / " + quote.official.value_or("-") + " / ";
    out += qw::model::name_of(quote.polarity);
    out += " / ";
    out += qw::model::name_of(quote.modality);
    out += " / ";
    out += text.substr(quote.content.begin, quote.content.end - quote.content.begin);
  }
  return out.empty() ? "-" : out;
}

}  // namespace

TEST_CASE("every row of quotes.tsv gives the records that it names") {
  const auto table = qw::config::read_table(QW_SOURCE_DIR "/tests/crawler/quotes/quotes.tsv",
                                            {"id", "lang", "kind", "date", "text", "records"});
  REQUIRE(table);
  for (const qw::config::TableRow& row : table->rows) {
    const std::string text = with_lines(row.cells[4]);
    qw::quotes::TextInput input;
    input.text = text;
    input.language = row.cells[1];
    input.kind = qw::model::from_name<qw::model::TextKind>(row.cells[2]).value();
    input.date = qw::parse_day(row.cells[3]).value();
    INFO("row ", row.cells[0]);
    CHECK(shown(qw::quotes::shipped_engine().extract(input), text) == with_lines(row.cells[5]));
  }
}
