"""A renderer, jobs for it, and the pixels of what it gives: with the standard library alone."""
import gzip
import json
import os
import socket
import struct
import subprocess
import zlib

from harness import BUILD

CHROMIUM = "/usr/lib/chromium/chromium"
RENDERER = BUILD / "quotewatch-render"


def record(kind, identity, url, block, more=()):
    fields = [("WARC-Type", kind), ("WARC-Record-ID", identity), ("WARC-Date", "2026-11-20T10:00:00Z"),
              ("WARC-Target-URI", url), *more, ("Content-Length", str(len(block)))]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def response(identity, url, body, kind="text/html; charset=utf-8", more=""):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}\r\n"
    body = body if isinstance(body, bytes) else body.encode()
    return record("response", identity, url, head.encode() + body)


def render(job, *options, folder, patience=90, as_user=None):
    """(line, png) of one job; everything it started is gone when this returns."""
    ours, theirs = socket.socketpair()
    environment = dict(os.environ, TMPDIR=str(folder))
    process = subprocess.Popen([RENDERER, *options], stdin=theirs, stdout=theirs, env=environment, user=as_user)
    theirs.close()
    ours.settimeout(patience)
    try:
        ours.sendall(job)
        answer = b""
        while piece := ours.recv(1 << 20):
            answer += piece
    finally:
        ours.close()
        process.wait(timeout=20)
    line, _, png = answer.partition(b"\n")
    return json.loads(line), png


def job(document, *records):
    data = b"".join(records)
    return json.dumps({"document": document, "bytes": len(data)}).encode() + b"\n" + data


class Pixels:
    """A PNG of eight-bit RGB or RGBA, decoded."""

    def __init__(self, png):
        assert png[:8] == b"\x89PNG\r\n\x1a\n", png[:20]
        at, data = 8, b""
        while at < len(png):
            length, kind = struct.unpack(">I4s", png[at:at + 8])
            chunk = png[at + 8:at + 8 + length]
            if kind == b"IHDR":
                self.width, self.height, depth, colour = struct.unpack(">IIBB", chunk[:10])
                assert depth == 8 and colour in (2, 6), (depth, colour)
                self.step = 3 if colour == 2 else 4
            elif kind == b"IDAT":
                data += chunk
            at += 12 + length
        self.rows, raw, before = [], zlib.decompress(data), bytes(self.width * self.step)
        stride = self.width * self.step
        for row in range(self.height):
            start = row * (stride + 1)
            line = bytearray(raw[start + 1:start + 1 + stride])
            self.unfilter(raw[start], line, before)
            before = bytes(line)
            self.rows.append(before)

    def unfilter(self, kind, line, before):
        step = self.step
        for i in range(len(line) if kind else 0):
            left = line[i - step] if i >= step else 0
            up = before[i]
            corner = before[i - step] if i >= step else 0
            if kind == 1:
                line[i] = (line[i] + left) & 255
            elif kind == 2:
                line[i] = (line[i] + up) & 255
            elif kind == 3:
                line[i] = (line[i] + (left + up) // 2) & 255
            else:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                line[i] = (line[i] + near[2]) & 255

    def at(self, x, y):
        return tuple(self.rows[y][x * self.step:x * self.step + 3])

    def colours(self):
        return {row[i:i + 3] for row in self.rows for i in range(0, len(row), self.step)}
