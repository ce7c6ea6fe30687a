#pragma once

#include "base/result.hpp"
#include "base/url.hpp"
#include "crawler/fetch/robots.hpp"

#include <span>
#include <string>
#include <string_view>

namespace qw::discover {

/// The identity of an address: two addresses with the same key are one document. On top of base/url.hpp's one
/// spelling: double slashes in the path folded, percent-encoding normal, parameters sorted, those of trackers
/// and sessions dropped (a closed list, whole names or prefixes, never parts of names), those of the site's
/// own Clean-param too, empty query dropped. "www.", scheme and language folders stay: what differs there may
/// be another document. The key is a fixed point: canonical_url(canonical_url(u)) = canonical_url(u).
/// Pure; any thread. Source: crawling.md 5.5.
std::string canonical_url(const Url& url, std::span<const fetch::CleanParam> clean_params = {});

/// The same for text. Errors: those of parse_url().
Result<std::string> canonical_url(std::string_view text);

/// Whether a page at `page` is believed when its rel=canonical names `named` as its own address. Only within
/// the registrable domain, never for a home page or a front page of a section, and only when the named
/// address still tells this document from its neighbours: it holds what is particular in the page's address
/// (the last part of its path, or a number of five digits or more of path or query), and is not the same path
/// without the query. A template that names one address on all its pages would else make one document of all.
/// Pure; any thread.
bool may_name_itself(const Url& page, const Url& named);

/// The parameters that the key leaves out, for `quotewatch inspect url`.
std::string dropped_params(const Url& url);

}  // namespace qw::discover
