"""kill -9 at random moments under load. Nothing that was acknowledged is lost, no alert is lost, and no host is asked
sooner than its delay, whatever was under way.

The pace is judged by two stamps that a busy machine cannot make late: the kernel's, of the arrival of each request at the
newsroom (Arrivals in demo/newsroom.py), and the daemon's own, of the moments between which each request left, in its log
(a line is written before the request is; the steady clock is the machine's, so it goes on over a restart).

usage: kill_test.py [ROUNDS [SEED]]; without ROUNDS as many as QW_KILL_ROUNDS says, or 100; above 100 in whole hundreds"""
import collections
import itertools
import os
import random
import re
import subprocess
import sys
import threading
import time

from harness import Daemon, Folder, Receiver, articles_file, newsroom, wait_for, SOURCE

ROUNDS = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("QW_KILL_ROUNDS", "100"))
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
ROUNDS_A_STORE = 100  # each round looks at all that its store holds
LIMIT = 300 + 12 * ROUNDS_A_STORE  # seconds for these; they take 240 alone on two cores
WRITES = 100  # acknowledged ones a round, at least
DELAY = 0.3  # seconds between two requests to a host, as configured
LONG = 6.0  # of one outlet: longer than a restart takes, so a restart that forgot it would show
# Seconds. The daemon reckons in whole milliseconds on the wall clock, which may be slewed by 0.05 % (3 ms in 6 s)
# against the steady one; both stamps are taken within one system call of the fact.
SLACK = 0.01
BENT = ["Каллас: Европа больше не обсуждает членство Украины в НАТО",
        "Европа больше не обсуждает членство Украины в НАТО, заявила глава европейской дипломатии Кая Каллас."]
WORDS = "берег вокзал гавань дорога ежевика завод игра камень лодка мост набережная облако парк река сад трамвай".split()

