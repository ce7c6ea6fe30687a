"""Crawls saved public pages with the real daemon: each host is an outlet that is served on loopback under its own name.

    python3 eval/pages_layout.py --absolute --out DIR GITDIR [GITDIR ...]
    python3 tests/bench/page_sets.py DIR --build build/bench --lists feeds
    python3 tests/bench/page_sets.py DIR --build build/bench --lists sections
    python3 tests/bench/page_sets.py --demo --build build/bench      the demo newsroom at full speed instead

Prints how every page ended (an article, or refused with which reason), pages a second, how the time of the daemon splits
between its stages (its own metrics), and its peak memory. Fails when a page is neither or the daemon does not stop
cleanly. All delays are zero, so nothing but work takes time; the server shares the machine."""
import argparse
import collections
import http.server
import json
import os
import pathlib
import re
import sys
import threading
import time
import urllib.parse
import xml.sax.saxutils

HERE = pathlib.Path(__file__).resolve().parent
FEED, SECTION = "/qw-feed.xml", "/qw-section/"
AT_REST = 10  # seconds without a new answer after which nothing more is expected


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="?", type=pathlib.Path, help="what pages_layout.py wrote")
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--lists", choices=("feeds", "sections"), default="feeds")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--most", type=int, default=1 << 30, help="pages")
    parser.add_argument("--reasons", action="store_true", help="one line a refused page")
    return parser.parse_args()


def key_of(target):
    return urllib.parse.unquote(target)


def as_logged(url):
    """The log cuts long values."""
    return url[:190]


class Site:
    """One host: its pages by target."""

    def __init__(self, number, host):
        self.id, self.host = f"h{number}", host
        self.address = f"127.{1 + number // 60000}.{number // 250 % 240}.{1 + number % 250}"
        self.rows = {}

    def feed(self, port):
        items = "".join(f"<item><title>{xml.sax.saxutils.escape(row['title'] or row['id'])}</title>"
                        f"<link>{xml.sax.saxutils.escape(self.url(port, target))}</link></item>"
                        for target, row in self.rows.items())
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{self.id}</title>{items}</channel></rss>'

    def section(self, port):
        items = "".join(f"<h2><a href={xml.sax.saxutils.quoteattr(self.url(port, target))}>"
                        f"{xml.sax.saxutils.escape(row['title'] or row['id'])}</a></h2>" for target, row in self.rows.items())
        return f"<!doctype html><meta charset=utf-8><title>{self.id}</title><main>{items}</main>"

    def url(self, port, target):
        return f"http://{self.host}:{port}{target}"


def sites_of(directory, most):
    """Pages whose address has a host; those without one stand under one made-up host."""
    sites = {}
    for line in list((directory / "manifest.jsonl").open(encoding="utf-8"))[:most]:
        row = json.loads(line)
        parts = urllib.parse.urlsplit(row["url"] or "")
        host = (parts.hostname or "without-address.example").encode("idna").decode()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not parts.hostname:
            target = f"/{row['id']}.html"
        target = urllib.parse.quote(target, safe="%/:=&?~+!$,;'()*@-._[]|")
        site = sites.setdefault(host, Site(len(sites), host))
        site.rows.setdefault(target, row)
    return sites


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, sites):
        super().__init__(("0.0.0.0", 0), Handler)
        self.sites, self.requests, self.port = sites, 0, self.server_address[1]
        self.files = {(host, key_of(target)): row["html_file"] for host, site in sites.items()
                      for target, row in site.rows.items()}
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self):
        self.server.requests += 1
        host = self.headers["Host"].split(":")[0]
        site = self.server.sites.get(host)
        status, kind, body = 404, "text/html", b"<title>404</title>"
        if self.path == "/robots.txt":
            kind, body = "text/plain", b""
        elif site and self.path in (FEED, SECTION):
            status, kind = 200, "text/xml" if self.path == FEED else "text/html"
            body = (site.feed if self.path == FEED else site.section)(self.server.port).encode()
        elif file := self.server.files.get((host, key_of(self.path))):
            status, body = 200, pathlib.Path(file).read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def write_configuration(folder, sites, port, lists):
    (folder / "outlets.d").mkdir()
    blocks = []
    for site in sites.values():
        home = f"http://{site.host}:{port}/"
        where = (f'[outlet.feeds]\nen = ["{home[:-1]}{FEED}"]' if lists == "feeds" else
                 f'sections = ["{home[:-1]}{SECTION}"]')
        blocks.append(f'[[outlet]]\nid = "{site.id}"\nname = "{site.id}"\ncountry = "UA"\nlanguages = ["en"]\n'
                      f'kind = "portal"\ntier = 2\nhome = "{home}"\nverified = "fetched"\n{where}\n')
    (folder / "outlets.d" / "hosts.toml").write_text("\n".join(blocks), "utf-8")
    resolve = "\n".join(f'[[crawl.resolve]]\nhost = "{s.host}"\naddress = "{s.address}"\nport = {port}' for s in sites.values())
    data = HERE.parents[1] / "config"
    (folder / "quotewatch.toml").write_text(f"""[paths]
outlets = "{folder}/outlets.d"
officials = "{data}/officials.d"
patterns = "{data}/patterns.d"
lexicon = "{data}/lexicon"
[crawl]
contact = "bench@newsroom.example"
delay = "0 ms"
least_delay = "0 ms"
poll_every = "1 h"
poll_least = "1 h"
poll_most = "3 h"
{resolve}
[store]
directory = "{folder}/state"
min_free = "64 MiB"
[api]
port = 0
runtime_directory = "{folder}/run"
""", "utf-8")
    return folder / "quotewatch.toml"


