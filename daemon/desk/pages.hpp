#pragma once

#include "config/config.hpp"
#include "daemon/cases/rules.hpp"
#include "daemon/desk/texts.hpp"
#include "daemon/hand_in/hand_in.hpp"
#include "model/case.hpp"
#include "model/work.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The pages of the desk as HTML documents. They work without script; all foreign text goes through Html,
/// which escapes it. Pure: what a page shows is in its view. Threads: any.
namespace qw::desk {

/// What every page needs.
struct Frame {
  Texts texts;
  std::string user;        ///< name, "" = nobody is logged in
  std::string form_token;  ///< hidden token of the forms
  std::string here;        ///< path of the page, for the language switch
  Time now{};
  const config::Config* config = nullptr;
  std::string notice;       ///< already in the language of the page, "" = none
  int refresh_seconds = 0;  ///< > 0: the page is asked for again
  bool keys = true;         ///< the keyboard acts (the person may switch it off)
  model::UserRole role = model::UserRole::viewer;
  std::string store_damage = "", store_refusal = "";  ///< of store::Health: each page says so
};

std::string setup_page(const Frame& frame, std::string_view secret, std::string_view name);
std::string login_page(const Frame& frame, std::string_view name);
/// A title and one sentence.
std::string message_page(const Frame& frame, std::string_view title, std::string_view sentence);

struct QueueView {
  std::vector<model::Case> cases;
  std::map<std::string, std::string> query;  ///< fields of the filter as they were given
  std::string address;                       ///< the same as the query of an address, "" = no filter
  std::string next;                          ///< address of the next page, "" = none
  std::string crawl_paused;                  ///< why, "" = it crawls
  std::size_t outlets = 0, polled = 0;
  std::uint64_t quotes_today = 0;
  struct Latest {
    std::string official, words;
    Time seen{};
  };
  std::vector<Latest> latest;
  struct Search {
    std::string id, name, query, feed;  ///< `feed`: address of its JSON Feed
  };
  std::vector<Search> searches;
  std::map<std::string, std::string> names;  ///< of users, by id
  struct Silence {
    std::string what, author, reason;
    Time until{};
  };
  std::vector<Silence> silences;  ///< that hold now
  std::uint64_t since = 0;        ///< audit record that the page knows; live updates go on from there
};
std::string queue_page(const Frame& frame, const QueueView& view);

struct CaseView {
  model::Case of;
  std::vector<model::AuditRecord> history;              ///< oldest first
  std::map<std::string, std::vector<std::string>> why;  ///< sentences by occurrence id
  std::vector<std::string> allowed;                     ///< names of acts
  bool can_undo = false;
  struct File {
    std::string id, name, source, kind, digest, who;
    Time at{};
    std::size_t bytes = 0;
  };
  std::vector<File> files;
  std::string fact_check, organisation;  ///< the team's public page about it, "" = none
  bool may_add = false;                  ///< files
  bool may_publish = false;              ///< record that page
  cases::Actor actor;
  std::map<std::string, std::string> names;  ///< of users, by id
  struct Proposal {
    std::string sentence, taught;  ///< taught: "", "silent", "regression"
  };
  std::map<std::string, Proposal> proposals;  ///< by group: what its verdict teaches
  struct Typed {
    std::string act, group, text;
  };
  Typed typed;              ///< of a form that was refused: its text stands in it again
  std::uint64_t since = 0;  ///< as in QueueView
};
std::string case_page(const Frame& frame, const CaseView& view);

/// The brief in `language`, ready to be copied; `back`: address of the case.
std::string brief_page(const Frame& frame, const std::string& back, const std::string& language,
                       std::string_view markdown);
/// Before somebody leaves for an outlet's own page.
std::string leave_page(const Frame& frame, const std::string& address, const std::string& outlet,
                       const std::string& back);

std::string account_page(const Frame& frame);
struct PeopleView {
  std::vector<model::User> users;
  std::string own;  ///< id of who looks
};
std::string people_page(const Frame& frame, const PeopleView& view);

struct SourcesView {
  struct Row {
    const model::Outlet* outlet = nullptr;
    std::string state, detail, paused_by;
    std::optional<Time> last_success, last_new_article;
    std::uint64_t articles = 0, quotes = 0;  ///< `quotes`: of officials, within seven days
  };
  std::vector<Row> rows;
  bool may_pause = false;
  std::string state;  ///< chosen filter, "" = all
};
std::string sources_page(const Frame& frame, const SourcesView& view);

struct CopyView {
  model::Revision revision;
  std::string digest;
  std::string back;  ///< address of the case
};
std::string copy_page(const Frame& frame, const CopyView& view);

struct CheckView {
  std::string title, text, date;
  std::string problem;
};
std::string check_page(const Frame& frame, const CheckView& view);

struct HandInView {
  hand_in::Wish wish;
  hand_in::Report report;
  std::vector<std::vector<std::string>> why;  ///< sentences, one list a decision of the report
  bool waiting = false;                       ///< no report yet, or a case is being opened
  bool may_open = false;
};
std::string hand_in_page(const Frame& frame, const HandInView& view);

}  // namespace qw::desk
