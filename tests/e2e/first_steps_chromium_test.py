"""The one-time set-up link in headless Chromium leads through contact, outlets, first receiver and colleagues: what stands
in files is shown with the lines to write, and the page sees when they were written; accounts and tests are made there."""
import pathlib
import signal
import sys

import bent_room
import browser
from harness import Daemon, Folder, Receiver, newsroom, wait_for, SOURCE

if not browser.is_installed():
    print("chromium and chromedriver are not installed (scripts/deps)")
    sys.exit(77)

room = bent_room.room().start()
with Folder() as folder:
    hook = Receiver()
    config = newsroom.write_configuration(room, folder, SOURCE / "config", contact="", patterns=bent_room.pattern(folder))
    with Daemon(config) as daemon, browser.Browser() as b:
        daemon.wait_ready()
        link = daemon.get("/api/v1/status")["setup_link"]
        base = link.split("/setup/")[0]
        b.open(link)
        b.type('input[name="name"]', "Olena")
        b.type('input[name="password"]', "correct horse battery")
        b.choose('select[name="language"]', "en")
        b.click("button.primary")

        # Nothing is there yet: the lines to write, and the file that they go into.
        b.one("#contact")
        assert b.address().endswith("/start"), b.address()
        for step in ("contact", "receiver", "colleagues"):
            assert "to do" in b.text(f"#{step} h2"), b.text(f"#{step}")
        assert 'contact = "desk@example.org"' in b.text("#contact") and str(config) in b.text("#contact")
        assert "[[receiver]]" in b.text("#receiver") and "check-config" in b.text("#receiver")
        assert "outlets check --all" in b.text("#outlets")

        # Somebody writes them and reloads.
        text = pathlib.Path(config).read_text("utf-8").replace("[crawl]\n", '[crawl]\ncontact = "desk@newsroom.example"\n', 1)
        pathlib.Path(config).write_text(text + hook.toml(folder), "utf-8")
        daemon.process.send_signal(signal.SIGHUP)
        wait_for("the reload", lambda: daemon.rows("/api/v1/receivers"))
        b.open(base + "/start")
        assert "done" in b.text("#contact h2") and "desk@newsroom.example" in b.text("#contact")
        assert "to do" in b.text("#receiver h2")

        # A test goes to the receiver, and the page says that it arrived.
        b.click("#receiver form button")
        wait_for("the test at the receiver", lambda: hook.of_type("receiver.test"))

        def arrived():
            b.open(base + "/start")
            return "arrived" in b.text("#receiver")
        wait_for("the page to say that it arrived", arrived, every=1)
        assert "done" in b.text("#receiver h2")

        # A colleague gets an account.
        b.open(base + "/people")
        b.type('section.card input[name="name"]', "Taras")
        b.type('section.card input[name="password"]', "another horse battery")
        b.click("section.card button.primary")
        wait_for("the account", lambda: len(daemon.rows("/api/v1/users")) == 2)
        b.open(base + "/start")
        assert "done" in b.text("#colleagues h2"), b.text("#colleagues")

        # And on to the queue, which fills.
        bent_room.publish(room, daemon)
        wait_for("the case", lambda: daemon.cases())
        wait_for("its alert", lambda: hook.of_type("match.new"))
        b.click("#to-queue")
        b.one(".filters")
        assert b.all(".queue .case"), b.text("main")
        daemon.stop()
    hook.stop()
room.stop()
print("first steps: set-up link, contact, receiver with its test, colleague, first case")
