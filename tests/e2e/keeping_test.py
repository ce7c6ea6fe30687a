"""The store in operation: backups under load, a restore that tells nobody, little disk, a stop with pages under way, damage.

The daemon crawls a newsroom that goes on publishing; people work with the program meanwhile."""
import itertools
import re
import subprocess
import threading
import time

from harness import BUILD, SANITIZED, SOURCE, Daemon, Folder, Receiver, articles_file, metric, newsroom, quotewatch, wait_for

OUTLETS = [{"id": name, "name": name, "publisher": name, "country": "UA", "language": "ru", "kind": "portal",
            "tier": 2, "form": "rss2", "page": "plain"} for name in ("one", "slow")]
room = newsroom.Newsroom(1.0, {}, OUTLETS)
answer, waiting = room.answer, []


def answer_or_wait(outlet, path, headers):
    """The slow outlet answers for its robots.txt and for nothing else."""
    if outlet["id"] == "slow" and path != "/robots.txt":
        waiting.append(path)
        over.wait(60)
    return answer(outlet, path, headers)


room.answer = answer_or_wait
room.start()
room.begin()
receiver = Receiver()
numbers = itertools.count(1)
busy, over = threading.Event(), threading.Event()


def publish(title, text):
    key = f"one/n{next(numbers)}"
    article = articles_file.Article("one", key.split("/")[1], [articles_file.State(room.seconds(), title, text)])
    room.articles[key] = article
    return room.url(key)


def plain():
    return publish("Новость дня", [" ".join(f"Обычная новость номер {n} пришла {time.time()}." for n in range(8))])


def bent(number):
    return publish("Каллас: Европа больше не обсуждает членство Украины в НАТО",
                   ["Европа больше не обсуждает членство Украины в НАТО, заявила глава европейской дипломатии Кая Каллас.",
                    " ".join(f"Подробность {n} дня {number}." for n in range(30))])


def keep_publishing():
    # Each is asked for four times, and the host at most three times a second.
    while not over.wait(0.4 if busy.is_set() else 4):
        plain()


def told(daemon, *arguments, status=0):
    """A command against the daemon; gives what it wrote."""
    done = quotewatch(daemon, *arguments)
    assert done.returncode == status, (arguments, done)
    return done.stdout or done.stderr


