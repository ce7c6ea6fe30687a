#include "crawler/match/trace.hpp"

#include <fmt/format.h>

namespace qw::match {
namespace {

std::string meaning_of(const Part& part, const Lexicon& lexicon) {
  std::string meaning = part.root.empty() ? lexicon.at(part.concept_index).id : "'" + part.root + "'";
  for (const std::uint32_t other : part.others) {
    meaning += "|" + lexicon.at(other).id;
  }
  return meaning + (part.sign < 0 ? "-" : "+") + (part.own < 0 ? "n" : "");
}

std::string name_of(const Wording& wording, const Lexicon& lexicon) {
  std::string line;
  for (const Slot& slot : wording.slots) {
    line += fmt::format(" {}={}{}{:.2f}", slot.words, meaning_of(slot.part, lexicon), slot.key ? "*" : "@",
                        slot.weight);
  }
  return line;
}

std::string_view name_of(Whose whose) {
  switch (whose) {
    case Whose::ours:
      return "ours";
    case Whose::unsure:
      return "unsure";
    case Whose::house:
      return "house";
    case Whose::other:
      return "other";
    case Whose::nobody:
      break;
  }
  return "nobody";
}

std::string_view name_of(Shape shape) {
  switch (shape) {
    case Shape::quote:
      return "quote";
    case Shape::speech:
      return "speech";
    case Shape::deed:
      return "deed";
    case Shape::mention:
      return "mention";
    case Shape::sentence:
      break;
  }
  return "sentence";
}

}  // namespace

std::vector<std::string> trace(const CompiledPattern& pattern, const std::vector<ReadText>& texts,
                               const std::vector<Weighed>& weighed, const Lexicon& lexicon) {
  std::vector<std::string> lines;
  for (const Wording& wording : pattern.false_wordings) {
    lines.push_back("  false" + name_of(wording, lexicon));
  }
  for (const Wording& wording : pattern.authentic) {
    lines.push_back("  authentic" + name_of(wording, lexicon));
  }
  for (const Weighed& each : weighed) {
    const Unit& unit = *each.unit;
    const ReadText& read = texts[unit.text];
    std::string line =
        fmt::format("  {} {} {}{}{}{}{}{}{}:", is_headline(read) ? "headline" : "body", name_of(unit.whose),
                    name_of(unit.shape), unit.promoted ? " promoted" : "", unit.cue_denies ? " denies" : "",
                    unit.not_said ? " not_said" : "", unit.hedged ? " hedged" : "",
                    unit.unsure ? " unsure" : "", unit.debunks ? " debunks" : "");
    for (const Clause& clause : unit.clauses) {
      line += fmt::format(" [{}{}{}", clause.negated ? "not " : "", clause.conditional ? "if " : "",
                          clause.question ? "? " : "");
      for (const Part& part : clause.parts) {
        const std::uint32_t begin = read.words[part.first].span.begin;
        line += fmt::format(" {}={}", read.source->text.substr(begin, read.words[part.last].span.end - begin),
                            meaning_of(part, lexicon));
      }
      line += "]";
    }
    lines.push_back(line);
    const Comparison& c = each.comparison;
    lines.push_back(
        fmt::format("    wording {} coverage {:.2f} core {:.2f} tells {:.2f} agreement {:.2f} matter {:.2f} "
                    "deed {:.2f}{} "
                    "authentic {:.2f} whole {:.2f} novel {:.2f}",
                    c.wording_index, c.coverage, c.core, c.tells, c.agreement, c.matter, c.deed,
                    c.deed_relation < 0 ? "-" : "+", c.authentic, c.authentic_whole, c.novel));
  }
  return lines;
}

}  // namespace qw::match
