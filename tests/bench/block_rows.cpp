/// Writes what eval/train_blocks.py learns from: for each page of a manifest (eval/pages_layout.py) the
/// features of its blocks as raw 32-bit floats, and a JSON line with their texts. usage: block_rows ROWS.f32
/// BLOCKS.jsonl < MANIFEST.jsonl
#include "crawler/article/block_features.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/json_facts.hpp"
#include "crawler/article/page_facts.hpp"
#include "crawler/article/prepass.hpp"
#include "crawler/article/title.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iostream>
#include <sstream>

using namespace qw::article;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

void write_page(const boost::json::object& page, std::istream* chances, std::ostream& rows,
                std::ostream& lines) {
  const std::string bytes = read_file(std::string(page.at("html_file").as_string()));
  const Utf8Text decoded = to_utf8(bytes, "", Inside::html);
  const Prepared prepared = prepass(decoded.text);
  boost::json::object line;
  line["id"] = page.at("id");
  boost::json::array texts;
  if (!prepared.flat) {
    const Dom dom(prepared.html);
    const PageFacts facts = page_facts(dom);
    const std::vector<Block> blocks = blocks_of(dom, places_of(dom));
    const Titles titles = titles_of(dom, facts, json_facts(prepared.json_ld));
    FeatureContext context;
    context.title = titles.title;
    context.lead = facts.first({"og:description", "description"});
    context.headline = headline_block(blocks, titles.title);
    std::vector<float> features;
    BlockGroups groups(dom, blocks);
    if (chances != nullptr) {
      std::vector<float> given(blocks.size());
      chances->read(reinterpret_cast<char*>(given.data()),
                    static_cast<std::streamsize>(given.size() * sizeof(float)));
      groups.set_chances(given);
      features = second_look_features(groups, blocks, given);
    } else {
      features = block_features(groups, blocks, context);
    }
    rows.write(reinterpret_cast<const char*>(features.data()),
               static_cast<std::streamsize>(features.size() * sizeof(float)));
    for (const Block& block : blocks) {
      texts.emplace_back(block.text);
    }
  }
  line["texts"] = std::move(texts);
  lines << boost::json::serialize(line) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::cerr << "usage: block_rows ROWS.f32 BLOCKS.jsonl [CHANCES.f32] < MANIFEST.jsonl\n";
    return 2;
  }
  std::ofstream rows(argv[1], std::ios::binary), lines(argv[2], std::ios::binary);
  std::ifstream chances(argc == 4 ? argv[3] : "/dev/null", std::ios::binary);
  boost::json::array names;
  for (const std::string& name : argc == 4 ? second_look_names() : feature_names()) {
    names.emplace_back(name);
  }
  lines << boost::json::serialize(boost::json::object{{"names", names}}) << '\n';
  for (std::string line; std::getline(std::cin, line);) {
    write_page(boost::json::parse(line).as_object(), argc == 4 ? &chances : nullptr, rows, lines);
  }
  return rows && lines ? 0 : 1;
}
