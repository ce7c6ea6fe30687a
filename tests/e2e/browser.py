"""Headless Chromium over the WebDriver protocol, with the standard library alone."""
import base64
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
         "--hide-scrollbars"]


def is_installed():
    return shutil.which("chromium") is not None and shutil.which("chromedriver") is not None


class Browser:
    """One window with a profile of its own. Scripts of pages are switched off unless asked for: the desk must work without."""

    def __init__(self, width=1280, height=900, scripts=False):
        self.profile = tempfile.mkdtemp(prefix="qw-chromium-")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        port = None
        for line in self.driver.stdout:
            if found := re.search(r"successfully on port (\d+)", line):
                port = found[1]
                break
        assert port, "chromedriver did not start"
        self.base = f"http://127.0.0.1:{port}"
        options = {"binary": shutil.which("chromium"), "args": FLAGS + [f"--user-data-dir={self.profile}"],
                   "prefs": {} if scripts else {"profile.managed_default_content_settings.javascript": 2}}
        try:
            made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
        except AssertionError:
            self.driver.terminate()  # else it holds our output open, and the test never ends
            raise
        self.session = f"/session/{made['sessionId']}"
        self.call("POST", "/timeouts", {"script": 120_000})  # axe on a large page of a busy machine
        self.size(width, height)

    def ask(self, method, path, body=None):
        data = json.dumps(body if body is not None else {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=150) as answer:
                return json.loads(answer.read())["value"]
        except urllib.error.HTTPError as error:
            value = json.loads(error.read())["value"]
            raise AssertionError(f"{method} {path}: {value['error']}: {value['message'].splitlines()[0]}") from None

    def call(self, method, path, body=None):
        return self.ask(method, self.session + path, body)

    def devtools(self, command, parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def size(self, width, height, phone=False):
        self.devtools("Emulation.setDeviceMetricsOverride",
                      {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1, "mobile": phone})

    def scheme(self, scheme):
        self.devtools("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def address(self):
        return self.call("GET", "/url")

    def all(self, css):
        return [e[ELEMENT] for e in self.call("POST", "/elements", {"using": "css selector", "value": css})]

    def one(self, css, patience=10):
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if found := self.all(css):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no {css} on {self.address()}: {self.text('body')[:500]}")

    def text(self, css):
        return self.of(css, lambda element: self.call("GET", f"/element/{element}/text"))

    def value(self, css, attribute):
        return self.call("GET", f"/element/{self.one(css)}/attribute/{attribute}")

    def right_edges(self, css):
        rects = [self.call("GET", f"/element/{e}/rect") for e in self.all(css)]
        return [r["x"] + r["width"] for r in rects]

    def type(self, css, text):
        self.on(css, "value", {"text": text})

    def click(self, css):
        self.on(css, "click")

    def on(self, css, act, body=None):
        return self.of(css, lambda element: self.call("POST", f"/element/{element}/{act}", body))

    def of(self, css, ask):
        """The page may still be on its way to the next one: an element that went stale is looked up again."""
        for _ in range(20):
            try:
                return ask(self.one(css))
            except AssertionError as error:
                if "stale element" not in str(error):
                    raise
                time.sleep(0.1)
        raise AssertionError(f"{css} stayed stale")

    def choose(self, css, value):
        self.click(f'{css} option[value="{value}"]')

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        return self.call("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def press(self, code, key, shift=False):
        """A key by its place (`code`), giving what the layout has there (`key`)."""
        event = {"code": code, "key": key, "modifiers": 8 if shift else 0}
        self.devtools("Input.dispatchKeyEvent", {"type": "keyDown", **event})
        self.devtools("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def picture(self, file):
        pathlib.Path(file).write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def complaints(self):
        """What the browser wrote to its console: refused by policy, missing, failed."""
        return [e["message"] for e in self.call("POST", "/se/log", {"type": "browser"})
                if e["level"] in ("SEVERE", "WARNING")]

    def stop(self):
        try:
            self.ask("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
