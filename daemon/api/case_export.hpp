#pragma once

#include "daemon/api/api.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/desk/pages.hpp"

#include <string>

/// A case as a file of evidence that others can open.
namespace qw::api {

struct Exported {
  std::string name, bytes;  ///< of the WACZ file
};

/// Level `share`: a report with each quote, two sentences of context and digests, and nothing else; `full`
/// (a lead's): also the stored pages, files, notes and history. Copies of outlets marked `restricted` are in
/// neither. Names of reviewers only when a lead asks for them. The same state of the case gives the same
/// bytes. The pages are looked at again first (case_looks.hpp), and the report says when each was looked at
/// last and why not now; that it was exported is an audit record `case.export` that does not count as a
/// change of it. `frame` has texts and configuration. Errc::refused for a role that may not, Errc::corrupt
/// when stored bytes do not fit their digests. Blocks on the store.
Result<Exported> export_case(Call& call, const desk::Frame& frame, const std::string& case_id,
                             const ExportWish& wish, const cases::Actor& actor);

}  // namespace qw::api
