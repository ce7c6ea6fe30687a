"""A pattern that comes later finds what is stored: also a page that its origin has deleted meanwhile."""
import datetime
import signal

from harness import Daemon, Folder, Receiver, articles_file, metric, newsroom, small_room, wait_for, SOURCE

BENT = "Хансен потребовал отменить квоты на молдавское вино"
PATTERN = '''id = "hansen-wine"
official = "hansen"
state = "%s"
since = %s
false = ["%s"]
authentic = ["Квоты на молдавское вино пересмотрят, если об этом попросит Кишинёв"]
source = "https://example.org/check"
'''

room = small_room(3)
gone = articles_file.Article("one", "gone", [articles_file.State(0, BENT, [
    f"{BENT}. Об этом он заявил журналистам в Брюсселе.", "Других подробностей агентство не приводит."])])
room.articles[gone.key] = gone
room.start()
with Folder() as folder:
    hook = Receiver()
    patterns = folder / "patterns.d"
    patterns.mkdir()
    config = newsroom.write_configuration(room, folder, SOURCE / "config", patterns=patterns, more=hook.toml(folder))
    first_day = datetime.date.today() - datetime.timedelta(days=3)

    def write(state):
        (patterns / "hansen-wine.toml").write_text(PATTERN % (state, first_day, BENT), "utf-8")

    with Daemon(config) as daemon:
        daemon.wait_ready()
        wait_for("the four articles to be read", lambda: metric(daemon, 'articles_total{state="read"}') >= 4)
        gone.states.append(articles_file.State(0, deleted=True))
        wait_for("the origin to answer that the page is gone",
                 lambda: any(r.path == "/gone.html" and r.status == 404 for r in room.requests))
        assert daemon.rows("/api/v1/cases") == []

        write("trial")
        daemon.process.send_signal(signal.SIGHUP)
        case = wait_for("the stored article to become a case", lambda: next(iter(daemon.cases()), None))
        assert case["pattern"] == "hansen-wine" and case["trial"], case
        occurrence = case["occurrences"][0]
        copy = daemon.get(f"/api/v1/cases/{case['id']}/occurrences/{occurrence['id']}")
        assert BENT in copy["text"] and copy["title"] == BENT, copy
        fetched = min(r.at for r in room.requests if r.path == "/gone.html")
        seen = datetime.datetime.fromisoformat(copy["seen_at"].replace("Z", "+00:00")).timestamp()
        assert -5 < fetched - seen < 60, (copy["seen_at"], fetched)
        wait_for("the job to be done", lambda: "rematched" in daemon.tail(400))
        assert not hook.messages, hook.messages
        asked = len([r for r in room.requests if r.path == "/gone.html"])

        # Live: the world is told once, of the stored copy.
        write("live")
        daemon.process.send_signal(signal.SIGHUP)
        wait_for("match.new", lambda: hook.of_type("match.new"))
        assert not daemon.cases()[0]["trial"]
        daemon.stop()
    # A restart compares again and finds nothing to do.
    jobs = daemon.log_path.read_text("utf-8").count("rematched")
    with Daemon(config) as daemon:
        daemon.wait_ready()
        wait_for("a poll of the second run", lambda: metric(daemon, 'fetch_total{result="200"}') >= 0)
        assert len(daemon.cases()) == 1 and len(daemon.cases()[0]["occurrences"]) == 1
        daemon.stop()
    assert daemon.log_path.read_text("utf-8").count("rematched") == jobs
    assert len(hook.of_type("match.new")) == 1
    hook.stop()
room.stop()
print("rematch: a deleted page found by a later pattern, on trial in silence, told once when live")