def alone(program, *arguments, status):
    """A program by itself; gives what it complained of."""
    done = subprocess.run([BUILD / program, *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == status, (program, arguments, done)
    return done.stderr.strip()


def in_cases(daemon, url):
    return any(o["url"] == url for case in daemon.cases() for o in case["occurrences"])


def read(daemon):
    return metric(daemon, 'articles_total{state="read"}')


def asked():
    return sum(r.outlet == "one" for r in room.requests)


def backup_under_load(folder, config):
    """Gives the id of the backup and the address of a bent article that came later."""
    with Daemon(config) as daemon:
        daemon.wait_ready()
        busy.set()
        wait_for("the first articles", lambda: read(daemon) >= 3)
        first = bent(1)
        wait_for("the bent article in a case", lambda: in_cases(daemon, first))
        wait_for("its message", lambda: receiver.of_type("match.new"))
        before = read(daemon)
        backup = re.search(r"^\S+", told(daemon, "backup", "create").splitlines()[-1])[0]
        wait_for("articles that came meanwhile", lambda: read(daemon) > before + 2)
        busy.clear()
        assert "ok" in told(daemon, "backup", "verify", backup).split()
        assert backup in told(daemon, "backup", "list")
        # Nothing is restored over a store that is in use.
        refused = alone("quotewatch", "backup", "restore", backup, "--from", folder / "state-backups", "--to",
                        folder / "state", status=75)
        assert "quotewatchd" in refused and len(refused.splitlines()) == 1, refused
        second = bent(2)
        wait_for("what came after the backup", lambda: in_cases(daemon, second))
        daemon.stop()
    return backup, second


def restored(folder, config, backup, second):
    """The case is there, the later article is found again, and nobody is told before a person says so."""
    alone("quotewatch", "backup", "restore", backup, "--from", folder / "state-backups", "--to", folder / "state", status=0)
    with Daemon(config) as daemon:
        daemon.wait_ready()
        sent = len(receiver.messages)
        assert len(daemon.cases()) == 1
        wait_for("the later article, found again", lambda: in_cases(daemon, second))
        severe = daemon.cases()[0]["id"]
        told(daemon, "queue", "claim", severe)
        told(daemon, "queue", "decide", severe, daemon.cases()[0]["groups"][0]["id"], "false_quote")
        held = wait_for("a message that is held", lambda: daemon.rows("/api/v1/deliveries?state=held"))
        time.sleep(2)
        assert len(receiver.messages) == sent, receiver.messages[sent:]
        assert held[0]["id"] in told(daemon, "alerts", "list", "--state", "held")
        told(daemon, "alerts", "resume")
        wait_for("the message that was held", lambda: held[0]["id"] in {i for i, _ in receiver.messages[sent:]})
        daemon.stop()


def little_disk(config):
    """Below store.min_free nothing is fetched and the reason is said; a person goes on working."""
    good = config.read_text("utf-8")
    assert 'min_free = "64 MiB"' in good
    with Daemon(config) as daemon:
        daemon.wait_ready()
        before = asked()
        wait_for("a request", lambda: asked() > before)
        config.write_text(good.replace('min_free = "64 MiB"', 'min_free = "1023 GiB"'), "utf-8")
        daemon.process.send_signal(1)
        wait_for("the pause", lambda: "store.min_free" in daemon.get("/api/v1/status")["crawl"]["why"])
        assert "store.min_free" in told(daemon, "status")
        status, _, body = daemon.call("GET", "/-/ready")
        assert status == 503, body
        time.sleep(1)  # what was allowed before the pause has left
        before = asked()
        case = daemon.cases()[0]["id"]
        told(daemon, "queue", "note", case, "the disk is nearly full")
        assert "the disk is nearly full" in told(daemon, "queue", "show", case)
        time.sleep(5)  # polls are due every three seconds
        assert asked() == before, room.requests[before:]
        config.write_text(good, "utf-8")
        daemon.process.send_signal(1)
        wait_for("fetching to go on", lambda: asked() > before)
        daemon.stop()


def stop_in_the_middle(config):
    """SIGTERM while an answer is awaited that would take a minute."""
    with Daemon(config) as daemon:
        before = len(waiting)
        daemon.wait_ready()
        wait_for("a request that waits for its answer", lambda: len(waiting) > before)
        took = daemon.stop()
        # Ten seconds are promised; a sanitized one that shares two cores gets half as much again.
        assert took < (15 if SANITIZED else 10), f"stopped after {took:.1f} s"
    return took


def damage(folder, config):
    """A log that became shorter: refused with a sentence; a person may go on without what is missing."""
    with Daemon(config) as daemon:
        daemon.wait_ready()
        before = read(daemon)
        wait_for("an article in the log", lambda: read(daemon) > before)
        daemon.kill()
    log = max((folder / "state/db").glob("*.log"), key=lambda file: file.stat().st_size)
    assert log.stat().st_size > 0
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size // 2)
    complaint = alone("quotewatchd", "--config", config, status=65)
    assert "restore" in complaint and "docs/store.md" in complaint and len(complaint.splitlines()) == 1, complaint
    with Daemon(config, arguments=["--accept-loss"]) as daemon:
        daemon.wait_ready()
        assert "store.loss_accepted" in told(daemon, "audit", "--subject", "store")
        daemon.stop()
    with Daemon(config) as daemon:
        daemon.wait_ready()
        daemon.stop()


with Folder() as folder:
    config = newsroom.write_configuration(room, folder, SOURCE / "config", more=receiver.toml(folder))
    publisher = threading.Thread(target=keep_publishing)
    publisher.start()
    try:
        backup, second = backup_under_load(folder, config)
        restored(folder, config, backup, second)
        little_disk(config)
        took = stop_in_the_middle(config)
        damage(folder, config)
    finally:
        over.set()
        publisher.join()
    assert not receiver.bad, receiver.bad
room.stop()
receiver.stop()
print(f"keeping: backup {backup} restored, {len(receiver.messages)} messages, stopped under load in {took:.1f} s")
