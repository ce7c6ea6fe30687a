#include "daemon/evidence/time_stamp.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <vector>

namespace qw::evidence {
namespace {

namespace json = boost::json;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Request = std::unique_ptr<TS_REQ, Freed<TS_REQ_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Freed<TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>>;
using Integer = std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>>;
using Answer = std::unique_ptr<TS_RESP, Freed<TS_RESP_free>>;
using Token = std::unique_ptr<PKCS7, Freed<PKCS7_free>>;
using Context = std::unique_ptr<TS_VERIFY_CTX, Freed<TS_VERIFY_CTX_free>>;
using Roots = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;

constexpr std::size_t most_answer = 1U << 20U;

std::unexpected<Error> wrong(Errc code, const std::string& what) {
  const unsigned long error = ERR_get_error();
  std::string why;
  if (error != 0) {
    why.resize(256);
    ERR_error_string_n(error, why.data(), why.size());
    why.resize(why.find('\0') == std::string::npos ? why.size() : why.find('\0'));
  }
  ERR_clear_error();
  return fail(code, why.empty() ? what : what + " (" + why + ")");
}

Integer number(std::uint64_t value) {
  Integer out(ASN1_INTEGER_new());
  if (out && ASN1_INTEGER_set_uint64(out.get(), value) != 1) {
    out.reset();
  }
  return out;
}

template <class T>
std::string der_of(int (*write)(const T*, unsigned char**), const T* of) {
  unsigned char* bytes = nullptr;
  const int size = write(of, &bytes);
  if (size <= 0) {
    return "";
  }
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return out;
}

Result<Time> time_of(const TS_TST_INFO* info) {
  std::tm parts{};
  if (info == nullptr || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &parts) != 1) {
    return wrong(Errc::malformed, "the time stamp has no time");
  }
  return Time(std::chrono::seconds(timegm(&parts)));
}

/// What is checked: version, signature, chain to a root of `ca_file`, digest.
Result<Context> checks(const Sha256& digest, const std::string& ca_file) {
  Context out(TS_VERIFY_CTX_new());
  Roots roots(X509_STORE_new());
  if (!out || !roots || X509_STORE_load_file(roots.get(), ca_file.c_str()) != 1) {
    return wrong(Errc::config, fmt::format("{}: the certificates of the time stamp authority cannot be read "
                                           "(timestamps.ca_file)",
                                           ca_file));
  }
  // The chain is judged at the present time: a token whose certificates have run out needs archive stamps.
  auto* copy = static_cast<unsigned char*>(OPENSSL_memdup(digest.data(), digest.size()));
  TS_VERIFY_CTX_set_imprint(out.get(), copy, static_cast<long>(digest.size()));  // both are the context's now
  TS_VERIFY_CTX_set_flags(out.get(), TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(out.get(), roots.release());
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

Result<std::string> from_base64(std::string_view text) {
  std::string out(3 * (text.size() / 4) + 3, '\0');
  const int size = text.size() > most_answer || text.size() % 4 != 0
                       ? -1
                       : EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                         reinterpret_cast<const unsigned char*>(text.data()),
                                         static_cast<int>(text.size()));
  if (size < 0) {
    return wrong(Errc::corrupt, "a kept time stamp is no base64");
  }
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

}  // namespace

Result<StampQuery> stamp_query(const Sha256& digest, std::uint64_t nonce) {
  const Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  const Integer once = number(nonce);
  if (!request || !imprint || !algorithm || !once) {
    return wrong(Errc::io, "a time stamp query cannot be made");
  }
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  std::vector<unsigned char> bytes(digest.begin(), digest.end());
  if (TS_REQ_set_version(request.get(), 1) != 1 ||
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1 ||
      TS_MSG_IMPRINT_set_msg(imprint.get(), bytes.data(), static_cast<int>(bytes.size())) != 1 ||
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) != 1 ||
      TS_REQ_set_nonce(request.get(), once.get()) != 1 || TS_REQ_set_cert_req(request.get(), 1) != 1) {
    return wrong(Errc::io, "a time stamp query cannot be made");
  }
  return StampQuery{der_of<TS_REQ>(i2d_TS_REQ, request.get()), nonce};
}

Result<Time> check_stamp(std::string_view token, const Sha256& digest, const std::string& ca_file) {
  const auto* at = reinterpret_cast<const unsigned char*>(token.data());
  const Token read(token.size() > most_answer ? nullptr
                                              : d2i_PKCS7(nullptr, &at, static_cast<long>(token.size())));
  if (!read) {
    return wrong(Errc::malformed, "the time stamp cannot be read");
  }
  TRY(const Context context, checks(digest, ca_file));
  if (TS_RESP_verify_token(context.get(), read.get()) != 1) {
    return wrong(Errc::malformed, "the time stamp does not hold");
  }
  const std::unique_ptr<TS_TST_INFO, Freed<TS_TST_INFO_free>> info(PKCS7_to_TS_TST_INFO(read.get()));
  return time_of(info.get());
}

Result<Stamp> read_stamp(std::string_view answer, const Sha256& digest, std::uint64_t nonce,
                         const std::string& ca_file) {
  const auto* at = reinterpret_cast<const unsigned char*>(answer.data());
  const Answer read(
      answer.size() > most_answer ? nullptr : d2i_TS_RESP(nullptr, &at, static_cast<long>(answer.size())));
  if (!read) {
    return wrong(Errc::malformed, "the answer is no time stamp answer (RFC 3161)");
  }
  const long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(read.get())));
  PKCS7* token = TS_RESP_get_token(read.get());
  if ((status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) || token == nullptr) {
    return fail(Errc::refused, fmt::format("the time stamp authority refused: status {}", status));
  }
  Stamp out;
  out.token = der_of<PKCS7>(i2d_PKCS7, token);
  const TS_TST_INFO* info = TS_RESP_get_tst_info(read.get());
  const ASN1_INTEGER* once = info != nullptr ? TS_TST_INFO_get_nonce(info) : nullptr;
  std::uint64_t answered = 0;
  if (once == nullptr || ASN1_INTEGER_get_uint64(&answered, once) != 1 || answered != nonce) {
    return wrong(Errc::malformed, "the time stamp answers another query: its nonce is not ours");
  }
  TRY(out.at, check_stamp(out.token, digest, ca_file));
  return out;
}

