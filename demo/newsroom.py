#!/usr/bin/env python3
"""The demo newsroom: invented outlets on loopback, so that the daemon can be seen at work without a network.

    python3 demo/newsroom.py --configuration /tmp/demo     writes the daemon's configuration there and serves

Each outlet has a loopback address and a port of its own and is reached under its own host name by a
[[crawl.resolve]] entry. The clock starts with the first request; README.md says what happens when.
Standard library only; a test imports Newsroom and reads `requests`."""
import argparse
import collections
import datetime
import gzip
import hashlib
import http.server
import io
import pathlib
import socket
import struct
import sys
import threading
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import articles as articles_file  # noqa: E402
import pages  # noqa: E402

Request = collections.namedtuple("Request", "at outlet path status headers")


class Newsroom:
    """`speed` 2 plays twice as fast; 0 publishes everything at once, with each article in its last state."""

    def __init__(self, speed=1.0, articles=None, outlets=None, quirks=True):
        self.speed = speed
        self.outlets = {o["id"]: o for o in outlets or tomllib.loads((HERE / "outlets.toml").read_text("utf-8"))["outlet"]}
        self.articles = articles if articles is not None else articles_file.read_all()
        self.quirks = quirks
        self.requests = []
        self.lock = threading.Lock()
        self.began = None
        self.counts = collections.Counter()
        self.servers = {}
        for number, outlet in enumerate(self.outlets.values(), 2):
            server = Server((f"127.0.0.{number}", 0), Handler)
            server.room, server.outlet = self, outlet
            self.servers[outlet["id"]] = server

    def host(self, outlet_id):
        return f"{outlet_id}.example"

    def base(self, outlet_id):
        return f"http://{self.host(outlet_id)}:{self.servers[outlet_id].server_address[1]}"

    def url(self, key):
        outlet_id, slug = key.split("/")
        return f"{self.base(outlet_id)}/{slug}.html"

    def start(self):
        for server in self.servers.values():
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self):
        for server in self.servers.values():
            server.shutdown()
            server.server_close()

    def begin(self):
        with self.lock:
            if self.began is None:
                self.began = time.time()

    def seconds(self):
        """Story time since the first request."""
        if self.began is None:
            return 0.0
        return 1e9 if self.speed == 0 else (time.time() - self.began) * self.speed

    def last_publication(self):
        """Story seconds at which the last thing happens."""
        return max(s.at for a in self.articles.values() for s in a.states)

    def published(self, article):
        offset = article.states[0].at / self.speed if self.speed else -60 + article.states[0].at
        zone = pages.ZONE[self.outlets[article.outlet].get("country", "UA")]
        return datetime.datetime.fromtimestamp(int(self.began + offset), zone)

    def items(self, outlet_id):
        """What the outlet shows now, newest first."""
        now = self.seconds()
        shown = [(a, a.state(now)) for a in self.articles.values() if a.outlet == outlet_id]
        shown = [(a, s, self.published(a)) for a, s in shown if s and not s.deleted]
        return sorted(shown, key=lambda item: item[0].states[0].at, reverse=True)

    def answer(self, outlet, path, headers):
        """(status, content type, body as text, further headers)."""
        name = outlet["id"]
        if path == "/robots.txt":
            delay = f"Crawl-delay: {outlet['crawl_delay']}\n" if "crawl_delay" in outlet else ""
            return 200, "text/plain", f"User-agent: *\nDisallow: /admin/\n{delay}", {}
        if path == "/feed.xml":
            text, kind = pages.FEEDS[outlet["form"]](outlet, self.base(name), self.items(name))
            tag = '"' + hashlib.sha256(text.encode()).hexdigest()[:16] + '"'
            if headers.get("If-None-Match") == tag:
                return 304, kind, "", {"ETag": tag}
            return 200, kind, text, {"ETag": tag}
        if path == "/":
            return 200, "text/html", pages.home(outlet, self.items(name)), {}
        if self.quirks and outlet.get("walled"):
            return 403, "text/html", "<html><title>403</title><body>Access denied</body></html>", {}
        if self.quirks and outlet.get("fails_every"):
            with self.lock:
                self.counts[name] += 1
                if self.counts[name] % outlet["fails_every"] == 0:
                    return 500, "text/html", "<html><body>Internal Server Error</body></html>", {}
        article = self.articles.get(f"{name}/{path.strip('/').removesuffix('.html')}")
        state = article.state(self.seconds()) if article else None
        if state is None or state.deleted:
            return 404, "text/html", "<html><title>404</title><body>404</body></html>", {}
        others = [(a, s) for a, s, _ in self.items(name) if a is not article][:4]
        body = pages.PAGES[outlet["page"]](outlet, self.base(name), article, state, self.published(article), others)
        return 200, "text/html", body, {}


STAMP_NS = getattr(socket, "SO_TIMESTAMPNS", 35)  # the number that asm-generic/socket.h gives it


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def server_bind(self):
        self.socket.setsockopt(socket.SOL_SOCKET, STAMP_NS, 1)  # accepted ones inherit it, before any byte came
        super().server_bind()