if ROUNDS > ROUNDS_A_STORE:
    stores = -(-ROUNDS // ROUNDS_A_STORE)
    for store in range(stores):
        print(f"kill: store {store + 1} of {stores}", flush=True)
        subprocess.run([sys.executable, __file__, str(ROUNDS_A_STORE), str(SEED + store)], check=True)
    print(f"kill: {stores * ROUNDS_A_STORE} rounds in {stores} stores passed")
    sys.exit()

chance = random.Random(SEED)
print(f"kill: {ROUNDS} rounds, seed {SEED}", flush=True)
outlets = [{"id": f"o{n}", "name": f"Издание {n}", "publisher": f"Издатель {n}", "country": "UA", "language": "ru",
            "kind": "portal", "tier": 2, "form": "rss2", "page": "plain"} for n in range(4)]
outlets[0]["delay"] = f"{LONG:.0f} s"
room = newsroom.Newsroom(1.0, {}, outlets).start()
room.begin()
receiver = Receiver()
bent = []


def publish(number, is_bent):
    """One more article, now."""
    # The slow outlet has few: it would not be through at the end.
    outlet = outlets[0]["id"] if number % 50 == 0 else chance.choice(outlets[1:])["id"]
    filler = " ".join(chance.choice(WORDS) for _ in range(40))
    title, first = (BENT[0], BENT[1]) if is_bent else (f"Новость {number}", "Обычный день.")
    state = articles_file.State(room.seconds(), f"{title}" if is_bent else title, [first, filler + f" {number}."])
    article = articles_file.Article(outlet, f"n{number}", [state])
    room.articles[article.key] = article
    if is_bent:
        bent.append(room.url(article.key))


def gaps_left(log):
    """By host, the gaps between requests as the daemon saw them leave: from the latest moment at which one may have left
    to the earliest at which the next one may."""
    last, gaps = {}, collections.defaultdict(list)
    for line in log.splitlines():
        found = re.search(r" debug request\.(leaves|left) url=http://([\w.-]+):\d+\S* steady_ms=(\d+)$", line)
        if not found:
            continue
        what, host, at = found[1], found[2], int(found[3]) / 1000
        if what == "leaves" and host in last:
            gaps[host].append(at - last[host])
        last[host] = at
    return gaps


def acts(daemon, acknowledged, enough, stop):
    """Makes tokens and pauses an outlet, each acknowledged by its answer, until the daemon is gone."""
    number = 0
    while not stop.is_set():
        number += 1
        try:
            if number % 10 == 0:
                status, _, body = daemon.call("POST", f"/api/v1/sources/o3/{'pause' if number % 20 else 'resume'}", {})
                acknowledged["audit"] += status == 200
            else:
                status, _, body = daemon.call("POST", "/api/v1/tokens", {"name": f"t{number}", "scopes": ["cases:read"]})
                if status in (200, 201):
                    acknowledged["tokens"].add(body["id"])
            acknowledged["writes"] += status in (200, 201)
            if acknowledged["writes"] >= WRITES:
                enough.set()
        except (OSError, ValueError, KeyError, AttributeError):
            return  # it was killed in the middle: not acknowledged
        except Exception as error:  # http.client's own ways of saying that the other side is gone
            if type(error).__module__ != "http.client":
                raise
            return


with Folder() as folder:
    config = newsroom.write_configuration(
        room, folder, SOURCE / "config", more=receiver.toml(folder),
        crawl="").read_text("utf-8")
    for old, new in (('delay = "300 ms"', f'delay = "{DELAY * 1000:.0f} ms"'), ('poll_every = "2 s"', 'poll_every = "400 ms"'),
                     ('poll_least = "1 s"', 'poll_least = "200 ms"'), ('poll_most = "3 s"', 'poll_most = "500 ms"'),
                     (f'patterns = "{SOURCE}/config/patterns.d"', f'patterns = "{folder}/patterns.d"')):
        assert old in config, old
        config = config.replace(old, new, 1)
    (folder / "patterns.d").mkdir()
    (folder / "patterns.d" / "kallas-nato.toml").write_text(
        (SOURCE / "config/patterns.d/kallas-nato.toml").read_text("utf-8"), "utf-8")
    (folder / "quotewatch.toml").write_text(config + '\n[log]\nlevel = "debug"\n', "utf-8")
    quick = {"ASAN_OPTIONS": "malloc_context_size=0:detect_stack_use_after_return=0"}
    tokens, audit, number, total = set(), 0, 0, 0
    began = time.monotonic()
    for turn in range(ROUNDS):
        assert time.monotonic() - began < LIMIT, f"round {turn} begins after {LIMIT} s"
        with Daemon(folder / "quotewatch.toml", environment=quick) as daemon:
            daemon.wait_ready()
            if turn:
                kept = {row["id"] for row in daemon.rows("/api/v1/tokens")}
                assert tokens <= kept, f"round {turn}: {len(tokens - kept)} acknowledged tokens are lost"
                tokens = kept
            if turn % 10 == 9:
                check = daemon.get("/api/v1/audit/check")
                assert check["records"] >= audit and check["whole"], check
            acknowledged = {"tokens": set(), "audit": 0, "writes": 0}
            enough, stop = threading.Event(), threading.Event()
            thread = threading.Thread(target=acts, args=(daemon, acknowledged, enough, stop))
            thread.start()
            for _ in range(chance.randrange(1, 6)):
                number += 1
                publish(number, is_bent=number % 7 == 0)
            assert enough.wait(60), f"round {turn}: only {acknowledged['writes']} writes\n{daemon.tail()}"
            time.sleep(chance.random() * 0.25)
            daemon.kill()
            stop.set()
            thread.join()
            tokens |= acknowledged["tokens"]
            audit += acknowledged["audit"] + len(acknowledged["tokens"])
            total += acknowledged["writes"]
        if turn % 10 == 9:
            print(f"  {turn + 1} rounds, {total} writes, {number} articles, {time.monotonic() - began:.0f} s", flush=True)

    with Daemon(folder / "quotewatch.toml", environment=quick) as daemon:
        daemon.wait_ready()
        daemon.call("POST", "/api/v1/sources/o3/resume", {})
        assert tokens <= {row["id"] for row in daemon.rows("/api/v1/tokens")}

        def all_found():
            return set(bent) <= {o["url"] for case in daemon.cases() for o in case["occurrences"]}
        wait_for(f"all {len(bent)} bent articles in the case", all_found, 120, 1)
        assert len(daemon.cases()) == 1
        deliveries = wait_for("every message to be sent", lambda: (rows := daemon.rows("/api/v1/deliveries")) and all(
            d["state"] == "sent" for d in rows) and rows)
        came = {i for i, _ in receiver.messages}
        missing = {d["id"] for d in deliveries} - came
        assert not missing and not receiver.bad, (missing, receiver.bad)
        news = {i for i, m in receiver.messages if m["type"] == "match.new"}
        assert len(news) == 1, news
        check = daemon.get("/api/v1/audit/check")
        assert check["records"] >= audit and check["whole"], (check, audit)
        daemon.stop()
    left_by_host = gaps_left((folder / "daemon.log").read_text("utf-8", "replace"))

early, least_seen = [], {}
for outlet in outlets:
    least = LONG if "delay" in outlet else DELAY
    # Threads of the newsroom note the requests, in whatever order.
    times = sorted(r.at for r in room.requests if r.outlet == outlet["id"])
    came = [b - a for a, b in itertools.pairwise(times)]
    left = left_by_host[room.host(outlet["id"])]
    # While restarts follow each other more quickly than its delay, the slow outlet is asked once in LONG + 30 s.
    enough = ROUNDS // (50 if "delay" in outlet else 2)
    assert len(came) >= enough and len(left) >= len(came), (outlet["id"], len(came), len(left))
    least_seen[outlet["id"]] = f"{min(came, default=0):.3f}/{min(left, default=0):.3f}"
    early += [(outlet["id"], how, round(gap, 4)) for how, all_gaps in (("came", came), ("left", left))
              for gap in all_gaps if gap < least - SLACK]
assert not early, f"{len(early)} of {len(room.requests)} requests were too early: {early[:10]}"
room.stop()
receiver.stop()
print(f"kill: {total} acknowledged writes, {len(bent)} bent articles, {len(deliveries)} messages, "
      f"{len(room.requests)} requests, least gaps came/left {least_seen}, in {time.monotonic() - began:.0f} s")
