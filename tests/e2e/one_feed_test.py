"""One feed on loopback is crawled into the store and shown by the API."""
from harness import Daemon, Folder, metric, newsroom, small_room, wait_for, SOURCE

room = small_room(6).start()
with Folder() as folder:
    config = newsroom.write_configuration(room, folder, SOURCE / "config", crawl="")
    with Daemon(config) as daemon:
        daemon.wait_ready()
        source = wait_for("the outlet to be polled and its articles found", lambda: next(
            (s for s in daemon.rows("/api/v1/sources") if s["id"] == "one" and s["articles"] == 6), None))
        assert source["state"] == "ok", source
        wait_for("every page to be asked for", lambda: {r.path for r in room.requests} >= {
            "/robots.txt", "/feed.xml", *(f"/n{n}.html" for n in range(6))})
        first = room.requests[0]
        assert first.path == "/robots.txt", first
        assert "quotewatch/" in first.headers["User-Agent"] and "desk@newsroom.example" in first.headers["User-Agent"]
        assert first.headers["From"] == "desk@newsroom.example", first.headers
        wait_for("the six articles to be read", lambda: metric(daemon, 'articles_total{state="read"}') >= 6)
        assert daemon.rows("/api/v1/cases") == []
        took = daemon.stop()
    with Daemon(config) as daemon:
        daemon.wait_ready()
        asked = len(room.requests)
        # What the first run learned of the list is known: the feed is asked for with its validators.
        wait_for("a conditional poll of the second run", lambda: any(
            r.path == "/feed.xml" and r.status == 304 for r in room.requests[asked:]))
        source = next(s for s in daemon.rows("/api/v1/sources") if s["id"] == "one")
        assert source["articles"] == 6, source
        daemon.stop()
room.stop()
print(f"one feed: 6 articles, stopped in {took:.1f} s")