EVENT = re.compile(r"^(\S+)Z \w+ (article|page\.unseen|page\.failed) (.*)$")
FIELD = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


def outcomes(log):
    """By address: the first thing that became of it, and when the last one did."""
    found, last = {}, None
    for line in log.splitlines():
        event = EVENT.match(line)
        if not event:
            continue
        fields = {k: v.strip('"') for k, v in FIELD.findall(event[3])}
        if event[2] == "article":
            found.setdefault(fields["url"], fields.get("remark") or "article")
        elif event[2] == "page.unseen":
            found.setdefault(fields["url"], fields["remark"])
        last = event[1]
    return found, last


def series(text, name):
    """{labels: value} of one metric."""
    out = {}
    for line in text.splitlines():
        if line.startswith(f"quotewatch_{name}{{") or line.startswith(f"quotewatch_{name} "):
            head, value = line.rsplit(" ", 1)
            out[head[len("quotewatch_") + len(name):]] = float(value)
    return out


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(harness, config, expected, requests):
    """Starts the daemon, waits until nothing more comes, prints what its metrics say. Returns what became of each page."""
    with harness.Daemon(config) as daemon:
        daemon.wait_ready()
        began, cpu_before = time.time(), cpu_seconds(daemon.process.pid)
        moved, seen = time.time(), (-1, -1, -1)
        took = cpu = 0.001
        while time.time() - moved < AT_REST:
            time.sleep(0.2)
            if daemon.process.poll() is not None:
                raise AssertionError(f"the daemon ended with {daemon.process.returncode}:\n{daemon.tail()}")
            found, last = outcomes(daemon.log_path.read_text("utf-8", "replace"))
            if (now := (len(found), last, requests())) != seen:
                seen, moved = now, time.time()
                took, cpu = moved - began, cpu_seconds(daemon.process.pid) - cpu_before
            if len(found) >= expected:
                break
        text = daemon.get("/metrics")
        memory = harness.peak_memory(daemon.process.pid)
        daemon.stop()
    print(f"pages: {len(found)} of {expected}; {requests()} requests; {took:.1f} s, {len(found) / took:.1f} pages/s; "
          f"{cpu:.1f} s of CPU, {len(found) / cpu:.1f} pages a second of CPU; peak {memory:.0f} MiB")
    sums, counts = series(text, "stage_duration_seconds_sum"), series(text, "stage_duration_seconds_count")
    whole = sum(sums.values())
    for labels in sorted(sums, key=sums.get, reverse=True):
        stage = re.search(r'stage="(\w+)"', labels)[1]
        print(f"  {stage:7} {sums[labels]:8.2f} s {sums[labels] / whole:6.1%}  {counts[labels]:7.0f} times, "
              f"{1000 * sums[labels] / max(counts[labels], 1):8.2f} ms each")
    return found


def main():
    options = arguments()
    os.environ["QW_BUILD"] = str(options.build.resolve())
    os.environ["QW_SANITIZED"] = "no"
    sys.path.insert(0, str(HERE.parent / "e2e"))
    import harness  # noqa: E402
    with harness.Folder() as folder:
        if options.demo:
            room = harness.newsroom.Newsroom(0).start()
            room.begin()
            config = harness.newsroom.write_configuration(room, folder, harness.SOURCE / "config")
            text = config.read_text("utf-8").replace('delay = "300 ms"', 'delay = "0 ms"', 1)
            config.write_text(text, "utf-8")
            expected = sum(1 for a in room.articles.values() if not a.state(1e9).deleted)
            found = run(harness, config, expected, lambda: len(room.requests))
            wanted = {}
        else:
            sites = sites_of(options.directory, options.most)
            server = Server(sites)
            config = write_configuration(folder, sites, server.port, options.lists)
            wanted = {site.url(server.port, target): row for site in sites.values() for target, row in site.rows.items()}
            print(f"{len(wanted)} pages of {len(sites)} hosts, by {options.lists}")
            found = run(harness, config, len(wanted), lambda: server.requests)
        log = (folder / "daemon.log").read_text("utf-8", "replace")
    by_reason = collections.Counter(re.sub(r"\d{4,}", "N", reason) for reason in found.values())
    for reason, n in by_reason.most_common():
        print(f"  {n:5} {n / max(len(found), 1):6.1%}  {reason}")
    known = {as_logged(url) for url in found}
    lost = [url for url in wanted if as_logged(url) not in known]
    print(f"  {len(lost):5}         not in a list, or without an end")
    for url in lost[:20]:
        print(f"        {wanted[url]['id']} {url}")
    if options.reasons:
        for url, reason in sorted(found.items(), key=lambda each: each[1]):
            if reason != "article":
                print(f"{reason}\t{url}")
    errors = [line for line in log.splitlines() if " error " in line]
    print(f"  errors in the log: {len(errors)}", *errors[:5], sep="\n    ")
    return 1 if errors or (lost and options.lists == "feeds") else 0


if __name__ == "__main__":
    sys.exit(main())