std::string stamp_key(std::uint64_t seq) { return fmt::format("{}{:020}", stamp_room, seq); }

std::string stamp_text(const KeptStamp& of) {
  json::object out;
  out["seq"] = of.seq;
  out["head"] = of.head;
  out["at"] = to_iso(of.at);
  out["token"] = base64(of.token);
  return json::serialize(out);
}

Result<KeptStamp> read_kept_stamp(std::string_view text) {
  boost::system::error_code ec;
  const json::value value = json::parse(text, ec);
  const json::object* in = ec ? nullptr : value.if_object();
  const auto string_at = [&](std::string_view key) -> std::string_view {
    const json::value* found = in != nullptr ? in->if_contains(key) : nullptr;
    return found != nullptr && found->is_string() ? std::string_view(found->as_string()) : std::string_view();
  };
  const json::value* seq = in != nullptr ? in->if_contains("seq") : nullptr;
  if (seq == nullptr || !seq->is_int64() || seq->as_int64() < 1) {
    return fail(Errc::corrupt, "a kept time stamp cannot be read");
  }
  KeptStamp out;
  out.seq = static_cast<std::uint64_t>(seq->as_int64());
  out.head = string_at("head");
  const auto at = parse_time(string_at("at"));
  if (!at) {
    return fail(Errc::corrupt, "a kept time stamp has no time");
  }
  out.at = *at;
  TRY(out.token, from_base64(string_at("token")));
  return out;
}

std::optional<Sha256> digest_of_hex(std::string_view hex) {
  Sha256 out{};
  if (hex.size() != 2 * out.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(hex[i]);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    out.at(i / 2) =
        static_cast<std::uint8_t>(static_cast<unsigned>(out.at(i / 2)) << 4U | static_cast<unsigned>(digit));
  }
  return out;
}

}  // namespace qw::evidence
