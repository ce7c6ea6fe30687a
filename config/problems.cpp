#include "config/problems.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace qw::config {
namespace {

void sort_by_place(std::vector<Error>& errors) {
  std::ranges::sort(errors, {}, [](const Error& e) {
    return e.where ? std::tuple(e.where->file, e.where->line, e.where->column, e.what)
                   : std::tuple(std::string(), std::uint32_t{0}, std::uint32_t{0}, e.what);
  });
}

}  // namespace

void Problems::add(const std::string& file, TomlPlace place, std::string what) {
  add(Error{Errc::config, std::move(what), Where{file, place.line, place.column}});
}

void Problems::add(Error error) {
  const std::string file = error.where ? error.where->file : "";
  if (++of_file_[file] <= most_of_a_file) {
    errors_.push_back(std::move(error));
  }
}

void Problems::remark(const std::string& file, TomlPlace place, std::string what) {
  remarks_.push_back(Error{Errc::config, std::move(what), Where{file, place.line, place.column}});
}

std::vector<Error> Problems::take() {
  std::vector<Error> out = std::exchange(errors_, {});
  sort_by_place(out);
  for (const auto& [file, count] : of_file_) {
    if (count > most_of_a_file) {
      out.push_back(Error{Errc::config,
                          "and " + std::to_string(count - most_of_a_file) + " more errors in this file",
                          Where{file, 0, 0}});
    }
  }
  of_file_.clear();
  return out;
}

std::vector<Error> Problems::take_remarks() {
  std::vector<Error> out = std::exchange(remarks_, {});
  sort_by_place(out);
  return out;
}

}  // namespace qw::config
