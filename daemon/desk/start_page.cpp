#include "daemon/desk/start_page.hpp"

#include "daemon/desk/page_frame.hpp"

namespace qw::desk {
namespace {

constexpr std::string_view contact_lines = "[crawl]\ncontact = \"desk@example.org\"\n";
constexpr std::string_view receiver_lines =
    "[[receiver]]\n"
    "id = \"newsroom\"\n"
    "kind = \"email\"\n"
    "url = \"smtp://relay.example.org:587\"\n"
    "user = \"quotewatch\"\n"
    "secret_file = \"/etc/quotewatch/newsroom.secret\"\n"
    "from = \"quotewatch@example.org\"\n"
    "to = \"monitoring@example.org\"\n"
    "zone = \"Europe/Kyiv\"\n"
    "digest = \"08:00\"\n";
constexpr std::string_view reload_commands =
    "quotewatch check-config --config {0}\nsudo systemctl reload quotewatchd\n";

/// One step: its number, whether it is done, what to do.
template <class Content>
void step(Html& h, const Frame& frame, std::string_view id, std::string_view key, bool done,
          Content content) {
  const Texts& t = frame.texts;
  h.in("section", {{"class", "card step"}, {"id", id}}, [&] {
    h.in("h2", {}, [&] {
      h.text(t("start." + std::string(key)));
      h.text(" ");
      badge(h, done ? "done" : "open", t(done ? "start.done" : "start.open"));
    });
    content();
  });
}

void lines(Html& h, std::string_view text) {
  h.in("pre", {{"tabindex", "0"}}, [&] { h.leaf("code", text); });
}

void to_the_file(Html& h, const Frame& frame, const StartView& view, std::string_view what) {
  h.leaf("p", frame.texts.filled("start.write", {view.config_file}));
  lines(h, what);
  h.leaf("p", frame.texts("start.then"));
  std::string commands(reload_commands);
  commands.replace(commands.find("{0}"), 3, view.config_file);
  lines(h, commands);
}

void receivers(Html& h, const Frame& frame, const StartView& view) {
  const Texts& t = frame.texts;
  h.in("ul", {}, [&] {
    for (const StartView::Receiver& each : view.receivers) {
      h.in("li", {}, [&] {
        h.leaf("b", {{"class", "foreign"}}, each.id);
        h.leaf("span", {{"class", "facts foreign"}}, " · " + each.kind + " · " + each.place + " ");
        if (!each.disabled.empty()) {
          badge(h, "remark", t("start.disabled"));
          h.leaf("div", {{"class", "facts foreign"}}, each.disabled);
        } else if (!each.last.empty()) {
          badge(h, each.last == "sent" ? "done" : "open", t("start.delivery." + each.last));
          h.leaf("div", {{"class", "facts foreign"}}, each.problem);
        }
        if (view.admin) {
          form(h, frame, "/start", "", [&] {
            hidden(h, "receiver", each.id);
            h.leaf("button", {}, t("start.test"));
          });
        }
      });
    }
  });
}

}  // namespace

std::string start_page(const Frame& frame, const StartView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::none, t("start.title"), [&](Html& h) {
    h.leaf("h1", t("start.title"));
    h.leaf("p", t("start.help"));
    step(h, frame, "contact", "contact", !view.contact.empty(), [&] {
      h.leaf("p", t("start.contact_help"));
      if (view.contact.empty()) {
        to_the_file(h, frame, view, contact_lines);
      } else {
        h.leaf("p", {{"class", "foreign"}}, view.contact);
      }
    });
    step(h, frame, "outlets", "outlets", view.verified > 0 || view.unverified_too, [&] {
      h.leaf("p",
             t.filled("start.outlets_help", {std::to_string(view.outlets), std::to_string(view.verified)}));
      lines(h, "quotewatch outlets check --all\nquotewatch outlets import ours.tsv\n");
      h.in("p", {}, [&] { h.leaf("a", {{"href", "/sources"}}, t("nav.sources")); });
    });
    bool told = false;
    for (const StartView::Receiver& each : view.receivers) {
      told = told || each.last == "sent";
    }
    step(h, frame, "receiver", "receiver", told, [&] {
      h.leaf("p", t("start.receiver_help"));
      if (view.receivers.empty()) {
        to_the_file(h, frame, view, receiver_lines);
      } else {
        receivers(h, frame, view);
      }
    });
    step(h, frame, "colleagues", "colleagues", view.people > 1, [&] {
      h.leaf("p", t.filled("start.colleagues_help", {std::to_string(view.people)}));
      if (view.admin) {
        h.in("p", {}, [&] { h.leaf("a", {{"href", "/people"}}, t("people.title")); });
      }
    });
    h.in("p", {{"class", "onward"}}, [&] {
      h.leaf("a", {{"href", "/start"}}, t("start.look_again"));
      h.text(" · ");
      h.leaf("a", {{"href", "/"}, {"id", "to-queue"}}, t("start.to_queue"));
    });
  });
}

}  // namespace qw::desk
