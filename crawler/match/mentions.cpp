#include "crawler/match/mentions.hpp"

#include <algorithm>

namespace qw::match {

void Mentions::add(std::uint32_t official, std::string_view name, bool subject) {
  const std::vector<Word> words = split_words(name, {});
  if (words.empty()) {
    return;
  }
  for (const Word& word : words) {
    std::vector<std::uint32_t>& owners = parts_[word.key];
    if (std::ranges::find(owners, official) == owners.end()) {
      owners.push_back(official);
    }
  }
  std::vector<Form>& forms = forms_[words.back().key];
  const auto known = std::ranges::find(forms, official, &Form::official);
  if (known == forms.end()) {
    forms.push_back({official, subject});
  } else {
    known->subject = known->subject || subject;
  }
}

Mentions::Mentions(const std::vector<model::Official>& officials) {
  for (const model::Official& official : officials) {
    const auto index = static_cast<std::uint32_t>(ids_.size());
    ids_.push_back(official.id);
    if (official.gender == model::Gender::organisation) {
      continue;  // institutions speak through records only
    }
    for (const model::CaseForms* names : {&official.ru_last, &official.uk_last}) {
      for (std::size_t form = 0; form < names->forms.size(); ++form) {
        for (const std::string& name : names->forms[form]) {
          add(index, name, form == 0);
        }
      }
    }
    for (const std::string& name : official.variants) {
      add(index, name, true);
    }
    add(index, official.name, true);
    for (const std::string& name : {official.ru, official.uk}) {
      add(index, name, true);
    }
  }
}

std::vector<Mention> Mentions::find(std::span<const Word> words) const {
  std::vector<Mention> found;
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    if (!words[at].capital) {
      continue;
    }
    const auto forms = forms_.find(words[at].key);
    if (forms == forms_.end()) {
      continue;
    }
    for (const Form& form : forms->second) {
      found.push_back({form.official, at, form.subject});
    }
  }
  return found;
}

bool Mentions::is_name_of(std::string_view official, std::string_view key) const {
  const auto part = parts_.find(key);
  return part != parts_.end() &&
         std::ranges::any_of(part->second, [&](std::uint32_t owner) { return ids_[owner] == official; });
}

}  // namespace qw::match
