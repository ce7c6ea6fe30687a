#include "store/head_file.hpp"

#include "base/ids.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <string_view>

namespace qw::store {
namespace {

constexpr std::size_t slot_bytes = 4096;
constexpr unsigned slots = 2;

std::string as_text(const Head& head) {
  std::string text =
      fmt::format("quotewatch head 1\ninstance {}\ncommit {}\naudit {} {}\ntasks {}\n", head.instance,
                  head.commit, head.audit_seq, head.audit_hash.empty() ? "-" : head.audit_hash, head.tasks);
  text += "sum " + to_hex(sha256(text)) + "\n";
  text.resize(slot_bytes, ' ');
  return text;
}

/// The words of the line that begins with `name`, up to its end; takes the line off.
std::optional<std::string_view> take_line(std::string_view& rest, std::string_view name) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos || !rest.starts_with(name)) {
    return std::nullopt;
  }
  const std::string_view words = rest.substr(name.size(), end - name.size());
  rest.remove_prefix(end + 1);
  return words;
}

bool read_number(std::string_view text, std::uint64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

std::optional<Head> from_text(std::string_view slot) {
  std::string_view rest = slot;
  Head head;
  const auto first = take_line(rest, "quotewatch head 1");
  const auto instance = take_line(rest, "instance ");
  const auto commit = take_line(rest, "commit ");
  const auto audit = take_line(rest, "audit ");
  const auto tasks = take_line(rest, "tasks ");
  const std::size_t body = slot.size() - rest.size();
  const auto sum = take_line(rest, "sum ");
  if (!first || !instance || !commit || !audit || !tasks || !sum ||
      *sum != to_hex(sha256(slot.substr(0, body)))) {
    return std::nullopt;
  }
  const std::size_t space = audit->find(' ');
  if (space == std::string_view::npos || !read_number(*commit, head.commit) ||
      !read_number(audit->substr(0, space), head.audit_seq) || !read_number(*tasks, head.tasks)) {
    return std::nullopt;
  }
  head.instance = *instance;
  const std::string_view hash = audit->substr(space + 1);
  head.audit_hash = hash == "-" ? "" : hash;
  return head;
}

struct Slots {
  std::optional<Head> newest;
  unsigned newest_slot = 0;
};

Slots look(std::string_view bytes) {
  Slots found;
  for (unsigned i = 0; i < slots; ++i) {
    if (bytes.size() < (i + 1) * slot_bytes) {
      break;
    }
    const auto head = from_text(bytes.substr(i * slot_bytes, slot_bytes));
    if (head && (!found.newest || head->commit > found.newest->commit)) {
      found.newest = head;
      found.newest_slot = i;
    }
  }
  return found;
}

}  // namespace

Result<std::optional<Head>> HeadFile::read(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return std::nullopt;
  }
  TRY(const std::string bytes, read_file(path));
  const Slots found = look(bytes);
  if (!found.newest) {
    return fail(
        Errc::corrupt,
        fmt::format("{}: this file says how far the database was written, and it is damaged; check the disk, "
                    "then restore a backup or start once with --accept-loss (docs/store.md)",
                    path));
  }
  return found.newest;
}

Result<std::unique_ptr<HeadFile>> HeadFile::open(const std::string& path, Disk& disk) {
  TRY(auto file, disk.open(path));
  auto head = std::unique_ptr<HeadFile>(new HeadFile(std::move(file)));
  if (head->file_->size() < slots * slot_bytes) {
    TRY_OK(head->file_->write_at(0, std::string(slots * slot_bytes, ' ')));
    TRY_OK(head->file_->sync());
  } else {
    TRY(const std::string bytes, read_file(path));
    head->next_slot_ = (look(bytes).newest_slot + 1) % slots;
  }
  return head;
}

Result<> HeadFile::write(const Head& head) {
  // Not turned to the other slot on failure: the older one must stay whole.
  TRY_OK(file_->write_at(next_slot_ * slot_bytes, as_text(head)));
  TRY_OK(file_->sync());
  next_slot_ = (next_slot_ + 1) % slots;
  return {};
}

}  // namespace qw::store
