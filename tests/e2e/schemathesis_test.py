"""Requests made from docs/openapi.yaml by schemathesis against the running daemon: no 5xx, no answer that the file does
not describe, no access without a token."""
import os
import pathlib
import subprocess
import sys

from harness import BUILD, Daemon, Folder, newsroom, quotewatch, wait_for, SOURCE

VERSION = "4.32.5"
SCOPES = "admin,alerts:admin,audit:read,cases:read,cases:write,metrics:read,patterns:write,sources:write"
# Seconds. An export waits up to 30 for the looks at its pages; an answer later than this is none.
LONGEST = "60"
# Not asked: that whatever the file lets through is accepted. If-Match, cursors and states of cases are not in a schema.
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
          "response_headers_conformance", "ignored_auth")


def program():
    """By pip into the build folder, or None when it is not there and cannot be had."""
    folder = pathlib.Path(BUILD) / "schemathesis"
    found = folder / "bin" / "st"
    if not found.exists() and not os.environ.get("QW_OFFLINE"):
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, timeout=120, check=True)
            subprocess.run([folder / "bin" / "pip", "install", "-q", f"schemathesis=={VERSION}"], capture_output=True,
                           timeout=300, check=True)
        except (subprocess.SubprocessError, OSError):
            return None
    return found if found.exists() else None


tool = program()
if tool is None:
    print("schemathesis cannot be had by pip")
    sys.exit(77)

room = newsroom.Newsroom(0).start()
with Folder() as folder:
    config = newsroom.write_configuration(room, folder, SOURCE / "config")
    with Daemon(config, demo=True) as daemon:
        daemon.wait_ready()
        wait_for("a case", lambda: daemon.rows("/api/v1/cases"))
        token = quotewatch(daemon, "tokens", "create", "schema", "--scopes", SCOPES).stdout.strip()
        port = (folder / "run" / "api.port").read_text().strip()
        done = subprocess.run(
            [tool, "run", SOURCE / "docs" / "openapi.yaml", "--url", f"http://127.0.0.1:{port}", "--no-color",
             "-H", f"Authorization: Bearer {token}", "--phases", "examples,coverage,fuzzing", "--max-examples", "15",
             "--checks", ",".join(CHECKS), "--seed", "7", "--request-timeout", LONGEST, "--continue-on-failure",
             "--generation-database", "none"],
            cwd=folder, capture_output=True, text=True, timeout=600)
        said = [line.strip() for line in done.stdout.splitlines() if "generated" in line or "selected" in line]
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
        assert daemon.process.poll() is None and daemon.get("/api/v1/audit/check")["whole"]
        daemon.stop()
room.stop()
print("schemathesis", VERSION + ":", "; ".join(said))
