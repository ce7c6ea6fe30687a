#pragma once

#include "store/erasure.hpp"
#include "tests/store/samples.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Somebody who wants to be forgotten, and where his name stands.
namespace qw::test {

inline const std::string erased_name = "Пётр Иванов";

/// The name, in texts and in the bytes of pages.
inline store::Sought sought_name() {
  return {[](std::string_view text) {
            std::vector<model::ByteSpan> out;
            for (std::size_t at = text.find(erased_name); at != std::string_view::npos;
                 at = text.find(erased_name, at + 1)) {
              out.push_back(
                  {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + erased_name.size())});
            }
            return out;
          },
          [](const model::PageRecord&, std::string_view body) {
            return body.find(erased_name) != std::string_view::npos;
          }};
}

/// A page, its article and a quote, each with `text` in it, and where asked a case that shows it.
inline void read_one(store::Store& store, const std::string& id, const std::string& text, bool with_case) {
  model::PageRecord page = sample_page("p-" + id, at(0));
  page.url = page.final_url = "https://kp.example/" + id;
  const auto put = must(store.append_page(page, exchange("<p>" + text)));
  must(store.commit(store::FetchedBatch{.consumed_task = "", .page = put, .next = {}, .settings = {}}));
  store::ReadBatch read = sample_read("r-" + id, "a-" + id, 1, at(0));
  read.revision->page = page.id;
  read.revision->text = text;
  read.quotes.front().words = text;
  if (with_case) {
    read.cases.emplace_back(0, sample_case("c-" + id, "kallas-nato", at(0), "r-" + id));
    read.cases.back().second.occurrences.front().excerpt = text;
    read.audit.push_back(sample_audit("case:c-" + id, "case.open"));
    read.audit.back().reason = "found: " + text;
  }
  must(store.commit(read));
}

}  // namespace qw::test
