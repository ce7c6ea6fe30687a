#include "tests/store/full_records.hpp"

#include "tests/store/samples.hpp"

namespace qw::test {

using namespace model;

namespace {

Sighting full_sighting() {
  return {"https://kp.example/rss", "page0", "Заголовок", "Кратко", at(1), at(2), at(3)};
}
Decision full_judgement() {
  return {"kallas-nato",
          Outcome::alert,
          Label::mixed,
          TextKind::headline,
          2,
          0.75,
          {{"condition_dropped", {"если", "якщо"}}},
          {{TextKind::body, {3, 9}, "nato"}}};
}

}  // namespace

Task full_task() {
  return {"t1",
          TaskKind::revisit,
          "kp",
          "https://kp.example/a",
          "https://kp.example/a",
          "https://kp.example:443",
          at(4),
          2,
          3,
          full_sighting(),
          "page1",
          5};
}

HostState full_host() {
  return {"https://kp.example:443", at(1),    Millis(2500), 3,     at(2), 1,    2.5, 4, Millis(80), 0b101, 3,
          "User-agent: *\n",        "parsed", at(3),        at(4), 2,     at(5)};
}

PageRecord full_page() {
  return {"p1",
          "kp",
          "https://kp.example/a",
          "https://kp.example/b",
          200,
          "text/html",
          {{"Server", "nginx"}},
          "\"etag\"",
          "Tue, 24 Nov 2026 20:00:00 GMT",
          at(1),
          "warc/pages-20261124-x.warc.gz",
          100,
          200,
          "sha256:00",
          "gzip",
          "192.0.2.1",
          "cut",
          "p0"};
}

Revision full_revision() {
  return {"r1",
          "art",
          2,
          "kp",
          "https://kp.example/a",
          "https://kp.example/a",
          "p1",
          "Каллас: …",
          "Лид",
          "Текст\nДальше",
          "ru",
          {"А. Автор", "Б. Автор"},
          at(1),
          day_of(at(1)),
          "24 ноября",
          full_sighting(),
          at(2),
          {"charset_override"}};
}

OutletState full_outlet_state() {
  return {"kp",
          "https://kp.example/rss",
          TaskKind::section,
          "\"e\"",
          "Tue",
          "sha256:01",
          at(1),
          at(2),
          at(3),
          at(4),
          5,
          "blocked",
          "a wall",
          true,
          "u1",
          {"a", "b"},
          6,
          7,
          8,
          "memory"};
}

store::QuoteRow full_quote() {
  return {"r1",
          4,
          TextKind::post,
          {{1, 2},
           QuoteForm::partial,
           "Каллас",
           ByteSpan{3, 4},
           "kallas",
           {"kallas", "michel"},
           Polarity::deny,
           Modality::conditional,
           {"ТАСС"},
           ByteSpan{5, 6},
           true,
           true,
           7},
          "Европа",
          at(1)};
}

store::DecisionRow full_decision() { return {"r1", full_judgement(), at(2)}; }

Case full_case() {
  const Occurrence occurrence{"o1",        "kp",        "publisher",
                              1,           "ru",        "https://kp.example/a",
                              "r1",        "p1",        "page not seen (403)",
                              "Каллас: …", "Отрывок",   full_judgement(),
                              "Каллас",    "заявила",   {2, 8},
                              {"ТАСС"},    at(1),       at(2),
                              at(3),       "sha256:02", {1, 70000}};
  const VerdictRecord verdict{Verdict::genuine, "u1", at(4), "reason"};
  return {"c1",
          3,
          "kallas-nato",
          "kallas",
          CaseState::snoozed,
          CaseState::reopened,
          Severity::high,
          true,
          at(5),
          at(6),
          {occurrence},
          {{"g1", {"o1"}, verdict, verdict, verdict}},
          "u1",
          at(7),
          at(8),
          {{"u2", at(9), "note"}},
          "quote changed",
          true,
          true,
          {"hook"},
          at(10),
          at(11)};
}

Delivery full_delivery() {
  return {
      {"m1", "hook", "match.new", "c1", 3, "{}", at(1), at(2), 4, "503"}, DeliveryState::dead, at(3), 503};
}
AuditRecord full_audit() {
  return {5, at(1), "u1", "case.claim", "case:c1", "{\"a\":1}", "{\"a\":2}", "because", "00", "11"};
}
User full_user() { return {"u1", "oksana", UserRole::lead, "$argon2id$", "uk", true, at(1)}; }
Token full_token() { return {"k1", "cli", "u1", "ff", {"cases:read"}, at(1), at(2), at(3), at(4)}; }
Session full_session() { return {"h1", "u1", at(1), at(2), "form"}; }

}  // namespace qw::test
