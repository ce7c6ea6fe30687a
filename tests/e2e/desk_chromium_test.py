"""From the set-up link to the first verdict in headless Chromium, over the demo newsroom; makes the README's pictures.

    desk_chromium_test.py [FOLDER]     pictures go to FOLDER, else to a temporary one"""
import json
import os
import pathlib
import sys

import browser
import desk_by_keyboard
import desk_live
from harness import Daemon, Folder, newsroom, quotewatch, wait_for, SOURCE

if not browser.is_installed():
    print("chromium and chromedriver are not installed (scripts/deps)")
    sys.exit(77)


def unexpected(window, refused=0):
    """What the browser complains of, but for pages asked for in vain and as many refused acts as the test met itself."""
    bad = [c for c in window.complaints() if "404" not in c]
    conflicts = [c for c in bad if "409 (Conflict)" in c]
    return [c for c in bad if c not in conflicts] + conflicts[refused:]


room = newsroom.Newsroom(0).start()
with Folder() as folder:
    pictures = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else folder
    (folder / "nobody.secret").write_text("http://127.0.0.1:9/hooks/nobody\n", "utf-8")
    config = newsroom.write_configuration(room, folder, SOURCE / "config", more=f"""
[[receiver]]
id = "nobody"
kind = "mattermost"
secret_file = "{folder}/nobody.secret"
address = "127.0.0.1"
"""
                                          )
    with Daemon(config, demo=True) as daemon, browser.Browser() as b:
        daemon.wait_ready()
        link = daemon.get("/api/v1/status")["setup_link"]
        assert link.startswith("http://127.0.0.1:"), link

        # The link makes the first account and logs it in.
        b.open(link)
        b.type('input[name="name"]', "Olena")
        b.type('input[name="password"]', "correct horse battery")
        b.choose('select[name="language"]', "en")
        b.click("button.primary")
        b.click("#to-queue")
        b.one(".filters")
        assert "Queue" in b.text("h1"), b.text("body")
        assert not daemon.get("/api/v1/status")["setup_link"]
        b.open(link)
        assert "works once" in b.text("main"), b.text("body")

        # The queue fills.
        spread = {"before": -1, "times": 0}

        def still():
            rows = daemon.rows("/api/v1/cases")
            now = sum(r["spread"]["occurrences"] for r in rows)
            spread["times"] = spread["times"] + 1 if now == spread["before"] and now > 8 else 0
            spread["before"] = now
            return spread["times"] >= 3
        wait_for("the newsroom to be read", still, every=3)
        b.open(link.split("/setup/")[0] + "/")
        assert b.all(".queue .case.high"), b.text("main")
        b.picture(pictures / "queue.png")

        # The case page: marked quote beside the authentic words.
        b.click(".queue h2 a")
        for css in (".bent mark.quote", ".true blockquote", ".why li", ".group .copy", ".verdicts button"):
            assert b.all(css), css
        assert "security guarantees" in b.text(".true"), b.text(".true")
        b.picture(pictures / "case.png")
        b.open(b.address() + "#g1")
        b.picture(pictures / "copies.png")
        b.open(b.address().split("#")[0] + "#content")
        b.scheme("dark")
        b.picture(pictures / "case-dark.png")
        b.scheme("light")
        b.size(390, 844, phone=True)
        edges = b.right_edges("header, main, .card, .copy, .verdicts button")
        assert max(edges) <= 390, edges
        b.picture(pictures / "case-phone.png")
        b.size(1280, 900)

        # Claim, first verdict, undo, verdict again.
        case = b.address().rsplit("/", 1)[1].split("#")[0]

        def get():
            return daemon.get(f"/api/v1/cases/{case}")

        refused = []

        def does(what, condition, act):
            """Acts on a fresh page; once more when the case grew meanwhile and the desk refused for that."""
            for _ in range(3):
                b.open(link.split("/setup/")[0] + f"/cases/{case}")
                act()
                b.one("main")
                if not b.all("main > .notice[role=status]:not(#news)"):
                    break
                refused.append(what)
            wait_for(what, condition, 20)

        does("the claim", lambda: get()["state"] == "claimed", lambda: b.click('form:has(input[value="claim"]) button'))

        def decide():
            b.type('.group form.decide input[name="reason"]', "her sentence began with an if")
            b.click('.group button[value="false_quote"]')
        does("the first verdict", lambda: get()["groups"][0]["verdict"], decide)
        first = get()["groups"][0]["verdict"]
        assert (first["verdict"], first["reason"]) == ("false_quote", "her sentence began with an if"), first
        b.click('form:has(input[value="undo"]) button')
        wait_for("the undo", lambda: not get()["groups"][0]["verdict"], 20)
        for _ in range(20):  # the newsroom still publishes: a group more may come while these are decided
            waiting = [group["id"] for group in get()["groups"] if not group["verdict"]]
            if not waiting:
                break
            name = waiting[0]
            does(f"the verdict on {name}", lambda: next(g for g in get()["groups"] if g["id"] == name)["verdict"],
                 lambda: b.click(f'#{name} button[value="false_quote"]'))
        wait_for("the decision", lambda: get()["state"] == "decided", 20)

        def note():
            b.type('textarea[name="text"]', "seen on television, too")
            b.click("#notes button")
        does("the note", lambda: get()["notes"], note)
        assert "seen on television, too" in b.text("#notes")

        # A stored copy, the sources, a hand-in.
        b.click('.copy a[href*="/copies/"]:not([href$="/original"])')
        assert b.text("article.stored h1")
        b.open(link.split("/setup/")[0] + "/sources")
        assert len(b.all("tbody tr")) == len(room.outlets)
        b.picture(pictures / "sources.png")
        b.open(link.split("/setup/")[0] + "/check")
        b.type('textarea[name="text"]', "Каллас заявила, что Европа больше не обсуждает членство Украины в НАТО.")
        b.click("main button.primary")
        b.one(".found .badge.alert", 30)
        assert not b.all(".in-case"), b.text("main")

        # What does not arrive is seen, with why, and sent by hand.
        assert quotewatch(daemon, "alerts", "test", "nobody").returncode == 0
        wait_for("the letter that waits", lambda: daemon.rows("/api/v1/deliveries?state=pending"))

        def letters():
            b.open(link.split("/setup/")[0] + "/alerts")
            return b.all("#letters li .facts")
        wait_for("its problem on the page", letters)
        assert "a test" in b.text("#letters") and "nobody" in b.text("#receivers"), b.text("main")
        b.click('#letters form button')
        assert "nobody" in b.text("#letters")

        # An address in the field of every page: fetched politely, judged, already in a case; then ones that are refused.
        def hand_in(address):
            b.open(link.split("/setup/")[0] + "/sources")
            b.type('.quick-check input[name="text"]', address)
            b.click(".quick-check button")
            b.one(".handed-in", 40)
        bent = next(o["url"] for o in get()["occurrences"] if o["revision"])
        hand_in(bent)
        assert b.all(".found .badge.alert, .found .badge.review") and b.all('.in-case a[href^="/cases/"]'), b.text("main")
        b.picture(pictures / "hand-in.png")
        hand_in("http://169.254.169.254/latest/meta-data")
        assert b.all(".handed-in.refused_address"), b.text("main")
        hand_in(bent.rsplit("/", 1)[0] + "/no-such-page")
        assert b.all(".handed-in.gone, .handed-in.bad_answer"), b.text("main")

        # The command line waits and prints; a text goes into the running case, marked with who brought it.
        made = quotewatch(daemon, "check", "--open-case", "--json", "Каллас заявила, что Европа больше не обсуждает членство Украины в НАТО.")
        handed = json.loads(made.stdout)
        assert made.returncode == 1 and handed["report"]["cases"], made
        brought = daemon.get(f"/api/v1/cases/{handed['report']['cases'][0]}")["occurrences"][-1]
        assert brought["outlet"] == "hand-in" and "handed in by" in brought["page_remark"], brought

        # Ukrainian and Russian.
        for language, word in (("uk", "Черга"), ("ru", "Очередь")):
            b.click(f'.languages button[value="{language}"]')
            b.one(f'html[lang="{language}"]')
            b.open(link.split("/setup/")[0] + "/?state=all")
            assert word in b.text("h1")
            assert b.value("html", "lang") == language
        b.click(".queue h2 a")
        b.picture(pictures / "case-ru.png")

        # With scripts: ten cases by keyboard only, on a Ukrainian layout; a new case appears without a reload.
        site = link.split("/setup/")[0]
        with browser.Browser(scripts=True) as k:
            desk_by_keyboard.ten_cases(k, daemon, site)
            desk_live.journey(k, daemon, site, desk_by_keyboard.patterns_of_shipped()[-1])
            looked = desk_by_keyboard.accessibility(k, daemon, site, os.environ.get("QW_BUILD", SOURCE / "build/asan"))
            complaints = unexpected(k)
            assert not complaints, complaints

        b.click(".account form:last-child button")
        b.one('form[action="/login"]')
        assert b.address().endswith("/login")
        complaints = unexpected(b, len(refused))
        assert not complaints, complaints
        daemon.stop()
    print(f"desk: set-up link to verdict, three languages, phone and dark, ten cases by keyboard; {looked}; pictures in {pictures}")
room.stop()
