#pragma once

#include "daemon/cli/verbs.hpp"

/// Verbs that go through the running daemon (`backup restore` alone wants it stopped).
namespace qw::cli {

int run_queue(Arguments arguments);
inline constexpr Verb queue_verb{
    "queue", "lists, shows and decides cases",
    "usage: quotewatch queue list [--state S] [--severity S] [--pattern P] [--official O] [--outlet O]\n"
    "                             [--language L] [--all] [--limit N]\n"
    "       quotewatch queue show CASE\n"
    "       quotewatch queue claim|release|wake|undo CASE\n"
    "       quotewatch queue decide CASE [GROUP] VERDICT [--reason TEXT]\n"
    "       quotewatch queue dispute CASE REASON\n"
    "       quotewatch queue note CASE TEXT\n"
    "       quotewatch queue snooze CASE 8h|3d|TIME\n\n"
    "VERDICT is false_quote, misleading_headline, genuine, reports_or_debunks, extraction_error or unclear.\n"
    "GROUP may be left out when the case has one copy group. undo works within ten seconds of your last "
    "act.\n\n"
    "  quotewatch queue list --severity high\n"
    "  quotewatch queue decide 1m87s0199d7j1hzj g1 false_quote --reason 'the if was dropped'\n",
    run_queue};

int run_sources(Arguments arguments);
inline constexpr Verb sources_verb{"sources", "lists outlets and how they answer; pauses and resumes them",
                                   "usage: quotewatch sources list [--state S]\n"
                                   "       quotewatch sources pause|resume OUTLET\n\n"
                                   "  quotewatch sources list --state blocked\n"
                                   "  quotewatch sources pause example-outlet\n",
                                   run_sources};

int run_outlets(Arguments arguments);
inline constexpr Verb outlets_verb{
    "outlets", "tries outlets before they are polled; imports and exports them",
    "usage: quotewatch outlets list\n"
    "       quotewatch outlets check OUTLET...\n"
    "       quotewatch outlets check --all\n"
    "       quotewatch outlets import [--replace] FILE\n"
    "       quotewatch outlets export [--imported] [--format toml|tsv|json]\n"
    "       quotewatch outlets remove OUTLET\n\n"
    "A check asks each address of the outlet and up to three of its articles once, with the manners of the\n"
    "crawl. An outlet that is good is polled from then on. Exit status 1 when one is not.\n\n"
    "FILE is a .toml file as in outlets.d (one outlet, or any number of [[outlet]]) or a .tsv table as "
    "export\n"
    "writes it; '-' is TOML from standard input. All of it is taken or nothing: with an error of the form "
    "78,\n"
    "with an id that stands in the daemon's files, or was imported before with other words (see --replace), "
    "1.\n"
    "What is imported lies in the store, is used at once and can be removed; export --imported gives it "
    "back.\n\n"
    "  quotewatch outlets check kp\n"
    "  quotewatch outlets check --all --json > checked.json\n"
    "  quotewatch outlets import regional.tsv\n"
    "  quotewatch outlets export --imported > ours.toml\n",
    run_outlets};

int run_status(Arguments arguments);
inline constexpr Verb status_verb{"status",
                                  "says what the daemon does, and shows the set-up link of a new one",
                                  "usage: quotewatch status [--json]\n\n"
                                  "  quotewatch status\n"
                                  "  quotewatch status --json | jq .crawl\n",
                                  run_status};

int run_tokens(Arguments arguments);
inline constexpr Verb tokens_verb{
    "tokens", "makes, lists and revokes tokens of the API",
    "usage: quotewatch tokens create NAME --scopes SCOPE[,SCOPE] [--days N]\n"
    "       quotewatch tokens list\n"
    "       quotewatch tokens revoke ID\n\n"
    "Scopes: admin alerts:admin audit:read cases:read cases:write metrics:read patterns:write\n"
    "sources:write.\n"
    "The token is printed once, alone on standard output.\n\n"
    "  quotewatch tokens create prometheus --scopes metrics:read > token\n"
    "  quotewatch tokens create desk-export --scopes cases:read,audit:read --days 90\n",
    run_tokens};

int run_users(Arguments arguments);
inline constexpr Verb users_verb{
    "users", "lists accounts, makes them, changes roles and passwords",
    "usage: quotewatch users list\n"
    "       quotewatch users add NAME [--role viewer|reviewer|lead|admin] "
    "[--language en|uk|ru] < PASSWORD\n"
    "       quotewatch users role ID viewer|reviewer|lead|admin\n"
    "       quotewatch users password ID\n"
    "       quotewatch users disable|enable ID\n\n"
    "The password is the first line of standard input, never an argument. Whoever is "
    "changed has to sign in again.\nThe last administrator stays one.\n\n"
    "  quotewatch users list\n"
    "  quotewatch users add Olena --role lead --language uk < password-file\n"
    "  quotewatch users password Olena < password-file\n",
    run_users};

int run_alerts(Arguments arguments);
inline constexpr Verb alerts_verb{
    "alerts", "lists messages to receivers; tries again, drops, resumes; tests a receiver",
    "usage: quotewatch alerts list [--state pending|sent|dead|held|silenced] [--limit N]\n"
    "       quotewatch alerts retry|drop ID\n"
    "       quotewatch alerts resume\n"
    "       quotewatch alerts enable|test RECEIVER\n\n"
    "resume lets go what a restored store holds back.\n\n"
    "  quotewatch alerts list --state dead\n"
    "  quotewatch alerts retry 1m87s0199d7j1hzj\n",
    run_alerts};

int run_routes(Arguments arguments);
inline constexpr Verb routes_verb{
    "routes", "shows who is told of what, and whether a case goes to them",
    "usage: quotewatch routes [list]\n"
    "       quotewatch routes test CASE [--at TIME]\n\n"
    "test says what would become of a message about the case now, or at a time such as 2026-11-25T22:30Z: "
    "told,\n"
    "held by quiet hours, silenced, or kept for when nobody takes the case. A receiver is told of cases of "
    "its officials, patterns and languages from its least severity on; `all`\n"
    "stands where the configuration names none.\n\n"
    "  quotewatch routes\n"
    "  quotewatch routes test 1m87s0199d7j1hzj\n"
    "  quotewatch routes test 1m87s0199d7j1hzj --at 2026-11-26T02:00Z\n",
    run_routes};

int run_silences(Arguments arguments);
inline constexpr Verb silences_verb{
    "silences", "holds messages about something back for a time",
    "usage: quotewatch silences [list]\n"
    "       quotewatch silences add --reason TEXT --for HOURS|--until TIME [--receiver ID] [--official ID]\n"
    "                               [--pattern ID] [--language LANGUAGE] [--case ID]\n"
    "       quotewatch silences end ID\n\n"
    "At least one of receiver, official, pattern, language, case; all that are given must fit. At most 30 "
    "days.\n"
    "What is held back is listed by `quotewatch alerts list --state silenced` and sent by `quotewatch "
    "alerts\n"
    "retry ID`. A correction is told through every silence.\n\n"
    "  quotewatch silences add --pattern kallas-nato --for 12 --reason 'known wave, Olena watches it'\n"
    "  quotewatch silences end 1m87s0199d7j1hzj\n",
    run_silences};

int run_evidence(Arguments arguments);
inline constexpr Verb evidence_verb{
    "evidence", "checks that what was kept is still what was kept; exports and holds a case",
    "usage: quotewatch evidence verify\n"
    "       quotewatch evidence export CASE [--share|--internal] [--with-names] "
    "[--look-again|--as-it-stands] [--language en|uk|ru] -o "
    "FILE\n"
    "       quotewatch evidence hold CASE REASON\n"
    "       quotewatch evidence unhold CASE\n\n"
    "verify walks the hash chain of the audit records, reads every record of every page file against its\n"
    "digest, and every page that a case keeps against the payload that was fetched. Beside the daemon's\n"
    "work; minutes for gigabytes. Exit status 65 when something is damaged.\n\n"
    "export writes a WACZ file (replayweb.page opens it). --share, the default: a report with each quote, "
    "two\n"
    "sentences of context and digests. --internal: also the stored pages, files, notes and history. Copies "
    "of\n"
    "outlets marked `restricted` never leave, names of reviewers only with --with-names. Pages that\n"
    "nobody looked at in the last ten minutes are looked at first (--look-again: all of them, "
    "--as-it-stands:\n"
    "none), which may take 30 s. The same state of\n"
    "the case gives the same bytes. An existing FILE is replaced; '-' is standard output.\n\n"
    "hold puts a case under legal hold: nothing that it keeps can be erased until unhold.\n\n"
    "  quotewatch evidence verify\n"
    "  quotewatch evidence export 1m87s0199d7j1hzj -o case.wacz\n",
    run_evidence};

int run_privacy(Arguments arguments);
inline constexpr Verb privacy_verb{
    "privacy", "finds what is stored about a person, and erases it",
    "usage: quotewatch privacy find [--exact] TERM...\n"
    "       quotewatch privacy erase [--exact] --reason TEXT --yes TERM...\n\n"
    "TERM is a name (found in its Russian and Ukrainian forms unless --exact), an e-mail address or a link.\n"
    "find prints room, id, cases and an excerpt for each place in stored pages, articles, quotes, "
    "decisions,\n"
    "cases with their notes, messages, tasks, audit records and hand-ins; exit status 1 when there is none.\n"
    "erase takes the bytes of such pages out of their files (a tombstone keeps the old digest), puts "
    "asterisks\n"
    "into the texts, and is recorded; the chain of records still verifies. A case under legal hold (see\n"
    "evidence --help) refuses all of it. Backups are not touched. Reads every stored byte.\n\n"
    "  quotewatch privacy find 'Ivan Petrov' ivan@example.org\n"
    "  quotewatch privacy erase --reason 'request of 3 May' --yes 'Ivan Petrov'\n",
    run_privacy};

int run_feedback(Arguments arguments);
inline constexpr Verb feedback_verb{
    "feedback", "writes what verdicts teach as items to measure the engine by",
    "usage: quotewatch feedback export [--quotes] [--regression]\n\n"
    "JSON lines on standard output, one a decided copy group: claim items of verdicts on bent, mixed, "
    "genuine\n"
    "and debunking texts; with --quotes, the texts of extraction errors and unclear ones with the quotes "
    "that\n"
    "were read, to be corrected. --regression: only what was put into the regression set at the desk.\n\n"
    "  quotewatch feedback export > claims.jsonl\n"
    "  quotewatch feedback export --quotes > quotes.jsonl\n",
    run_feedback};

int run_audit(Arguments arguments);
inline constexpr Verb audit_verb{"audit", "shows who did what, and checks the chain of the records",
                                 "usage: quotewatch audit [--subject SUBJECT | --from N] [--limit N]\n"
                                 "       quotewatch audit check\n"
                                 "       quotewatch audit sample [--n N] [--days N]\n\n"
                                 "sample: 20 random silent decisions of the last 30 days, one after\n"
                                 "another; the share that was missed is printed with its interval.\n\n"
                                 "SUBJECT is case:ID, user:ID, outlet:ID, token:ID or delivery:ID.\n\n"
                                 "  quotewatch audit --subject case:1m87s0199d7j1hzj\n"
                                 "  quotewatch audit check\n",
                                 run_audit};

int run_check(Arguments arguments);
inline constexpr Verb check_verb{
    "check", "judges a text, or the article at an address",
    "usage: quotewatch check [--title TEXT] [--date DAY] [--language ru|uk] [--open-case [--pattern ID]] "
    "TEXT|-\n"
    "       quotewatch check [--open-case [--pattern ID]] ADDRESS\n\n"
    "'-' reads standard input. An address is fetched once, with the manners of the crawl: robots.txt, "
    "delays,\n"
    "address guard. --open-case puts it into a case; with --pattern also when nothing was found.\n"
    "Exit status 1 when it would be an alert or a review, or could not be read; 75 when it is worth a later "
    "try.\n\n"
    "  quotewatch check --title 'HEADLINE' - < article.txt\n"
    "  quotewatch check --open-case https://news.example/article\n"
    "  quotewatch check --json --date 2026-11-24 - < article.txt\n",
    run_check};

int run_backup(Arguments arguments);
inline constexpr Verb backup_verb{
    "backup", "makes, lists, verifies and restores backups of the store",
    "usage: quotewatch backup create|list\n"
    "       quotewatch backup verify ID\n"
    "       quotewatch backup restore ID --from DIRECTORY --to DIRECTORY\n\n"
    "restore wants the daemon stopped and DIRECTORY of --to empty; the restored store sends no alert until\n"
    "`quotewatch alerts resume`.\n\n"
    "  quotewatch backup create\n"
    "  quotewatch backup restore 3 --from /var/lib/quotewatch-backups --to /var/lib/quotewatch\n",
    run_backup};

}  // namespace qw::cli