class Arrivals(io.RawIOBase):
    """What a connection receives, with the kernel's own stamp of when the last bytes came: however late this process
    gets to read them, `at` is not."""

    def __init__(self, connection):
        self.connection, self.at = connection, None

    def readable(self):
        return True

    def readinto(self, buffer):
        try:
            data, notes, _, _ = self.connection.recvmsg(len(buffer), socket.CMSG_SPACE(16))
        except ConnectionResetError:  # the daemon was killed
            return 0
        for level, kind, value in notes:
            if (level, kind) == (socket.SOL_SOCKET, STAMP_NS):
                seconds, nanoseconds = struct.unpack("qq", value)
                self.at = seconds + nanoseconds / 1e9
        buffer[:len(data)] = data
        return len(data)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    timeout = 30

    def setup(self):
        super().setup()
        self.arrivals = Arrivals(self.connection)
        self.rfile = io.BufferedReader(self.arrivals)

    def do_GET(self):
        room, outlet = self.server.room, self.server.outlet
        room.begin()
        came = self.arrivals.at
        if room.quirks and outlet.get("slow"):
            time.sleep(outlet["slow"])
        status, kind, text, more = room.answer(outlet, self.path.split("?")[0], self.headers)
        charset = outlet.get("charset", "utf-8")
        body = text.encode(charset, "xmlcharrefreplace")
        if outlet.get("gzip") and body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, more = gzip.compress(body), more | {"Content-Encoding": "gzip"}
        with room.lock:
            room.requests.append(Request(came, outlet["id"], self.path, status, dict(self.headers)))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset={charset}")
        for key, value in more.items():
            self.send_header(key, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            try:
                self.wfile.write(body)
            except ConnectionError:
                self.close_connection = True  # the daemon went away first

    def log_message(self, *_):
        pass


def toml_text(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def outlets_toml(room):
    out = []
    for outlet in room.outlets.values():
        base = room.base(outlet["id"])
        out.append(f"""[[outlet]]
id = {toml_text(outlet['id'])}
name = {toml_text(outlet['name'])}
publisher = {toml_text(outlet.get('publisher', ''))}
country = {toml_text(outlet['country'])}
languages = [{toml_text(outlet['language'])}]
kind = {toml_text(outlet['kind'])}
tier = {outlet['tier']}
home = "{base}/"
verified = "fetched"
{f'delay = {toml_text(outlet["delay"])}' if 'delay' in outlet else ''}
[outlet.feeds]
{outlet['language']} = ["{base}/feed.xml"]
""")
    return "\n".join(out)


def resolve_toml(room):
    return "\n".join(f'[[crawl.resolve]]\nhost = "{room.host(name)}"\naddress = "{server.server_address[0]}"\n'
                     f"port = {server.server_address[1]}\n" for name, server in room.servers.items())


def write_configuration(room, directory, data, crawl="", api="port = 0", more="", contact="desk@newsroom.example",
                        patterns=None):
    """Everything that the daemon needs, in one directory. `data` is the project's config folder."""
    directory = pathlib.Path(directory)
    (directory / "outlets.d").mkdir(parents=True, exist_ok=True)
    (directory / "outlets.d" / "newsroom.toml").write_text(outlets_toml(room), "utf-8")
    contact_line = f'contact = "{contact}"\n' if contact else ""
    (directory / "quotewatch.toml").write_text(f"""# Written by demo/newsroom.py.
[paths]
outlets = "{directory}/outlets.d"
officials = "{data}/officials.d"
patterns = "{patterns or f'{data}/patterns.d'}"
lexicon = "{data}/lexicon"

[crawl]
{contact_line}delay = "300 ms"
least_delay = "0 ms"
poll_every = "2 s"
poll_least = "1 s"
poll_most = "3 s"
revisit_after = ["8 s", "20 s", "45 s"]
{crawl}
{resolve_toml(room)}
[store]
directory = "{directory}/state"
min_free = "64 MiB"

[api]
runtime_directory = "{directory}/run"
{api}

[desk]
language = "en"

{more}
""", "utf-8")
    return directory / "quotewatch.toml"


def main():
    parser = argparse.ArgumentParser(description="serves the demo newsroom on loopback")
    parser.add_argument("--configuration", required=True, help="directory for the daemon's configuration")
    parser.add_argument("--data", default=str(HERE.parent / "config"), help="the project's config folder")
    parser.add_argument("--api-port", type=int, default=8417)
    parser.add_argument("--speed", type=float, default=1.0)
    arguments = parser.parse_args()
    room = Newsroom(arguments.speed).start()
    file = write_configuration(room, pathlib.Path(arguments.configuration).resolve(), arguments.data,
                               api=f"port = {arguments.api_port}", contact="",
                               more='[log]\nlevel = "warning"  # "info" shows every article')
    print(f"newsroom: {len(room.outlets)} outlets, {len(room.articles)} articles; configuration: {file}", flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        room.stop()


if __name__ == "__main__":
    main()
