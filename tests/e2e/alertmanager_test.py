"""The state of the service in a real Alertmanager: an alert while something is wrong, its end when it is well again."""
import json
import re
import shutil
import signal
import subprocess
import sys
import urllib.request

from harness import Daemon, Folder, newsroom, quotewatch, small_room, wait_for, SOURCE

PROGRAM = shutil.which("prometheus-alertmanager")
if PROGRAM is None:
    print("prometheus-alertmanager is not installed (scripts/deps)")
    sys.exit(77)

room = small_room(1).start()
with Folder() as folder:
    (folder / "alertmanager.yml").write_text("route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n", "utf-8")
    manager = subprocess.Popen(
        [PROGRAM, f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/alertmanager",
         "--web.listen-address=127.0.0.1:0", "--cluster.listen-address="],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        port = None
        for line in manager.stderr:
            if found := re.search(r'msg="Listening on" address=127\.0\.0\.1:(\d+)', line):
                port = int(found[1])
                break
        assert port, "alertmanager did not start"

        def alerts():
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/alerts", timeout=10) as answer:
                return {a["labels"]["alertname"]: a for a in json.load(answer)}

        config = newsroom.write_configuration(room, folder, SOURCE / "config", more=f"""
[[receiver]]
id = "prometheus"
kind = "alertmanager"
url = "http://127.0.0.1:{port}"
address = "127.0.0.1"
cases = false
ops = true
retry_first = "200 ms"
""")
        plenty = config.read_text("utf-8")
        config.write_text(plenty.replace('min_free = "64 MiB"', 'min_free = "1023 GiB"'), "utf-8")
        with Daemon(config) as daemon:
            low = wait_for("the low disk at Alertmanager", lambda: alerts().get("QuotewatchDiskLow"))
            assert low["labels"]["severity"] == "critical" and low["labels"]["service"] == "quotewatch", low
            assert low["status"]["state"] == "active" and "disk" in low["annotations"]["summary"].lower(), low
            assert quotewatch(daemon, "alerts", "test", "prometheus").returncode == 0
            wait_for("the test at Alertmanager", lambda: alerts().get("QuotewatchTest"))
            config.write_text(plenty, "utf-8")
            daemon.process.send_signal(signal.SIGHUP)
            wait_for("the end of it", lambda: "QuotewatchDiskLow" not in alerts())
            assert "QuotewatchTest" in alerts()
            assert not daemon.rows("/api/v1/deliveries?state=dead")
            daemon.stop()
    finally:
        manager.terminate()
        manager.wait()
room.stop()
print("alertmanager: a low disk was an active alert with labels and words, and ended when it was well again")
