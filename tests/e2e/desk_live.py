"""A case page that is open while colleagues and the newsroom act on the case: it shows what happens, and keeps what is
being typed."""
from desk_by_keyboard import open_case
from harness import wait_for


def is_typed(b, css, text):
    """Text, focus and place of the caret of the field are as the person left them."""
    return b.run("const f = document.querySelector(arguments[0]);"
                 "return f.value === arguments[1] && document.activeElement === f && f.selectionStart === 4", css, text)


def act(daemon, case, name, body, token=None):
    rev = daemon.get(f"/api/v1/cases/{case}")["rev"]
    status, _, answer = daemon.call("POST", f"/api/v1/cases/{case}/{name}", body, headers={"If-Match": f'"{case}.{rev}"'})
    assert status == 200, answer
    return answer


def journey(b, daemon, site, pattern):
    case = open_case(daemon, pattern)
    b.open(f"{site}/cases/{case}")
    b.one("body[data-stream=open]")
    b.run("window.theSamePage = true")
    note, reason = '#notes textarea[name="text"]', 'form.decide input[name="reason"]'
    b.type(reason, "half a reason")
    b.type(note, "half a note")
    b.run("const f = document.querySelector(arguments[0]); f.setSelectionRange(4, 4)", note)
    b.run("document.querySelector('details.history').open = true")

    # A copy joins.
    before = len(b.all(".copies > li"))
    status, _, body = daemon.call("POST", "/api/v1/hand-ins", {
        "text": f"Посадовиця повторила це в Берліні, пише інше видання. Номер {pattern}.", "open_case": True, "pattern": pattern})
    assert status == 202, body
    wait_for("the copy on the open page", lambda: len(b.all(".copies > li")) > before, 20)
    assert is_typed(b, note, "half a note") and b.text("#news"), b.text("main")

    # Somebody else takes the case: the page says so, and what was typed is still there.
    act(daemon, case, "claim", {})
    wait_for("the claim on the open page", lambda: b.all(".badge.state-claimed"), 20)
    assert is_typed(b, note, "half a note") and b.run("return document.querySelector('details.history').open")

    # It is that person's to decide now: the form of the verdict goes, its text does not, and it cannot be sent by mistake.
    state = ("const f = document.querySelector(arguments[0])?.closest('form'); return f && [f.elements.reason.value,"
             "[...f.querySelectorAll('button')].every(x => x.disabled), !!f.querySelector('[data-kept]')]")
    assert b.run(state, reason) == ["half a reason", True, True], b.run(state, reason)
    act(daemon, case, "release", {})
    wait_for("the case to be free again", lambda: not b.all(".badge.state-claimed"), 20)
    assert b.run(state, reason) == ["half a reason", False, False], b.run(state, reason)

    # And decides it.
    for group in [g["id"] for g in daemon.get(f"/api/v1/cases/{case}")["groups"]]:
        act(daemon, case, "verdict", {"group": group, "verdict": "false_quote", "reason": "told by hand"})
    wait_for("the decision on the open page", lambda: b.all(".badge.state-decided"), 20)
    assert is_typed(b, note, "half a note"), b.text("#notes")

    # The note is sent as if nothing had happened.
    b.click("#notes form button")
    wait_for("the note", lambda: daemon.get(f"/api/v1/cases/{case}")["notes"], 20)
    assert daemon.get(f"/api/v1/cases/{case}")["notes"][-1]["text"] == "half a note"
    assert not b.run("return window.theSamePage === true")  # only sending loads a page anew
    return case
