"""A pattern made at the desk by somebody who has never seen TOML, in headless Chromium: from the address of a fact-check,
and from four fields; the backtest before anything else, then trial, then live; then a verdict that teaches.

    patterns_chromium_test.py [FOLDER]     pictures go to FOLDER, else to a temporary one"""
import datetime
import pathlib
import subprocess
import sys
import time

import browser
from harness import BUILD, Daemon, Folder, Receiver, articles_file, metric, newsroom, small_room, wait_for, SOURCE

if not browser.is_installed():
    print("chromium and chromedriver are not installed (scripts/deps)")
    sys.exit(77)

BENT = "Хансен потребовал отменить квоты на молдавское вино"
TRUE = "Квоты на молдавское вино мы пересмотрим, если об этом попросит Кишинёв"
OTHER = "Хансен предложил запретить импорт молдавских яблок"


def article(slug, title, *paragraphs):
    made = articles_file.Article("one", slug, [articles_file.State(0, title, list(paragraphs))])
    return made.key, made


room = small_room(2)
room.articles.update([
    article("bent", BENT, f"{BENT}. Об этом он заявил журналистам в Брюсселе.", "Других подробностей нет."),
    article("apples", OTHER, f"{OTHER}. Об этом он заявил журналистам в Брюсселе.", "Других подробностей нет."),
    article("check", f"Фейк: {BENT}", "Сайты разнесли требование, которого не было ни в письме, ни на встрече.",
            f"На деле Кристоф Хансен сказал журналистам: «{TRUE}». Отменить квоты он не требовал.")])
room.start()
with Folder() as folder:
    pictures = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else folder
    hook = Receiver()
    config = newsroom.write_configuration(room, folder, SOURCE / "config", more=hook.toml(folder))
    with Daemon(config) as daemon, browser.Browser() as b:
        daemon.wait_ready()
        link = daemon.get("/api/v1/status")["setup_link"]
        base = link.split("/setup/")[0]
        b.open(link)
        b.type('input[name="name"]', "Olena")
        b.type('input[name="password"]', "correct horse battery")
        b.choose('select[name="language"]', "uk")
        b.click("button.primary")
        b.click("#to-queue")
        b.one(".filters")
        wait_for("the articles to be read", lambda: metric(daemon, 'articles_total{state="read"}') >= 5)

        # From the address of a fact-check: the page is fetched and read, the fields are filled.
        began = time.monotonic()
        b.open(base + "/patterns")
        assert "Шаблони" in b.text("h1"), b.text("body")
        b.click(".heading a.button")
        b.type('input[name="address"]', room.url("one/check"))
        b.click('form:has(input[value="read"]) button')
        b.one("textarea[name=false]")
        chosen = b.value("select[name=official] option[selected]", "value")
        assert chosen == "hansen", (chosen, b.text("main"))
        assert BENT in b.text("textarea[name=false]")
        assert TRUE in b.text("textarea[name=authentic]"), b.text("textarea[name=authentic]")
        assert b.all(".remarks li")
        b.picture(pictures / "pattern-draft.png")
        b.click('form:has(input[value="save"]) button')

        # The backtest comes before anything else.
        b.one("#backtest .counts")
        cards = b.all("main > .card, main > .compare")
        assert b.value("main > section", "id") == "backtest" and cards
        first = daemon.get("/api/v1/patterns/" + b.address().rsplit("/", 1)[1])
        assert first["state"] == "draft" and first["backtest"]["alerts"] >= 1, first
        assert BENT in b.text("#backtest"), b.text("#backtest")
        assert not daemon.rows("/api/v1/cases"), "a draft matches nothing"
        b.picture(pictures / "pattern-backtest.png")

        # Trial: a case with a mark, and nobody is told.
        b.click('#states button[value="trial"]')
        case = wait_for("the stored article to become a case", lambda: next(iter(daemon.cases()), None))
        assert case["pattern"] == first["id"] and case["trial"], case
        assert not hook.messages
        b.open(base + "/")
        assert b.all(".queue .case .badge.trial"), b.text("main")

        # Live: the world is told once.
        b.open(base + "/patterns/" + first["id"])
        b.click('#states button[value="live"]')
        wait_for("match.new", lambda: hook.of_type("match.new"))
        assert not daemon.cases()[0]["trial"]
        took = time.monotonic() - began
        acts = [r["act"] for r in daemon.rows("/api/v1/audit?subject=pattern:" + first["id"])]
        assert acts == ["pattern.create", "pattern.state", "pattern.state"], acts

        # Four fields, and what a person gets wrong is said in a sentence, with everything typed still there.
        b.open(base + "/patterns/new")
        b.choose("select[name=official]", "borrell")  # held no office when it is said to have been said
        b.type("textarea[name=false]", OTHER)
        b.type("textarea[name=authentic]", "Импорт яблок проверят, если возникнут жалобы")
        b.type('form:has(input[value="save"]) input[name=source]', "https://example.org/check2")
        b.click('form:has(input[value="save"]) button')
        b.one(".problems")
        assert OTHER in b.text("textarea[name=false]")
        b.choose("select[name=official]", "hansen")
        b.click('form:has(input[value="save"]) button')
        b.one("#backtest .counts")
        second = daemon.get("/api/v1/patterns/" + b.address().rsplit("/", 1)[1])
        assert second["backtest"]["alerts"] >= 1 and second["official"] == "hansen", second
        b.click('#states button[value="trial"]')
        other = wait_for("its case", lambda: next((c for c in daemon.cases() if c["pattern"] == second["id"]), None))

        # A verdict teaches with one click.
        b.open(f"{base}/cases/{other['id']}")
        b.click('.group button[value="genuine"]')
        b.one(".teach blockquote")
        sentence = b.text(".teach blockquote")
        assert "Хансен" in sentence, sentence
        b.click('.teach button[value="silent"]')
        b.one(".teach .taught")
        wait_for("the example", lambda: sentence in daemon.get("/api/v1/patterns/" + second["id"])["examples"]["silent"])
        items = daemon.rows("/api/v1/feedback")
        assert [(i["pattern"], i["expect"], i["label"]) for i in items] == [(second["id"], "silent", "authentic")], items

        # The same by command.
        def quotewatch(*words):
            done = subprocess.run([BUILD / "quotewatch", *words, "--socket", folder / "run" / "api.sock"],
                                  capture_output=True, text=True, timeout=120, cwd=SOURCE)
            assert done.returncode == 0, done.stderr + done.stdout
            return done.stdout
        assert first["id"] in quotewatch("patterns", "list", "--state", "live")
        assert f'id = "{second["id"]}"' in quotewatch("patterns", "export")
        assert "1 cases" in quotewatch("patterns", "backtest", "--days", "7", first["id"])
        assert '"label":"authentic"' in quotewatch("feedback", "export")

        # No script, no complaint of the browser; English and Russian stand there, too.
        for language, word in (("en", "Patterns"), ("ru", "Шаблоны")):
            b.click(f'.languages button[value="{language}"]')
            b.one(f'html[lang="{language}"]')
            b.open(base + "/patterns")
            assert word in b.text("h1")
        b.size(390, 844, phone=True)
        b.open(base + "/patterns/" + first["id"])
        edges = b.right_edges("header, main, .card, .copy, #states button")
        assert max(edges) <= 390, edges
        complaints = [c for c in b.complaints() if "422" not in c and "404" not in c]
        assert not complaints, complaints
        daemon.stop()
    hook.stop()
room.stop()
print(f"patterns: address to live in {took:.0f} s of a machine's clicks; four fields, a verdict that taught; pictures in {pictures}")
