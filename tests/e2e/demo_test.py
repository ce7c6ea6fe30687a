"""The demo newsroom, played to its end: the queue holds the expected cases and nothing else, and the webhooks came."""
import collections
import sys
import time

from harness import Daemon, Folder, Receiver, newsroom, peak_memory, wait_for, SANITIZED, SOURCE

SPEED = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
PATTERN = "kallas-nato"

room = newsroom.Newsroom(SPEED).start()
receiver = Receiver()
voices = {o.get("publisher", o["id"]) for o in room.outlets.values()}
assert len(room.outlets) >= 8 and len(voices) >= 6 and len(room.articles) >= 60, (len(room.outlets), voices, len(room.articles))
assert {o["form"] for o in room.outlets.values()} >= {"rss2", "rss1", "atom"} and {o["language"] for o in room.outlets.values()} == {"ru", "uk"}
expected = {room.url(a.key): a for a in room.articles.values() if a.outcome != "silent"}


def worst(occurrences):
    """By address: the highest decision among the states of an article."""
    rank = {"review": 1, "alert": 2}
    out = {}
    for o in occurrences:
        if rank[o["decision"]["outcome"]] > rank.get(out.get(o["url"], (None, None))[0], 0):
            out[o["url"]] = (o["decision"]["outcome"], o["decision"]["label"])
    return out


def differences(cases):
    out = []
    seen = {}
    for case in cases:
        if not case["pattern"].startswith(PATTERN):
            out.append(f"a case of {case['pattern']}: {case['headline']}")
        seen |= worst(case["occurrences"])
    names = {room.url(a.key): a for a in room.articles.values()}
    for url, article in expected.items():
        if url not in seen:
            out.append(f"missing: {article.key} ({article.outcome})")
        elif seen[url][0] != article.outcome:
            out.append(f"{article.key}: {seen[url]} instead of {article.outcome} {article.label}")
    for url, decision in seen.items():
        if url not in expected:
            out.append(f"too much: {names[url].key if url in names else url} {decision}")
    return out


with Folder() as folder:
    config = newsroom.write_configuration(room, folder, SOURCE / "config", more=receiver.toml(folder))
    with Daemon(config) as daemon:
        daemon.wait_ready()
        wait_for("the last publication", lambda: room.seconds() > room.last_publication(), 400)
        ended = time.monotonic()
        found = {"differences": ["nothing looked at"]}

        def settled():
            found["cases"] = daemon.cases()
            found["differences"] = differences(found["cases"])
            return not found["differences"]
        try:
            wait_for("the expected cases", settled, 60 * (2 if SANITIZED else 1), 1)
        except AssertionError:
            print("\n".join(found["differences"]))
            raise
        took = time.monotonic() - ended
        assert len(found["cases"]) == 1, [c["pattern"] for c in found["cases"]]
        case = found["cases"][0]
        assert case["state"] == "new" and case["severity"] == "high", (case["state"], case["severity"])
        labels = {u: d for u, d in worst(case["occurrences"]).items()}
        wrong = [f"{expected[u].key}: {d[1]} instead of {expected[u].label}" for u, d in labels.items()
                 if expected[u].label and d[1] != expected[u].label]
        walled = [o for o in case["occurrences"] if o["outlet"] == "zaslon"]
        assert walled and all("403" in o["page_remark"] for o in walled), walled

        deliveries = wait_for("every message to be sent", lambda: (rows := daemon.rows("/api/v1/deliveries")) and all(
            d["state"] == "sent" for d in rows) and rows)
        wait_for("the webhooks", lambda: {i for i, _ in receiver.messages} >= {d["id"] for d in deliveries})
        assert not receiver.bad, receiver.bad
        assert len(receiver.of_type("match.new")) == 1, collections.Counter(m["type"] for _, m in receiver.messages)
        assert PATTERN in str(receiver.of_type("match.new")[0]["data"])

        statuses = collections.Counter((r.outlet, r.status) for r in room.requests)
        assert statuses[("potok", 500)] > 0 and statuses[("zaslon", 403)] > 0
        # robots.txt of dzvin asks for 1.5 s between two requests.
        times = [r.at for r in room.requests if r.outlet == "dzvin"]
        gaps = [b - a for a, b in zip(times, times[1:])]
        assert min(gaps) >= 1.45, min(gaps)
        print(f"demo: {len(case['occurrences'])} occurrences, {len(case['groups'])} copy groups, "
              f"{len(receiver.messages)} messages, settled {took:.1f} s after the last publication, "
              f"peak {peak_memory(daemon.process.pid):.0f} MiB, {len(room.requests)} requests")
        assert not wrong, wrong
        daemon.stop()
room.stop()
receiver.stop()
