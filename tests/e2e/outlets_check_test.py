"""An outlet that nobody verified is not asked until `quotewatch outlets check` has found it good; then it is polled.
What is imported is in force without a restart and after one, and can be given back and taken away."""
import json
import socket
import subprocess

from harness import BUILD, Daemon, Folder, newsroom, small_room, wait_for, SOURCE


def check(folder, *outlets):
    run = subprocess.run([BUILD / "quotewatch", "outlets", "check", *outlets, "--json", "--socket", folder / "run" / "api.sock"],
                         capture_output=True, text=True, timeout=150)
    assert run.stdout, run
    return run.returncode, {row["id"]: row["checked"] for row in json.loads(run.stdout)}, run.stderr


def outlets(folder, *words):
    return subprocess.run([BUILD / "quotewatch", "outlets", *words, "--socket", folder / "run" / "api.sock"],
                          capture_output=True, text=True, timeout=150)


room = small_room(6).start()
with socket.socket() as nobody, Folder() as folder:
    nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
    port = nobody.getsockname()[1]
    config = newsroom.write_configuration(room, folder, SOURCE / "config", crawl="")
    file = folder / "outlets.d" / "newsroom.toml"
    file.write_text(file.read_text("utf-8").replace('"fetched"', '"none"') + f"""
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

        table = folder / "more.tsv"
        table.write_text("id\tname\tlanguages\tkind\tcountry\thome\n"
                         f"two\tTwo\tuk\tportal\tUA\t{room.base('one')}\n", "utf-8")
        done = outlets(folder, "import", str(table))
        assert done.returncode == 0 and done.stdout == "two\tadded\n", done
        assert daemon.get("/api/v1/sources/two")["name"] == "Two", "the daemon does not work with it yet"
        assert outlets(folder, "import", str(table)).stdout == "two\tunchanged\n"
        table.write_text(table.read_text("utf-8").replace("Two", "Zwei"), "utf-8")
        done = outlets(folder, "import", str(table))
        assert done.returncode == 1 and "--replace" in done.stderr, done
        bad = folder / "bad.toml"
        bad.write_text('id = "three"\nname = "Three"\nlanguages = ["uk"]\nkind = "blog"\ncountry = "UA"\nhome = "x"\n')
        done = outlets(folder, "import", str(bad))
        assert done.returncode == 78 and f"{bad}:4:8: " in done.stderr and f"{bad}:6:8: " in done.stderr, done
        bad.write_text(outlets(folder, "export").stdout.replace('id = "gone"', 'id = "three"'), "utf-8")
        done = outlets(folder, "import", str(bad))
        assert done.returncode == 1 and "the file wins" in done.stderr and "one" in done.stderr, done
        status, reports, errors = check(folder, "--all")
        assert status == 1 and sorted(reports) == ["gone", "one", "two"], (status, reports, errors)
        daemon.stop()
    with Daemon(config) as daemon:
        daemon.wait_ready()
        assert daemon.get("/api/v1/sources/two")["checked"], "the import was forgotten"
        exported = outlets(folder, "export", "--imported", "--format", "tsv").stdout.splitlines()
        assert len(exported) == 2 and exported[1].startswith("two\tTwo\t"), exported
        assert outlets(folder, "remove", "two").returncode == 0
        wait_for("the outlet to go", lambda: all(s["id"] != "two" for s in daemon.rows("/api/v1/sources")))
        assert outlets(folder, "remove", "one").returncode == 1
        acts = [r["act"] for r in daemon.rows("/api/v1/audit")]
        assert acts.count("outlet.import") == 1 and acts.count("outlet.remove") == 1, acts
        daemon.stop()
room.stop()
print("outlets check: one good, one gone; import, export, remove")
