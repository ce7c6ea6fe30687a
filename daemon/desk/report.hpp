#pragma once

#include "daemon/desk/pages.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The report of a case that leaves the house with its evidence: for each copy the quote with two sentences
/// of context, the three times, the address, and the digests of the stored bytes. One HTML document without
/// script, link or anything from outside; foreign text is text. Pure; equal views give equal bytes.
namespace qw::desk {

struct ReportView {
  model::Case of;  ///< without the copies that may not leave
  struct Bytes {
    Time fetched{};
    int status = 0;
    std::string final_url, digest, record, problem;
  };
  std::map<std::string, Bytes> bytes;  ///< of the stored page, by occurrence id
  struct Look {
    std::optional<Time> at;
    std::string seen;     ///< name of a looks::Seen
    std::string detail;   ///< in words
    std::string not_now;  ///< name of a looks::NotNow, "" = it was looked at for this export, or just before
  };
  std::map<std::string, Look> looks;                    ///< the last one at the page, by occurrence id
  std::map<std::string, std::vector<std::string>> why;  ///< sentences by occurrence id
  std::map<std::string, std::string> names;             ///< of users, by id; empty: nobody is named
  bool full = false;                                    ///< internal: also notes, reasons, history, files
  std::vector<model::AuditRecord> history;
  std::vector<CaseView::File> files;
  std::size_t left_out = 0;  ///< copies of outlets whose content may not leave
  Time as_of{};              ///< last change of the case, or last look at one of its pages
  std::uint64_t ledger_seq = 0;
  std::string ledger_hash;  ///< of the audit record that made that change
};

std::string report_html(const Frame& frame, const ReportView& view);

}  // namespace qw::desk
