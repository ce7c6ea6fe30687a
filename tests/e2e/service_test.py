"""The daemon as a service: start, reload, watchdog, stop, a second one, no contact, metrics."""
import re
import shutil
import subprocess

from harness import BUILD, SANITIZED, SOURCE, Daemon, Folder, Receiver, newsroom, small_room, wait_for

room = small_room(4).start()


def paused_reason(daemon):
    return daemon.get("/api/v1/status")["crawl"]


def without_contact():
    """Crawling is paused, and the sentence says what to set; --demo needs none."""
    with Folder() as folder:
        config = newsroom.write_configuration(room, folder, SOURCE / "config", contact="")
        with Daemon(config) as daemon:
            daemon.wait_ready()
            assert "crawl.contact" in daemon.told("READY=1")[0], daemon.heard
            reason = wait_for("a reason", lambda: paused_reason(daemon)["why"])
            assert "crawl.contact" in reason, reason
            status, _, body = daemon.call("GET", "/-/healthy")
            assert status == 200, body
            daemon.stop()
        assert not room.requests, room.requests
        with Daemon(config, demo=True) as daemon:
            daemon.wait_ready()
            wait_for("a request", lambda: room.requests)
            daemon.stop()


def life():
    receiver = Receiver()
    with Folder() as folder:
        config = newsroom.write_configuration(room, folder, SOURCE / "config", more=receiver.toml(folder))
        with Daemon(config, environment={"WATCHDOG_USEC": "3000000"}) as daemon:
            daemon.wait_ready()

            # A second daemon on the same store says so and leaves.
            second = subprocess.run([BUILD / "quotewatchd", "--config", config], capture_output=True, text=True,
                                    timeout=120)
            assert second.returncode == 75, second
            assert "a quotewatchd is running on it" in second.stderr and str(daemon.process.pid) in second.stderr, second.stderr
            assert len(second.stderr.splitlines()) == 1, second.stderr

            wait_for("three pings of the watchdog", lambda: len(daemon.told("WATCHDOG=1")) >= 3)

            # A wrong key in one file and a new outlet in another: nothing of it is taken over.
            other = small_room(2, "two").start()
            good = config.read_text("utf-8")
            (folder / "outlets.d" / "two.toml").write_text(newsroom.outlets_toml(other), "utf-8")
            # [[crawl.resolve]] may stand anywhere in the file.
            config.write_text(good.replace('revisit_after', 'revisit_afer') + newsroom.resolve_toml(other), "utf-8")
            before = len(room.requests)
            daemon.process.send_signal(1)
            refused = wait_for("the refusal", lambda: [m for m in daemon.told("READY=1") if "refused" in m])
            assert "revisit_afer" in refused[0] and "revisit_after" in refused[0], refused
            assert any("MONOTONIC_USEC=" in m for m in daemon.told("RELOADING=1")), daemon.heard
            wait_for("the old outlet to be polled three times", lambda: len(room.requests) >= before + 3)
            assert {row["id"] for row in daemon.rows("/api/v1/sources")} == {"one"} and not other.requests

            # The key is mended: now the whole of it.
            config.write_text(good + newsroom.resolve_toml(other), "utf-8")
            daemon.process.send_signal(1)
            wait_for("the new outlet to be asked", lambda: [r for r in other.requests if r.path == "/feed.xml"])
            other.stop()

            status, _, body = daemon.call("POST", "/api/v1/backups", {})
            assert status == 202 and body["state"] == "running", (status, body)
            wait_for("the backup", lambda: daemon.get("/api/v1/backups/current")["state"] == "done")
            text = daemon.get("/metrics")
            if shutil.which("promtool"):
                check = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
                assert check.returncode == 0, check.stdout + check.stderr
            named = set(re.findall(r"`(quotewatch_[a-z_]+)", (SOURCE / "docs/ops.md").read_text("utf-8")))
            missing = [name for name in sorted(named) if f"# TYPE {name} " not in text]
            assert len(named) > 20 and not missing, f"docs/ops.md names {missing}, /metrics does not"

            status, _, body = daemon.call("GET", "/-/ready")
            assert status == 200, body
            took = daemon.stop()
            assert took < (15 if SANITIZED else 10), f"stopped after {took:.1f} s"
            assert daemon.told("STOPPING=1"), daemon.heard
            lines = (folder / "daemon.log").read_text("utf-8").splitlines()
            assert lines[-1].endswith(" stopped"), lines[-3:]
            print(f"stopped in {took:.1f} s")


def wrong_configuration():
    with Folder() as folder:
        config = newsroom.write_configuration(room, folder, SOURCE / "config", crawl='colour = "red"\n')
        ended = subprocess.run([BUILD / "quotewatchd", "--config", config], capture_output=True, text=True, timeout=120)
        assert ended.returncode == 78 and "quotewatch.toml:" in ended.stderr, ended
        ended = subprocess.run([BUILD / "quotewatchd"], capture_output=True, text=True, timeout=60)
        assert ended.returncode == 2 and "--config" in ended.stderr, ended


without_contact()
life()
wrong_configuration()
room.stop()
