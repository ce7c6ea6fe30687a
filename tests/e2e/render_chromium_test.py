"""The renderer with a real headless chromium: a picture is made of stored bytes alone, nothing of a hostile page runs or
leaves, a page without end is ended, and what cannot be drawn has a reason. Skipped (77) without chromium."""
import gzip
import os
import pathlib
import socket
import sys
import threading
import time

from harness import Folder
from pictures import CHROMIUM, Pixels, job, record, render, response

if not pathlib.Path(CHROMIUM).exists():
    print("chromium is not installed: skipped")
    sys.exit(77)

PAGE = "https://outlet.example/news/1"
GREEN, RED, BLUE, WHITE = (0, 128, 0), (255, 0, 0), (0, 0, 255), (255, 255, 255)


class Listener:
    """Counts connections to the loopback."""

    def __init__(self):
        self.seen = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            connection.settimeout(2)
            try:
                self.seen.append(connection.recv(200))
            except OSError:
                self.seen.append(b"")
            connection.close()


def left_behind(folder):
    """Browsers whose profile lies in the folder, and what they left there."""
    processes = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if str(folder).encode() in (entry / "cmdline").read_bytes():
                    processes.append(entry.name)
            except OSError:
                pass
    return processes + list(folder.iterdir())


def drawn(folder, *records, **options):
    line, png = render(job("<urn:uuid:p>", *records), folder=folder, **options)
    assert line["end"] == "drawn", line
    assert len(png) == line["bytes"], line
    assert not left_behind(folder), left_behind(folder)
    pixels = Pixels(png)
    assert (pixels.width, pixels.height) == (line["width"], line["height"]), line
    return line, pixels


def page_is_drawn(folder):
    """With a style sheet and an image that are stored, and without those that are not."""
    image = ('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">'
             '<rect width="100" height="100" fill="blue"/></svg>')
    html = ('<!doctype html><title>x</title><link rel=stylesheet href="s.css"><link rel=stylesheet href="gone.css">'
            '<p>Каллас: Європа більше не обговорює</p><img src="/i.svg" style="position:absolute;left:300px;top:300px">'
            '<img src="https://other.example/gone.png" width=10 height=10><div style="height:2000px"></div>')
    packed = gzip.compress(html.encode())
    line, pixels = drawn(
        folder, response("<urn:uuid:p>", PAGE, packed, more="Content-Encoding: gzip\r\n"),
        response("<urn:uuid:c>", "https://outlet.example/news/s.css", "body{background:green}", "text/css"),
        response("<urn:uuid:i>", "https://outlet.example/i.svg", image, "image/svg+xml"))
    assert line["used"] == 2 and line["missing"] == 2, line
    assert line["browser"].startswith("Chrome/"), line
    assert pixels.at(5, 5) == GREEN and pixels.at(350, 350) == BLUE and pixels.height > 2000, line
    assert len(pixels.colours()) > 3, "no text was drawn"


def hostile_page_does_nothing(folder):
    """Scripts, what is outside, frames, refreshes: the loopback hears nothing and the page stays as it was."""
    listener = Listener()
    to = f"http://127.0.0.1:{listener.port}"
    html = f"""<!doctype html>
      <meta http-equiv=refresh content="0;url={to}/refresh">
      <link rel=preconnect href="{to}"><link rel=dns-prefetch href="{to}"><link rel=prefetch href="{to}/prefetch">
      <link rel=icon href="{to}/icon"><link rel=manifest href="{to}/manifest"><link rel=stylesheet href="{to}/style">
      <link rel=preload as=font crossorigin href="{to}/font"><link rel=modulepreload href="{to}/module">
      <base href="{to}/base/">
      <style>@import "{to}/import"; @font-face{{font-family:f;src:url({to}/face)}} body{{background:green;font-family:f}}
        div{{background-image:url({to}/background)}}</style>
      <body onload="document.body.style.background='red'"><script>document.body.style.background='red'</script>
      <script src="{to}/script"></script><script type=module>import "{to}/import.js"</script>
      <img src="{to}/image" srcset="{to}/set 2x" onerror="document.body.style.background='red'">
      <picture><source srcset="{to}/source"><img src="file:///etc/passwd"></picture>
      <iframe src="{to}/frame"></iframe><iframe srcdoc="<img src={to}/inner><script>parent.document.body.style.background='red'</script>">
      </iframe><object data="{to}/object"></object><embed src="{to}/embed"><video src="{to}/video" poster="{to}/poster" autoplay></video>
      <audio src="{to}/audio" autoplay></audio><svg><image href="{to}/svg"/><use href="{to}/use#x"/><script>alert(1)</script></svg>
      <form action="{to}/form"><input autofocus onfocus="this.form.submit()"></form><a ping="{to}/ping" href="{to}/a">a</a>
      <iframe src="javascript:top.document.body.style.background='red'"></iframe><div>x</div>
      <table background="{to}/table"><tr><td>x</table><input type=image src="{to}/input"><body background="{to}/old">"""
    line, pixels = drawn(folder, response("<urn:uuid:p>", PAGE, html, more=f"Link: <{to}/early>; rel=preload; as=style\r\n"
                                          f"Refresh: 0;url={to}/header\r\n"))
    time.sleep(0.5)
    assert listener.seen == [], listener.seen
    assert pixels.at(1200, 5) == GREEN and bytes(RED) not in pixels.colours(), line
    assert line["used"] == 0, line
    # The listener hears what is there to be heard.
    socket.create_connection(("127.0.0.1", listener.port)).close()
    deadline = time.monotonic() + 10
    while not listener.seen and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(listener.seen) == 1
    listener.socket.close()


