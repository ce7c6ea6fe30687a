"""Journeys of desk_chromium_test.py with the scripts of the desk switched on."""
import re
import time

import axe
from harness import SOURCE, wait_for

# What a Ukrainian layout has at these places.
UKRAINIAN = {"KeyJ": "о", "KeyK": "л", "KeyO": "щ", "KeyX": "ч", "KeyC": "с", "KeyU": "г", "KeyN": "т", "Slash": ".",
             "Digit1": "1", "Digit2": "2"}
TEXT = "Посадовиця сказала це журналістам у Брюсселі, повідомляє видання."


def open_case(daemon, pattern):
    status, _, body = daemon.call("POST", "/api/v1/hand-ins",
                                  {"text": f"{TEXT} Номер {pattern}.", "open_case": True, "pattern": pattern})
    assert status == 202, body
    done = wait_for(f"the hand-in for {pattern}", lambda: (lambda h: h if h["state"] == "done" else None)(
        daemon.get(f"/api/v1/hand-ins/{body['id']}")), 30)
    assert done["report"]["cases"], done
    return done["report"]["cases"][-1]


def patterns_of_shipped():
    ids = []
    for path in sorted((SOURCE / "config/patterns.d").glob("*.toml")):
        ids += re.findall(r'^id *= *"([^"]+)"', path.read_text("utf-8"), re.M)
    return ids


def log_in(b, site):
    b.open(site + "/login")
    b.type('input[name="name"]', "Olena")
    b.type('input[name="password"]', "correct horse battery")
    b.click("main button.primary")
    b.one(".filters")


def go(b, code, settled):
    """Presses until the page shows what it should: a key that meets a page on its way is lost, as it is for a person."""
    for _ in range(10):
        b.press(code, UKRAINIAN[code])
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            if settled():
                return
            time.sleep(0.05)
    raise AssertionError(f"{code} did nothing on {b.address()}")


def ten_cases(b, daemon, site):
    log_in(b, site)
    b.click('.languages button[value="uk"]')
    b.one('html[lang="uk"]')
    patterns = [p for p in patterns_of_shipped() if p != daemon.rows("/api/v1/cases")[0]["pattern"]][:12]
    cases = [open_case(daemon, p) for p in patterns[:10]]

    # Nobody touched the page: the queue fills by itself.
    b.open(site + "/")
    b.one("[data-live] .case")
    late = open_case(daemon, patterns[10])
    b.one(f"#case-{late}", 20)

    # The sheet opens and closes; a key inside a field writes.
    b.press("Slash", "?", shift=True)
    b.one("dialog[open]")
    b.press("Escape", "Escape")
    b.run("document.querySelector('dialog').close()")
    b.press("Slash", UKRAINIAN["Slash"])
    assert b.run("return document.activeElement.name") == "q"
    b.run("document.activeElement.blur()")

    go(b, "KeyJ", lambda: b.all(".case.chosen"))
    go(b, "KeyO", lambda: "/cases/" in b.address())
    decided = []
    for _ in range(40):
        case = b.address().rsplit("/", 1)[1].split("#")[0]
        state = daemon.get(f"/api/v1/cases/{case}")
        groups = [g for g in state["groups"] if not g["verdict"]]
        if groups:
            go(b, "Digit1", lambda: len([g for g in daemon.get(f"/api/v1/cases/{case}")["groups"] if not g["verdict"]])
               < len(groups))
            continue
        if case not in decided:  # one that an edited article opened again comes back, as it should
            decided.append(case)
        if len(decided) == 10:
            break
        b.one("a[data-key=next]")
        go(b, "KeyX", lambda: "/cases/" in b.address() and case not in b.address())
    assert len(decided) == 10, decided
    assert len(set(decided) & set(cases + [late])) >= 8, (decided, cases)
    b.one("a[data-key=next]")
    go(b, "KeyU", lambda: b.address().rstrip("/") == site)
    return cases


def accessibility(b, daemon, site, build):
    """axe-core over every page, light and dark and as a phone; "" of serious findings."""
    source = axe.script(build)
    if source is None:
        return "axe-core could not be had: not run"
    case = next(r["id"] for r in daemon.rows("/api/v1/cases") if r["spread"]["occurrences"] > 3)
    copy = next(o["id"] for o in daemon.get(f"/api/v1/cases/{case}")["occurrences"] if o["revision"])
    pages = ["/", "/?q=nowhere&state=all", f"/cases/{case}", f"/cases/{case}/copies/{copy}",
             f"/cases/{case}/copies/{copy}/original", f"/cases/{case}/brief", "/sources", "/check", "/account", "/people",
             "/alerts", "/start", "/patterns", "/patterns/kallas-nato", "/patterns/new"]
    look = axe.Axe(b, source)
    for scheme, phone in (("light", False), ("dark", False), ("light", True)):
        b.scheme(scheme)
        b.size(390 if phone else 1280, 844 if phone else 900, phone=phone)
        if phone:  # in the language with the longest words
            b.open(site + "/")
            b.click('.languages button[value="ru"]')
            b.one('html[lang="ru"]')
        for page in pages:
            b.open(site + page)
            look.look(f"{scheme}{' phone' if phone else ''} {page}")
            if phone:
                assert b.run("return document.documentElement.scrollWidth") <= 390, page
    b.size(1280, 900)
    b.scheme("light")
    assert not look.serious(), "\n".join(str(v) for v in look.serious())
    return f"axe-core: {len(look.rules)} rules on {look.pages} pages, {len(look.found)} minor findings, none serious"
