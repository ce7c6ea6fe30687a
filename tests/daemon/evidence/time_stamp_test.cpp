#include "daemon/evidence/time_stamp.hpp"

#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace qw;
using namespace qw::evidence;

namespace {

/// A time stamp authority of OpenSSL's own making: `openssl ts -reply` with a root and a signer of its own.
class Authority {
 public:
  explicit Authority(const test::TempFolder& folder, const std::string& usage = "critical,timeStamping")
      : folder_(folder) {
    write("root.cnf",
          "[req]\ndistinguished_name=n\nx509_extensions=v\n[n]\n[v]\nbasicConstraints=critical,CA:true\n");
    write("signer.cnf", "extendedKeyUsage=" + usage + "\nkeyUsage=critical,digitalSignature\n");
    write("tsa.cnf",
          "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=signer.pem\nsigner_key=signer.key\n"
          "signer_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\nordering=no\n"
          "tsa_name=no\ness_cert_id_chain=no\n");
    write("serial", "01\n");
    run("req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 2 -subj /CN=root -config "
        "root.cnf");
    run("req -newkey rsa:2048 -nodes -keyout signer.key -out signer.csr -subj /CN=tsa -config root.cnf");
    run("x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -out signer.pem -days 2 "
        "-extfile signer.cnf");
  }
  std::string answer(const std::string& query) const {
    write("query.tsq", query);
    run("ts -reply -config tsa.cnf -section t -queryfile query.tsq -out answer.tsr");
    return read("answer.tsr");
  }
  int run(const std::string& command) const {
    return std::system(("cd " + folder_.path() + " && openssl " + command + " >log 2>&1")
                           .c_str());  // NOLINT(concurrency-mt-unsafe): one thread
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_.path(name), std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(folder_.path(name), std::ios::binary).rdbuf();
    return out.str();
  }
  std::string roots() const { return folder_.path("root.pem"); }

 private:
  const test::TempFolder& folder_;
};

}  // namespace

TEST_CASE("an authority's stamp is taken, kept and checked again; OpenSSL's own program agrees") {
  const test::TempFolder folder;
  const Authority authority(folder);
  const Sha256 head = sha256("head of the chain");
  const auto query = stamp_query(head, 4711);
  REQUIRE(query.has_value());
  const std::string answer = authority.answer(query->der);
  const auto stamp = read_stamp(answer, head, 4711, authority.roots());
  REQUIRE_MESSAGE(stamp.has_value(), (stamp ? "" : stamp.error().what));
  CHECK(std::chrono::abs(stamp->at - system_clock().now()) < std::chrono::minutes(5));
  CHECK(check_stamp(stamp->token, head, authority.roots()).value() == stamp->at);
  authority.write("token.der", stamp->token);
  CHECK(authority.run("ts -verify -digest " + to_hex(head) + " -token_in -in token.der -CAfile root.pem") ==
        0);

  const auto kept = read_kept_stamp(stamp_text({7, to_hex(head), stamp->at, stamp->token}));
  REQUIRE(kept.has_value());
  CHECK(kept->token == stamp->token);
  CHECK(kept->head == to_hex(head));
  CHECK(digest_of_hex(kept->head) == head);
}

TEST_CASE("a stamp of something else, for another query, by a stranger or without the right use is refused") {
  const test::TempFolder folder;
  const Authority authority(folder);
  const Sha256 head = sha256("head");
  const std::string answer = authority.answer(stamp_query(head, 1)->der);
  CHECK(read_stamp(answer, sha256("other"), 1, authority.roots()).error().code == Errc::malformed);
  CHECK(read_stamp(answer, head, 2, authority.roots()).error().what.find("nonce") != std::string::npos);
  CHECK(read_stamp(answer.substr(0, answer.size() - 9), head, 1, authority.roots()).error().code ==
        Errc::malformed);
  CHECK(read_stamp("", head, 1, authority.roots()).error().code == Errc::malformed);
  CHECK(read_stamp(answer, head, 1, folder.path("none.pem")).error().code == Errc::config);
  std::string flipped = answer;
  flipped[flipped.size() - 20] = static_cast<char>(flipped[flipped.size() - 20] ^ 1);
  CHECK_FALSE(read_stamp(flipped, head, 1, authority.roots()).has_value());

  const test::TempFolder elsewhere;
  const Authority stranger(elsewhere);
  CHECK(read_stamp(answer, head, 1, stranger.roots()).error().code == Errc::malformed);

  authority.write("query.tsq", "no query");
  authority.run("ts -reply -config tsa.cnf -section t -queryfile query.tsq -out answer.tsr");
  CHECK(read_stamp(authority.read("answer.tsr"), head, 1, authority.roots()).error().code == Errc::refused);
}

TEST_CASE("a kept stamp that was damaged is damage, never a crash") {
  for (const char* bad : {"", "{}", R"({"seq":0})", R"({"seq":1,"head":"x","at":"never","token":""})",
                          R"({"seq":1,"head":"x","at":"2026-11-20T10:00:00Z","token":"?"})"}) {
    CAPTURE(bad);
    CHECK(read_kept_stamp(bad).error().code == Errc::corrupt);
  }
  CHECK(!digest_of_hex("00"));
  CHECK(!digest_of_hex(std::string(64, 'g')));
}
