#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Keys: big-endian tuples that begin with a type byte, so that byte order is the order of the tuple.
///
/// | family       | key                              | value                                             |
/// |--------------|----------------------------------|---------------------------------------------------|
/// | meta         | S                                | Schema                                            |
/// |              | H                                | Head: commit number, audit head, count of tasks   |
/// |              | R                                | time of the restore whose deliveries are held     |
/// |              | W · file                         | WarcPlace: how far the file is committed          |
/// |              | s · key                          | a setting, as given                               |
/// | frontier     | d · due · priority · id          | (empty) the task waits                            |
/// |              | l · leased until · id            | (empty) the task is out                           |
/// |              | u · id                           | Placed<Task>                                      |
/// |              | x · id                           | time of finishing: a link that is known           |
/// | hosts        | h · host                         | HostState                                         |
/// | outlet_state | o · outlet · address             | OutletState                                       |
/// | pages        | p · id                           | PageRecord                                        |
/// |              | e · id · case                    | EvidencePlace                                     |
/// |              | t · fetched · id                 | (empty) for retention                             |
/// |              | u · final url                    | id of the newest page of the address              |
/// | revisions    | r · id                           | RevisionPlace                                     |
/// |              | v · article · number             | Revision                                          |
/// |              | t · fetched · article · number   | (empty) for retention                             |
/// | quotes       | q · revision · text · number     | QuoteRow                                          |
/// |              | o · official · ~seen · revision · text · number   | (empty)                          |
/// |              | t · ~seen · revision · text · number | (empty) quotes of any official                |
/// |              | n · day · outlet                 | QuoteCount: of officials, first read on that day  |
/// | decisions    | d · revision · pattern · text    | DecisionRow                                       |
/// | cases        | c · id                           | Case                                              |
/// |              | i · id                           | CasePlace                                         |
/// |              | o · ~opened · id                 | CaseSummary                                       |
/// |              | s · state · ~opened · id         | CaseSummary                                       |
/// |              | p · pattern · ~opened · id       | CaseSummary                                       |
/// |              | a · article · id                 | (empty)                                           |
/// |              | n · pattern                      | id of its newest case                             |
/// | audit        | a · seq                          | AuditRecord                                       |
/// |              | s · subject · seq                | (empty)                                           |
/// | outbox       | x · id                           | Delivery; `sent` stays as what stops a resend     |
/// |              | d · receiver · due · id          | (empty) pending                                   |
/// |              | m · ~made · id                   | (empty)                                           |
/// |              | s · state · ~made · id           | (empty)                                           |
/// | users        | u · id / n · name / t · id / s · id hash | User / its id / Token / Session           |
///
/// Numbers and times have 8 bytes (signed: top bit flipped), `~` is newest first, small numbers one byte;
/// texts are written 00 → 00 FF and end with 00 00. Pure; any thread.
namespace qw::store {

class Key {
 public:
  explicit Key(char type) : bytes_(1, type) {}
  Key& text(std::string_view part) &;
  Key& number(std::uint64_t part) &;
  Key& byte(std::uint8_t part) &;
  Key& time(Time part) &;
  Key& newest_first(Time part) &;
  Key&& text(std::string_view part) && { return std::move(text(part)); }
  Key&& number(std::uint64_t part) && { return std::move(number(part)); }
  Key&& byte(std::uint8_t part) && { return std::move(byte(part)); }
  Key&& time(Time part) && { return std::move(time(part)); }
  Key&& newest_first(Time part) && { return std::move(newest_first(part)); }

  const std::string& bytes() const { return bytes_; }
  operator std::string_view() const { return bytes_; }  // NOLINT(google-explicit-constructor): a key is bytes

 private:
  std::string bytes_;
};

/// Takes the parts of a key off again, in order; nullopt when the bytes do not hold such a part.
class KeyParts {
 public:
  explicit KeyParts(std::string_view key) : rest_(key.empty() ? key : key.substr(1)) {}
  std::optional<std::string> text();
  std::optional<std::uint64_t> number();
  std::optional<std::uint8_t> byte();
  std::optional<Time> time();
  std::optional<Time> newest_first();
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// The least key that is behind every key with this prefix; "" = there is none.
std::string behind(std::string_view prefix);

}  // namespace qw::store