def tall_page_is_cut(folder):
    line, pixels = drawn(folder, response("<urn:uuid:p>", PAGE, '<body style="margin:0"><div style="height:50000px">x</div>'))
    assert line["height"] == 12000 and line["full_height"] == 50000 and pixels.height == 12000, line


def endless_page_is_ended(folder):
    """Ten levels of an image that uses the next one thirty times: no browser finishes that."""
    levels = "".join(f'<g id="l{n}">' + f'<use href="#l{n + 1}"/>' * 30 + "</g>" for n in range(10))
    html = f'<svg width=900 height=900>{levels}<rect id="l10" width=9 height=9 /></svg>'
    html = '<div style="filter:blur(90px)">' * 3 + html
    began = time.monotonic()
    line, png = render(job("<urn:uuid:p>", response("<urn:uuid:p>", PAGE, html)), "--seconds", "12", folder=folder)
    assert time.monotonic() - began < 40, time.monotonic() - began
    assert line["end"] == "failed" and not png, line
    assert line["reason"] == "the browser did not finish within the time for one page", line
    assert not left_behind(folder), left_behind(folder)


def what_cannot_be_drawn_has_a_reason(folder):
    def reason(data, *options):
        line, png = render(data, *options, folder=folder)
        assert line["end"] in ("failed", "unavailable") and not png, line
        assert not left_behind(folder), left_behind(folder)
        return line["end"], line["reason"]
    good = response("<urn:uuid:p>", PAGE, "<p>x")
    damaged = bytearray(good)
    damaged[len(good) // 2] ^= 0x55
    assert reason(job("<urn:uuid:p>", bytes(damaged)))[0] == "failed"
    assert reason(job("<urn:uuid:q>", good)) == ("failed", "the response of the page is not among the stored records")
    assert reason(job("<urn:uuid:p>", response("<urn:uuid:p>", PAGE, "<rss/>", "text/xml"))) == \
        ("failed", "the stored bytes are no page but text/xml")
    assert reason(b"GET / HTTP/1.1\r\n\r\n")[0] == "failed"
    assert reason(job("<urn:uuid:p>", good), "--browser", "/nowhere/chromium") == \
        ("unavailable", "there is no browser at /nowhere/chromium; install chromium")
    end, text = reason(job("<urn:uuid:p>", good), "--browser", "/bin/false")
    assert end == "unavailable" and "the browser ended" in text, text
    stale = record("revisit", "<urn:uuid:p>", PAGE, b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert reason(job("<urn:uuid:p>", stale))[0] == "failed"


with Folder() as folder:
    os.chmod(folder, 0o777)  # a renderer that root starts becomes somebody else
    profiles = folder / "profiles"
    profiles.mkdir()
    os.chmod(profiles, 0o777)
    page_is_drawn(profiles)
    if os.getuid() == 0:  # and as anybody: out of the network by a user namespace
        drawn(profiles, response("<urn:uuid:p>", PAGE, "<p>x"), as_user=65534)
    hostile_page_does_nothing(profiles)
    tall_page_is_cut(profiles)
    endless_page_is_ended(profiles)
    what_cannot_be_drawn_has_a_reason(profiles)
print("render: pages drawn offline, a hostile one did nothing, an endless one was ended, six reasons")
