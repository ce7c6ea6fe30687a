#pragma once

#include "daemon/cli/verbs.hpp"

/// Verbs that use the daemon's own code on files and standard input and open no store.
namespace qw::cli {

int run_check_config(Arguments arguments);
inline constexpr Verb check_config_verb{
    "check-config", "reads the whole configuration and reports every error",
    "usage: quotewatch check-config [--config FILE] [--json]\n"
    "       quotewatch check-config --keys\n\n"
    "Reports the first syntax error of each file and every error of form of all files, the tables of the\n"
    "lexicon included, as file:line:column. Exit status 78 when there is one.\n\n"
    "--keys prints every key that the files may hold, with its kind and what holds when it is left out.\n\n"
    "  quotewatch check-config\n"
    "  quotewatch check-config --config /etc/quotewatch/quotewatch.toml\n",
    run_check_config};

int run_article(Arguments arguments);
inline constexpr Verb article_verb{"article", "reads pages as the crawler does: title, date, authors, text",
                                   "usage: quotewatch article [--json] [--url URL] [--fetched TIME] FILE...\n"
                                   "       quotewatch article --jsonl [--jobs N] < PAGES.jsonl\n\n"
                                   "FILE is a saved page, '-' standard input. --fetched is ISO 8601 with an "
                                   "offset: «yesterday» on the page counts\n"
                                   "from it, and its offset is the zone of times without one. --jsonl reads\n"
                                   "{\"id\", \"url\", \"html_file\", \"fetched\", \"content_type\"} a line; "
                                   "the last two may be left out.\n\n"
                                   "  quotewatch article --url https://example.org/news/1 page.html\n"
                                   "  quotewatch article --jsonl --jobs 2 < manifest.jsonl > answers.jsonl\n",
                                   run_article};

int run_inspect(Arguments arguments);
inline constexpr Verb inspect_verb{
    "inspect", "shows what the crawler makes of one thing",
    "usage: quotewatch inspect page [--json] [--url URL] [--fetched TIME] FILE\n"
    "       quotewatch inspect charset [--json] [--content-type TYPE] FILE\n"
    "       quotewatch inspect feed|sitemap|section|telegram [--json] [--url URL] [--fetched TIME]\n"
    "                          [--content-type TYPE] FILE\n"
    "       quotewatch inspect robots [--json] FILE [PATH...]\n"
    "       quotewatch inspect url [--json] URL...\n"
    "       quotewatch inspect address [--json] ADDRESS...\n\n"
    "FILE is a saved body, '-' standard input. `page` shows what the page offers as title, date and authors, "
    "and each\n"
    "block of its text with its tier; `charset` how the bytes are read and which labels they contradict; "
    "`feed`,\n"
    "`sitemap`, `section` and `telegram` the entries, what had to be repaired, and the feeds that a page "
    "announces;\n"
    "`robots` what the file says to us and which paths it forbids; `url` the spelling, identity and pace of "
    "an "
    "address;\n"
    "`address` whether the guard lets connections through. Nothing is fetched.\n\n"
    "  quotewatch inspect page --url https://example.org/news/1 page.html\n"
    "  quotewatch inspect feed --url https://example.org/rss feed.xml\n"
    "  quotewatch inspect robots robots.txt /news/1 '/search?q=x'\n"
    "  quotewatch inspect url 'https://example.org/news/1?utm_source=tg'\n",
    run_inspect};
int run_quotes(Arguments arguments);
inline constexpr Verb quotes_verb{
    "quotes", "reads who said what out of texts",
    "usage: quotewatch quotes [--json] [--date DAY] [--kind KIND] [--language uk|ru] [--officials DIR] "
    "FILE...\n"
    "       quotewatch quotes --jsonl [--officials DIR] [--jobs N] < TEXTS.jsonl\n\n"
    "FILE holds a text, '-' is standard input; KIND is body unless told. Roles count by DAY, which is today\n"
    "unless told. --jsonl reads {\"id\", \"lang\", \"kind\", \"date\", \"text\"} a line, kind being body, "
    "headline, post, "
    "feed_title\n"
    "or summary, and writes {\"id\", \"quotes\": [...]} a line in the same order. Without --officials those "
    "of\n"
    "the shipped configuration count.\n\n"
    "  quotewatch quotes --date 2025-12-16 text.txt\n"
    "  quotewatch quotes --jsonl < texts.jsonl > quotes.jsonl\n"
    "  quotewatch quotes --jsonl --jobs 2 --officials config/officials.d < texts.jsonl\n",
    run_quotes};

int run_scan(Arguments arguments);
inline constexpr Verb scan_verb{
    "scan", "looks for the patterns in saved pages, folders and WARC files",
    "usage: quotewatch scan [--all] [--json] [--jobs N] [--date DAY] [--patterns PATH] [--officials DIR]\n"
    "                       PATH...\n\n"
    "PATH is a saved page, a folder of them, or a WARC file (.warc, .warc.gz). One line an alert or review,\n"
    "in the order of the input: decision, pattern, label, place, title. --all shows the pages without one,\n"
    "too. Broken records and files are reported and passed over; then the exit status is 65, else 1 when\n"
    "something was found.\n\n"
    "Roles and periods count by the date of the page, else by that of its record in the WARC file, else by\n"
    "DAY, which is today unless told; how many pages that were is said.\n\n"
    "  quotewatch scan pages/\n"
    "  quotewatch scan --json --jobs 2 crawl.warc.gz > found.jsonl\n",
    run_scan};

int run_match(Arguments arguments);
inline constexpr Verb match_verb{
    "match", "compares texts with the patterns of known-false attributions",
    "usage: quotewatch match [--json] [--date DAY] [--outlet-kind KIND] [--patterns PATH] [--officials DIR]\n"
    "                        [--language en|uk|ru] FILE...\n"
    "       quotewatch match --jsonl [--patterns PATH] [--officials DIR] [--jobs N] < CLAIMS.jsonl\n\n"
    "FILE holds the headline in its first line and the text behind it; '-' is standard input. PATH is a\n"
    "JSONL file, a TOML file or a folder of them; without it the shipped patterns are used. Roles and\n"
    "periods count by DAY, which is today unless told. --jsonl reads\n"
    "{\"id\", \"lang\", \"date\", \"outlet_kind\", \"headline\", \"body\"} a line.\n\n"
    "  quotewatch match --date 2025-12-16 article.txt\n"
    "  quotewatch match --jsonl --patterns patterns.jsonl < claims.jsonl > decisions.jsonl\n",
    run_match};

int run_explain(Arguments arguments);
inline constexpr Verb explain_verb{
    "explain", "shows the quotes of a text and why each pattern was or was not matched",
    "usage: quotewatch explain [--json] [--date DAY] [--outlet-kind KIND] [--patterns PATH] [--officials "
    "DIR]\n"
    "                          [--language en|uk|ru] FILE...\n\n"
    "As match, with every quote and every decision, silent ones included.\n\n"
    "  quotewatch explain --date 2025-12-16 article.txt\n"
    "  quotewatch explain --date 2025-12-16 --language uk --patterns new.toml article.txt\n",
    run_explain};

int run_patterns(Arguments arguments);
inline constexpr Verb patterns_verb{
    "patterns", "drafts, checks, tries and switches patterns",
    "usage: quotewatch patterns check [--json] [--officials DIR] [PATH]\n"
    "       quotewatch patterns test [--json] [--officials DIR] [PATH]\n"
    "       quotewatch patterns new [--url ADDRESS] [--officials DIR] ADDRESS|FILE\n"
    "       quotewatch patterns backtest [--json] [--patterns PATH] [--officials DIR] FILES...\n"
    "       quotewatch patterns backtest [--json] [--days N] ID\n"
    "       quotewatch patterns list [--json] [--state STATE]\n"
    "       quotewatch patterns show|draft|trial|live|retire [--json] [--reason TEXT] ID\n"
    "       quotewatch patterns add FILE\n"
    "       quotewatch patterns export [--all] [--folder DIR] [ID...]\n\n"
    "check: schema, false wordings that are not caught, authentic words that would be, overlaps, words\n"
    "that nothing knows. test: examples.alert and examples.silent of each pattern. PATH is a TOML file, a\n"
    "JSONL file or a folder; without it the shipped patterns are used. Exit status 1: remarks or\n"
    "failures.\n\n"
    "new: a draft, on standard output, from the page of a fact-check: ClaimReview, StopFake, EUvsDisinfo, "
    "or\n"
    "a verdict word in the title. The page is fetched with the crawler's manners, or read from a file "
    "(--url\n"
    "says where it was). What to look at stands as comments; the draft matches nothing before a person\n"
    "changes its state.\n\n"
    "backtest: what a pattern would have caught in saved pages, folders, WARC files or claim items "
    "(.jsonl),\n"
    "or, for the ID of one that the daemon knows, in the stored quotes of the last N days (30): cases with\n"
    "counts, what was caught, the nearest misses.\n\n"
    "The others speak to the daemon. add: a draft from a TOML file. export: what the desk made or changed\n"
    "(--all: everything) as TOML.\n\n"
    "  quotewatch patterns new https://www.stopfake.org/ru/some-check > new.toml\n"
    "  quotewatch patterns check new.toml\n"
    "  quotewatch patterns backtest --patterns new.toml pages/ crawl.warc.gz\n"
    "  quotewatch patterns add new.toml\n"
    "  quotewatch patterns backtest --days 30 hansen-wine-quotas\n"
    "  quotewatch patterns trial --reason 'backtest seen' hansen-wine-quotas\n",
    run_patterns};

}  // namespace qw::cli
