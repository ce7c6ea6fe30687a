#pragma once

#include "daemon/desk/page_frame.hpp"

#include <string_view>

/// Pieces of the case page.
namespace qw::desk {

bool may(const CaseView& view, std::string_view act);
std::string person(const CaseView& view, const std::string& id);
/// A form that acts on the case: hidden act and rev.
void act_form(Html& h, const Frame& frame, const CaseView& view, std::string_view act, std::string_view css,
              const std::function<void()>& content);
/// What the person had typed into that form when it was refused, else "".
std::string_view typed(const CaseView& view, std::string_view act, std::string_view group = "");
void copy_group(Html& h, const Frame& frame, const CaseView& view, const model::CopyGroup& group);
void comparison(Html& h, const Frame& frame, const CaseView& view);
void files_card(Html& h, const Frame& frame, const CaseView& view);
/// Brief, lists, ClaimReview, and where a lead records the public page.
void out_card(Html& h, const Frame& frame, const CaseView& view);
void notes_and_history(Html& h, const Frame& frame, const CaseView& view);

}  // namespace qw::desk
