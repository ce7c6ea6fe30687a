#pragma once

#include "base/clock.hpp"
#include "model/quote.hpp"
#include "model/work.hpp"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What a request of a person about their data asks of the store: to find it, and to erase it.
namespace qw::store {

/// Where it stands in a text, in order and without overlap; and whether a stored body holds it. Both are
/// called from the caller's thread only.
struct Sought {
  std::function<std::vector<model::ByteSpan>(std::string_view text)> in_text;
  std::function<bool(const model::PageRecord& page, std::string_view wire_body)> in_page;
};

/// One place where it was found.
struct Trace {
  std::string room;  ///< page, article, quote, decision, case, message, task, record, setting
  std::string id;    ///< of the page, revision, case …; the number of an audit record; the key of a setting
  std::string excerpt;             ///< some words around it, "" for a page
  std::vector<std::string> cases;  ///< that keep it
};

struct ErasureWish {
  std::set<std::string> held_cases;  ///< whose evidence may not be touched: then nothing is erased
  model::AuditRecord act;            ///< who, when, why; the store adds what was erased
};
struct Erased {
  std::uint64_t pages = 0, texts = 0, records = 0, files = 0;
  std::vector<Trace> left;  ///< found, and not the store's to change: settings that people wrote
};

/// How `PageRecord::problem` of a page begins whose bytes were erased; its digest stays.
inline constexpr std::string_view erased_mark = "erased ";
/// The same while the bytes are not gone yet: an erasure that was cut goes on when it is asked for again.
inline constexpr std::string_view erasing_mark = "erasing ";
/// The act of the audit record that vouches for what was erased.
inline constexpr std::string_view erase_act = "privacy.erase";

}  // namespace qw::store
