#include "crawler/quotes/lexicon.hpp"

#include "crawler/quotes/lexicon_loader.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

/// A single short or lower-case alias («Время», «Страна» aside) would make every such word an outlet.
bool is_safe_alias(std::string_view alias) {
  return alias.find('.') == std::string_view::npos || alias.find(' ') == std::string_view::npos;
}

}  // namespace

bool Person::in_office(Day day) const {
  return std::ranges::any_of(roles, [&](const model::Role& role) { return role.covers(day); });
}

bool Person::in_charge_of(std::string_view matter, Day day) const {
  return std::ranges::any_of(roles, [&](const model::Role& role) {
    const std::size_t list = role.title.find('(');
    return list != std::string::npos && role.covers(day) &&
           role.title.find(matter, list) != std::string::npos;
  });
}

int Lexicon::holder(const std::string& title, Day day) const {
  int found = -1;
  for (std::size_t i = 0; i < officials.size(); ++i) {
    for (const model::Role& role : officials[i].roles) {
      if (role.title.starts_with(title) && role.covers(day)) {
        if (found >= 0 && found != static_cast<int>(i)) {
          return -1;
        }
        found = static_cast<int>(i);
      }
    }
  }
  return found;
}

std::expected<std::shared_ptr<const Lexicon>, std::vector<Error>> load_lexicon(
    const std::string& directory, const std::vector<model::Official>& officials,
    const std::vector<model::Namesake>& namesakes, const std::vector<model::Outlet>& outlets) {
  auto lexicon = std::make_shared<Lexicon>();
  Paradigms paradigms;
  std::vector<Error> errors = paradigms.load(directory);
  LexiconLoader loader(*lexicon, paradigms,
                       [&](const std::string& file, const std::vector<std::string>& columns) {
                         return config::read_table(directory + "/" + file, columns);
                       });
  if (errors.empty()) {
    errors = loader.run();
  }
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  for (const model::Outlet& outlet : outlets) {
    if (outlet.kind == model::OutletKind::institution) {
      continue;
    }
    for (const std::string& alias : outlet.aliases) {
      if (is_safe_alias(alias)) {
        loader.add_media(alias);
      }
    }
  }
  add_officials(*lexicon, officials, namesakes);
  for (Vocabulary& vocabulary : lexicon->words) {
    vocabulary.finish();
  }
  return lexicon;
}

}  // namespace qw::quotes
