"""An outlet that nobody verified is not asked until `quotewatch outlets check` has found it good; then it is polled."""
import json
import socket
import subprocess

from harness import BUILD, Daemon, Folder, newsroom, small_room, wait_for, SOURCE


def check(folder, *outlets):
    run = subprocess.run([BUILD / "quotewatch", "outlets", "check", *outlets, "--json", "--socket", folder / "run" / "api.sock"],
                         capture_output=True, text=True, timeout=150)
    return run.returncode, {row["id"]: row["checked"] for row in json.loads(run.stdout)}, run.stderr


room = small_room(6).start()
with socket.socket() as nobody, Folder() as folder:
    nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
    port = nobody.getsockname()[1]
    config = newsroom.write_configuration(room, folder, SOURCE / "config", crawl="")
    outlets = folder / "outlets.d" / "newsroom.toml"
    outlets.write_text(outlets.read_text("utf-8").replace('"fetched"', '"none"') + f"""
[[outlet]]
id = "gone"
name = "Gone"
country = "UA"
languages = ["uk"]
kind = "portal"
home = "http://gone.example:{port}/"
""", "utf-8")
    config.write_text(config.read_text("utf-8").replace(
        "[store]", f'[[crawl.resolve]]\nhost = "gone.example"\naddress = "127.0.0.1"\nport = {port}\n\n[store]'), "utf-8")
    with Daemon(config) as daemon:
        daemon.wait_ready()
        assert daemon.get("/api/v1/sources/one")["verified"] == "none"
        assert room.requests == [], "an outlet was asked that nobody verified"

        status, reports, errors = check(folder, "one", "gone")
        assert status == 1, (status, errors)
        one, gone = reports["one"], reports["gone"]
        assert one["good"] and one["articles"] == one["pages"] == one["dates"] == 3, one
        feed = next(a for a in one["addresses"] if a["kind"] == "feed")
        assert feed["found"] == "answered" and feed["entries"] == 6, feed
        assert not gone["good"] and gone["addresses"][0]["found"] == "unreachable", gone

        wait_for("the outlet that was found good to be polled", lambda: next(
            (s for s in daemon.rows("/api/v1/sources") if s["id"] == "one" and s["articles"] == 6), None))
        assert daemon.get("/api/v1/sources/one")["verified"] == "fetched"
        assert daemon.get("/api/v1/sources/gone")["verified"] == "none"
        assert any(r["act"] == "outlet.verify" for r in daemon.rows("/api/v1/audit")), "no record of it"
        daemon.stop()
    with Daemon(config) as daemon:
        daemon.wait_ready()
        asked = len(room.requests)
        wait_for("polling to go on after a restart", lambda: len(room.requests) > asked)
        daemon.stop()
room.stop()
print("outlets check: one good, one gone")
