"""One case goes to every kind of receiver, in its language and form; one that hangs holds up none; whoever got the
first gets the last, and mails of a case are one thread. Signatures are verified by the specification's own library."""
import json
import urllib.request

import bent_room
import receivers
import webhooks_library
from harness import BUILD, Daemon, Folder, Receiver, SECRET, newsroom, quotewatch, wait_for, SOURCE

if receivers.Controller is None:
    print("python3-aiosmtpd is not installed (scripts/deps)")
    raise SystemExit(77)


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


room = bent_room.room().start()
with Folder() as folder:
    services, mailbox, hook = receivers.Services(), receivers.Mailbox(folder), Receiver()
    services.hang.add("unknown")  # a service that takes the request and never answers
    dead = (f'[[receiver]]\nid = "hangs"\nkind = "mattermost"\nsecret_file = "{folder}/hangs.secret"\n'
            'address = "127.0.0.1"\nleast_severity = "low"\nretry_first = "200 ms"\n')
    (folder / "hangs.secret").write_text(f"http://127.0.0.1:{services.ports['unknown']}/nobody\n")
    config = newsroom.write_configuration(
        room, folder, SOURCE / "config", patterns=bent_room.pattern(folder),
        more=dead + hook.toml(folder) + receivers.toml(folder, services, mailbox))
    with Daemon(config) as daemon:
        daemon.wait_ready()
        bent_room.publish(room, daemon)
        case = wait_for("the case", lambda: next(iter(daemon.cases()), None))
        mail_of = lambda: [m for *_, m in mailbox.got()]
        for name in ("slack", "mattermost", "telegram", "matrix"):
            wait_for(f"match.new at {name}", lambda: services.of(name))
        wait_for("the mail", lambda: mail_of())
        wait_for("match.new at the hook", lambda: hook.of_type("match.new"))
        assert not hook.bad, hook.bad

        # Each in its language, with the words beside the authentic ones, and no address that opens.
        slack = json.dumps(services.of("slack")[0], ensure_ascii=False)
        mattermost = services.of("mattermost")[0]["text"].replace("\\", "")
        telegram = services.of("telegram")[0]
        matrix = services.of("matrix")[0]
        sender, to, encrypted, mail = mailbox.got()[0]
        text = receivers.text_of(mail)
        for told in (slack, mattermost, telegram["text"], matrix["body"], text):
            assert bent_room.BENT in told and bent_room.AUTHENTIC in told, told
            assert "hxxp" in told and "http://127" not in told, told
        assert "New: " in slack and "Нове: " in mattermost and "Новое: " in telegram["text"] and "New: " in matrix["body"]
        assert telegram["link_preview_options"]["is_disabled"] and "parse_mode" not in telegram
        for entity in telegram["entities"]:
            assert entity["offset"] + entity["length"] <= utf16(telegram["text"]), entity
        assert sender == "quotewatch@desk.example" and to == ["team@desk.example"] and encrypted
        assert mail["Auto-Submitted"] == "auto-generated" and mail.get_body(("html",)), mail

        # A verdict goes to all of them, when the hold for undo is over; the mail answers the first one.
        decided = quotewatch(daemon, "queue", "decide", case["id"], "g1", "false_quote", "--reason", "invented")
        assert decided.returncode == 0, decided
        for name, word in (("slack", "Decided"), ("mattermost", "Вирішено"), ("telegram", "Решено")):
            wait_for(f"case.decided at {name}", lambda: any(word in json.dumps(m, ensure_ascii=False) for m in services.of(name)))
        wait_for("the mail of the verdict", lambda: len(mail_of()) >= 2)
        first, last = mail_of()[0], mail_of()[-1]
        assert last["In-Reply-To"] == first["Message-ID"] == last["References"], (first.items(), last.items())
        assert last["Subject"] == first["Subject"] and "false quote" in receivers.text_of(last)
        wait_for("case.decided at the hook", lambda: hook.of_type("case.decided"))

        # A JSON Feed is fetched, by whoever has the key.
        port = (folder / "run" / "api.port").read_text().strip()
        feed = json.load(urllib.request.urlopen(
            f"http://127.0.0.1:{port}/feeds/receivers/a-key-of-the-feed-that-nobody-guesses", timeout=10))
        assert feed["version"] == "https://jsonfeed.org/version/1.1", feed
        assert [i["_quotewatch"]["event"] for i in feed["items"]] == ["case.decided", "match.new"], feed
        assert all(i["content_text"] and i["id"] for i in feed["items"])

        # The one that hangs waits alone; its messages are listed as waiting.
        waiting = [d for d in daemon.rows("/api/v1/deliveries?state=pending")]
        assert waiting and {d["receiver"] for d in waiting} == {"hangs"}, waiting
        log = daemon.log_path.read_text("utf-8")
        for secret in (receivers.TOKEN, receivers.MATRIX_TOKEN, mailbox.PASSWORD, SECRET, "a-key-of-the-feed"):
            assert secret not in log, secret
        daemon.stop()
    mailbox.stop()
    services.stop()
    hook.stop()
room.stop()

webhook = webhooks_library.webhook_class(BUILD)
if webhook is not None:
    judge = webhook(f"whsec_{SECRET}")
    for body, headers in hook.signed:
        judge.verify(body, headers)
print(f"receivers: one case told by webhook, mail, Slack, Mattermost, Telegram, Matrix and JSON Feed; "
      f"{len(hook.signed) if webhook else 0} signatures verified by standardwebhooks {webhooks_library.VERSION}")
