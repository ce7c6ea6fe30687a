"""What the end-to-end tests share: the built programs in folders of their own, waiting on conditions with a deadline."""
import base64
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("QW_BUILD", SOURCE / "build/asan"))
SANITIZED = os.environ.get("QW_SANITIZED", "yes") == "yes"
sys.path.insert(0, str(SOURCE / "demo"))
import articles as articles_file  # noqa: E402
import newsroom  # noqa: E402

SECRET = base64.b64encode(b"a secret of twenty-four bytes and more").decode()
# Sanitized programs on two shared cores take their time; nothing here waits longer than it must.
PATIENCE = float(os.environ.get("QW_PATIENCE", "90"))


def wait_for(what, condition, patience=PATIENCE, every=0.1):
    """The condition's first true value; fails with the sentence when it stays false."""
    deadline = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {patience:.0f} s in vain for: {what}")
        time.sleep(every)


class Folder:
    """A directory of its own, kept when the test fails (QW_KEEP=1 keeps it always)."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="qw-e2e-"))
        return self.path

    def __exit__(self, kind, *_):
        if kind is None and not os.environ.get("QW_KEEP"):
            shutil.rmtree(self.path, ignore_errors=True)
        elif kind is not None:
            print(f"kept for a look: {self.path}", file=sys.stderr)


class Receiver:
    """A webhook receiver that checks every signature. `answers` gives the status of the nth call."""

    def __init__(self, answers=lambda n: 200):
        self.messages, self.bad, self.signed, self.calls, self.lock = [], [], [], 0, threading.Lock()
        room = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
                expected = "v1," + base64.b64encode(
                    hmac.new(base64.b64decode(SECRET), signed, hashlib.sha256).digest()).decode()
                with room.lock:
                    room.calls += 1
                    status = answers(room.calls)
                    if self.headers["webhook-signature"] != expected:
                        room.bad.append(self.headers["webhook-id"])
                    room.signed.append((body, {k: self.headers[k] for k in ("webhook-id", "webhook-timestamp", "webhook-signature")}))
                    if 200 <= status < 300:
                        room.messages.append((self.headers["webhook-id"], json.loads(body)))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.port = self.server.server_address[1]

    def toml(self, directory, severity="low"):
        secret = pathlib.Path(directory) / "hook.secret"
        secret.write_text(f"whsec_{SECRET}\n")
        secret.chmod(0o600)
        return (f'[[receiver]]\nid = "test"\nkind = "webhook"\nurl = "http://127.0.0.1:{self.port}/hook"\n'
                f'secret_file = "{secret}"\naddress = "127.0.0.1"\nleast_severity = "{severity}"\n'
                'retry_first = "100 ms"\n')

    def of_type(self, kind):
        with self.lock:
            return [m for _, m in self.messages if m["type"] == kind]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=15)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(15)
        self.sock.connect(self.path)


class Daemon:
    """One run of quotewatchd. Speaks to its API over the local socket."""

    def __init__(self, config, demo=False, environment=None, notify=True, arguments=()):
        self.config = pathlib.Path(config)
        self.log_path = self.config.parent / "daemon.log"
        self.notify = None
        env = dict(os.environ, **(environment or {}))
        env.pop("NOTIFY_SOCKET", None)
        if notify:
            self.notify_path = str(self.config.parent / f"notify.{time.monotonic_ns()}")
            self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self.notify.bind(self.notify_path)
            env["NOTIFY_SOCKET"] = self.notify_path
        self.heard = []
        if self.notify:
            # Read as it comes: whoever speaks to a manager that does not listen waits for it.
            threading.Thread(target=self.listen, args=(self.notify,), daemon=True).start()
        self.began = time.monotonic()
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [BUILD / "quotewatchd", "--config", self.config, *(["--demo"] if demo else []), *arguments],
            env=env, stdout=self.log, stderr=self.log)

    def listen(self, manager):
        try:
            while message := manager.recv(4096):
                self.heard.append(message.decode())
        except OSError:
            pass  # closed at the end

    def told(self, start):
        return [m for m in list(self.heard) if m.startswith(start)]

    def wait_ready(self):
        def ready():
            if self.process.poll() is not None:
                raise AssertionError(f"quotewatchd ended with {self.process.returncode}:\n{self.tail()}")
            return self.told("READY=1")
        wait_for("READY=1", ready, every=0.02)
        return self

    def tail(self, lines=40):
        return "\n".join(self.log_path.read_text("utf-8", "replace").splitlines()[-lines:])

    def call(self, method, path, body=None, headers=None):
        """(status, headers, decoded body)."""
        connection = Connection(str(self.config.parent / "run" / "api.sock"))
        try:
            data = json.dumps(body) if body is not None else None
            send = {"Host": "localhost", **({"Content-Type": "application/json"} if data else {}), **(headers or {})}
            connection.request(method, path, data, send)
            answer = connection.getresponse()
            raw = answer.read()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, answer.headers, json.loads(raw) if "json" in kind else raw.decode()
        finally:
            connection.close()

    def get(self, path):
        status, _, body = self.call("GET", path)
        assert status == 200, f"GET {path}: {status} {body}"
        return body

    def rows(self, path):
        """All rows of a paged list."""
        rows, cursor = [], ""
        while True:
            separator = "&" if "?" in path else "?"
            page = self.get(path + (f"{separator}cursor={cursor}" if cursor else ""))
            rows += page["rows"]
            cursor = page.get("cursor") or ""
            if not cursor:
                return rows

    def cases(self):
        return [self.get(f"/api/v1/cases/{row['id']}") for row in self.rows("/api/v1/cases")]

    def stop(self, patience=10, status=0):
        """SIGTERM; fails when it takes longer or ends otherwise."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=patience * (4 if SANITIZED else 1))
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"did not stop:\n{self.tail()}") from None
        assert code == status, f"ended with {code}:\n{self.tail()}"
        self.close()
        return time.monotonic() - began

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.close()

    def close(self):
        if self.notify:
            self.notify.shutdown(socket.SHUT_RDWR)
            self.notify.close()
            os.unlink(self.notify_path)
            self.notify = None
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()


def quotewatch(daemon, *arguments, text=None):
    """One command line against the daemon, finished."""
    return subprocess.run([BUILD / "quotewatch", *arguments, "--socket", daemon.config.parent / "run" / "api.sock"],
                          input=text, capture_output=True, text=True, timeout=60)


def metric(daemon, name):
    """The value of one series, 0 when it is not there yet."""
    for line in daemon.get("/metrics").splitlines():
        if line.startswith(f"quotewatch_{name} "):
            return float(line.rsplit(" ", 1)[1])
    return 0.0


def peak_memory(pid):
    """VmHWM in MiB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def small_room(count=6, outlet_id="one"):
    """One outlet with plain articles, all there at once."""
    outlet = {"id": outlet_id, "name": outlet_id, "publisher": outlet_id, "country": "UA", "language": "ru",
              "kind": "portal", "tier": 2, "form": "rss2", "page": "structured"}
    made = {}
    for n in range(count):
        state = articles_file.State(0, f"Новость {n}", [f"Обычная новость. Номер {n}."])
        article = articles_file.Article(outlet_id, f"n{n}", [state])
        made[article.key] = article
    return newsroom.Newsroom(0, made, [outlet])
