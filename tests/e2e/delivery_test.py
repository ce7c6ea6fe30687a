"""The delivery matrix from outside: kill -9 between sending and noting it, at every kind of receiver at once; receivers
that flap, are busy, or are gone; dead letters that are seen and sent again."""
import json
import threading

import bent_room
import receivers
from harness import Daemon, Folder, Receiver, newsroom, quotewatch, wait_for, SOURCE

if receivers.Controller is None:
    print("python3-aiosmtpd is not installed (scripts/deps)")
    raise SystemExit(77)

KINDS = ("slack", "mattermost", "telegram", "matrix", "mail", "hook")


class Gate:
    """Holds the first answer of every receiver until the daemon is dead."""

    def __init__(self):
        self.arrived, self.open, self.lock = set(), threading.Event(), threading.Lock()

    def hold(self, name):
        with self.lock:
            self.arrived.add(name)
        self.open.wait(60)


gate = Gate()
hook_faults = []


def answer_of_the_hook(n):
    if n == 1:
        gate.hold("hook")
    return hook_faults.pop(0) if hook_faults else 200


room = bent_room.room().start()
with Folder() as folder:
    services, mailbox, hook = receivers.Services(), receivers.Mailbox(folder), Receiver(answer_of_the_hook)
    services.on_request = lambda name, n: gate.hold(name) if n == 1 else None
    mailbox.on_mail = lambda n: gate.hold("mail") if n == 1 else None
    config = newsroom.write_configuration(
        room, folder, SOURCE / "config", patterns=bent_room.pattern(folder),
        more=hook.toml(folder) + receivers.toml(folder, services, mailbox))

    def tries(name):
        return {"mail": len(mailbox.got()), "hook": hook.calls}.get(name, len(services.tries.get(name, [])))

    with Daemon(config) as daemon:
        daemon.wait_ready()
        bent_room.publish(room, daemon)
        wait_for("every receiver to have the message", lambda: gate.arrived == set(KINDS))
        daemon.kill()
    gate.open.set()

    with Daemon(config) as daemon:
        daemon.wait_ready()
        for name in KINDS:
            wait_for(f"the one repeat at {name}", lambda: tries(name) == 2)
        wait_for("nothing to wait", lambda: not daemon.rows("/api/v1/deliveries?state=pending"))
        assert [tries(name) for name in KINDS] == [2] * len(KINDS), [(n, tries(n)) for n in KINDS]
        assert services.tries["slack"][0] == services.tries["slack"][1]
        assert len(services.transactions) == 1, services.transactions  # a homeserver drops the repeat
        assert len({m["Message-ID"] for *_, m in mailbox.got()}) == 1
        assert len({head["webhook-id"] for _, head in hook.signed}) == 1 and not hook.bad

        # A verdict while all of them are ill: each recovers by itself, with one message each.
        services.faults = {"slack": [(500, "rollup_error"), (500, "rollup_error")],
                           "mattermost": [(429, "", {"Retry-After": "1"})],
                           "telegram": [(429, {"ok": False, "parameters": {"retry_after": 1}}), (400, {"ok": False, "description": "Bad Request: can't parse entities"})],
                           "matrix": [(502, "<html>"), (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 300})]}
        hook_faults.extend([500, 408, 503])
        refusals = ["451 try later", "421 closing"]
        mailbox.refuse = lambda command: refusals.pop(0) if command == "RCPT" and refusals else None
        before = {name: len(services.of(name)) for name in KINDS[:4]}
        case = daemon.cases()[0]
        assert quotewatch(daemon, "queue", "decide", case["id"], "g1", "false_quote").returncode == 0
        for name in KINDS[:4]:
            wait_for(f"the verdict at {name}", lambda: len(services.of(name)) == before[name] + 1)
        wait_for("the verdict by mail", lambda: len(mailbox.got()) == 3)
        wait_for("the verdict at the hook", lambda: hook.of_type("case.decided"))
        assert "entities" not in services.of("telegram")[-1], "after a fault of form it comes in plain words"
        wait_for("nothing to wait", lambda: not daemon.rows("/api/v1/deliveries?state=pending"))
        assert not daemon.rows("/api/v1/deliveries?state=dead")

        # Gone receivers are disabled with a sentence; the others go on; a person sends the letter again.
        services.faults = {"slack": [(404, "no_service")]}
        mailbox.refuse = lambda command: "550 5.1.1 no such user" if command == "RCPT" else None
        for name in ("slack", "mail"):
            assert quotewatch(daemon, "alerts", "test", name).returncode == 0
        assert quotewatch(daemon, "alerts", "test", "telegram").returncode == 0
        dead = wait_for("two dead letters", lambda: (rows := daemon.rows("/api/v1/deliveries?state=dead")) and len(rows) == 2 and rows)
        said = {d["receiver"]: d["last_problem"] for d in dead}
        assert "no_service" in said["slack"] and "enable the receiver" in said["slack"], said
        assert "RCPT was answered 550 5.1.1 no such user" in said["mail"], said
        disabled = {r["id"]: r["disabled"] for r in daemon.rows("/api/v1/receivers")}
        assert disabled["slack"] and disabled["mail"] and not disabled["telegram"], disabled
        wait_for("the test at Telegram", lambda: "проверка" in json.dumps(services.of("telegram")[-1], ensure_ascii=False))
        mailbox.refuse = lambda command: None
        mails = len(mailbox.got())
        for letter in dead:
            assert quotewatch(daemon, "alerts", "enable", letter["receiver"]).returncode == 0
            assert quotewatch(daemon, "alerts", "retry", letter["id"]).returncode == 0
        wait_for("the letter at Slack", lambda: "a test" in services.of("slack")[-1]["text"])
        wait_for("the letter by mail", lambda: len(mailbox.got()) == mails + 1)
        wait_for("no dead letter", lambda: not daemon.rows("/api/v1/deliveries?state=dead"))

        # A silence holds back, is seen, and loses nothing.
        made = quotewatch(daemon, "silences", "add", "--pattern", "hansen-wine", "--for", "2", "--reason", "known wave")
        assert made.returncode == 0, made
        told = quotewatch(daemon, "routes", "test", case["id"]).stdout
        assert told.count("silenced until ") == 7, told
        assert quotewatch(daemon, "queue", "dispute", case["id"], "look again").returncode == 0
        held = wait_for("the silenced messages", lambda: (rows := daemon.rows("/api/v1/deliveries?state=silenced")) and len(rows) == 7 and rows)
        assert not hook.of_type("case.reopened")
        one = next(d for d in held if d["receiver"] == "test")
        assert quotewatch(daemon, "alerts", "retry", one["id"]).returncode == 0
        wait_for("what was sent by hand", lambda: hook.of_type("case.reopened"))
        silence = quotewatch(daemon, "silences").stdout.split("\t")[0]
        assert quotewatch(daemon, "silences", "end", silence).returncode == 0
        assert "over" in quotewatch(daemon, "silences", "list").stdout
        daemon.stop()
    mailbox.stop()
    services.stop()
    hook.stop()
room.stop()
print(f"delivery: killed between sending and noting at {len(KINDS)} receivers, one repeat each with the same id; "
      "flapping, busy and gone receivers recovered; silenced and dead letters sent by hand")
