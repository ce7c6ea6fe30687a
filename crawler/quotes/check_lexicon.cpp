#include "crawler/quotes/check_lexicon.hpp"

#include "crawler/quotes/lexicon_loader.hpp"
#include "crawler/text/language_data.hpp"

namespace qw::quotes {

struct LexiconCheck::Impl {
  Paradigms paradigms;
};

LexiconCheck::LexiconCheck(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LexiconCheck::LexiconCheck(LexiconCheck&&) noexcept = default;
LexiconCheck& LexiconCheck::operator=(LexiconCheck&&) noexcept = default;
LexiconCheck::~LexiconCheck() = default;

std::expected<LexiconCheck, std::vector<Error>> LexiconCheck::make(const std::string& directory) {
  auto impl = std::make_unique<Impl>();
  std::vector<Error> errors = impl->paradigms.load(directory);
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return LexiconCheck(std::move(impl));
}

std::vector<std::string_view> LexiconCheck::names() { return LexiconLoader::table_names(); }

std::vector<Error> LexiconCheck::table(std::string_view name, std::string_view bytes) const {
  Lexicon scratch;
  LexiconLoader loader(scratch, impl_->paradigms,
                       [&](const std::string& file, const std::vector<std::string>& columns) {
                         return config::parse_table(bytes, file, columns);
                       });
  return loader.run_table(name);
}

std::vector<Error> check_lexicon(const std::string& directory) {
  std::vector<Error> errors = text::LanguageData::check_tables(directory);
  Paradigms paradigms;
  const std::vector<Error> own = paradigms.load(directory);
  errors.insert(errors.end(), own.begin(), own.end());
  Lexicon scratch;
  LexiconLoader loader(scratch, paradigms,
                       [&](const std::string& file, const std::vector<std::string>& columns) {
                         return config::read_table(directory + "/" + file, columns);
                       });
  const std::vector<Error> more = own.empty() ? loader.run() : std::vector<Error>{};
  errors.insert(errors.end(), more.begin(), more.end());
  return errors;
}

}  // namespace qw::quotes
