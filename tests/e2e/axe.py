"""axe-core in the browser of a test: installed by npm into the build folder, where the network gives it."""
import json
import os
import pathlib
import shutil
import subprocess

VERSION = "4.10.3"


def script(build):
    """The library's text, or None when it is not there and cannot be had."""
    folder = pathlib.Path(build) / "axe"
    file = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not file.exists() and shutil.which("npm") and not os.environ.get("QW_OFFLINE"):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts",
                            f"axe-core@{VERSION}"], capture_output=True, timeout=60, check=True)
        except (subprocess.SubprocessError, OSError):
            return None
    return file.read_text("utf-8") if file.exists() else None


class Axe:
    """Runs the rules on the page that the browser shows; keeps count."""

    def __init__(self, browser, source):
        self.browser, self.source = browser, source
        self.pages, self.rules, self.found = 0, set(), []

    def look(self, name):
        self.browser.run(self.source)
        result = self.browser.run_async(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {resultTypes: ['violations']}).then(r => done(JSON.stringify({"
            "violations: r.violations.map(v => ({id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.html).slice(0, 3)})),"
            "rules: [...r.violations, ...r.passes, ...r.incomplete].map(x => x.id)})), e => done(JSON.stringify(String(e))))")
        seen = json.loads(result)
        assert isinstance(seen, dict), f"{name}: {seen}"
        self.pages += 1
        self.rules.update(seen["rules"])
        self.found += [dict(v, page=name) for v in seen["violations"]]

    def serious(self):
        return [v for v in self.found if v["impact"] in ("serious", "critical")]
