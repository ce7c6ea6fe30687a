#include "tests/store/samples.hpp"

namespace qw::test {

model::Task sample_task(const std::string& id, Time due, int priority) {
  model::Task task;
  task.id = id;
  task.outlet = "kp";
  task.url = "https://kp.example/" + id;
  task.canonical_url = task.url;
  task.host = "https://kp.example:443";
  task.due = due;
  task.priority = priority;
  return task;
}

model::PageRecord sample_page(const std::string& id, Time fetched) {
  model::PageRecord page;
  page.id = id;
  page.outlet = "kp";
  page.url = page.final_url = "https://kp.example/a";
  page.status = 200;
  page.content_type = "text/html; charset=utf-8";
  page.headers = {{"Content-Type", page.content_type}};
  page.fetched = fetched;
  page.address = "192.0.2.1";
  return page;
}

store::Store::RawExchange exchange(std::string_view body) {
  return {"GET /a HTTP/1.1\r\nHost: kp.example\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
          body,
          {{"tls", "1.3"}}};
}

store::ReadBatch sample_read(const std::string& revision, const std::string& article, std::uint32_t number,
                             Time seen) {
  store::ReadBatch read;
  model::Revision& rev = read.revision.emplace();
  rev.id = revision;
  rev.article = article;
  rev.number = number;
  rev.outlet = "kp";
  rev.url = "https://kp.example/a";
  rev.title = "Каллас: Европа больше не обсуждает членство Украины в НАТО";
  rev.text = "Текст";
  rev.language = "ru";
  rev.fetched = seen;
  store::QuoteRow quote;
  quote.revision = revision;
  quote.seen = seen;
  quote.words = "Европа больше не обсуждает";
  quote.quote.official = "kallas";
  quote.quote.speaker = "Каллас";
  read.quotes.push_back(quote);
  quote.number = 1;
  quote.quote.official.reset();
  read.quotes.push_back(quote);
  store::DecisionRow decision;
  decision.revision = revision;
  decision.at = seen;
  decision.decision.pattern = "kallas-nato";
  decision.decision.outcome = model::Outcome::alert;
  decision.decision.label = model::Label::false_quote;
  decision.decision.why = {{"condition_dropped", {"если"}}};
  read.decisions.push_back(decision);
  return read;
}

model::Case sample_case(const std::string& id, const std::string& pattern, Time opened,
                        const std::string& revision) {
  model::Case item;
  item.id = id;
  item.pattern = pattern;
  item.official = "kallas";
  item.opened = item.last_new = opened;
  model::Occurrence occurrence;
  occurrence.id = id + "-1";
  occurrence.outlet = occurrence.voice = "kp";
  occurrence.language = "ru";
  occurrence.url = "https://kp.example/a";
  occurrence.revision = revision;
  occurrence.headline = "Каллас: …";
  occurrence.seen_at = opened;
  item.occurrences.push_back(occurrence);
  item.groups.push_back({.id = "g1", .occurrences = {occurrence.id}});
  return item;
}

model::AuditRecord sample_audit(const std::string& subject, const std::string& act) {
  model::AuditRecord record;
  record.at = at(0);
  record.who = "u1";
  record.act = act;
  record.subject = subject;
  record.after = "{\"state\":\"claimed\"}";
  return record;
}

model::OutboxEntry sample_entry(const std::string& id, Time due) {
  model::OutboxEntry entry;
  entry.id = id;
  entry.receiver = "hook";
  entry.event = "match.new";
  entry.case_id = "c1";
  entry.case_rev = 1;
  entry.payload = "{}";
  entry.made = entry.due = due;
  return entry;
}

std::string ids(const std::vector<model::Task>& tasks) {
  std::string out;
  for (const model::Task& task : tasks) {
    out += out.empty() ? "" : " ";
    out += task.id;
  }
  return out;
}

}  // namespace qw::test
