"""The unit that starts the real daemon passes systemd's own analysis."""
import pathlib
import re
import subprocess
import sys
import tempfile

build = pathlib.Path(sys.argv[1])
unit = (build / "systemd" / "quotewatchd.service").read_text("utf-8")
# `verify` wants the program to be there; the built one stands in for the installed one.
unit = re.sub(r"^ExecStart=\S+/quotewatchd", f"ExecStart={build}/quotewatchd", unit, flags=re.M)
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "quotewatchd.service"
    path.write_text(unit, "utf-8")
    for command in (["systemd-analyze", "security", "--offline=yes", "--threshold=20", path],
                    ["systemd-analyze", "verify", "--man=no", path]):
        ended = subprocess.run(command, capture_output=True, text=True)
        print(ended.stdout.splitlines()[-1:] or "", ended.stderr.strip())
        if ended.returncode != 0:
            sys.exit(f"{command[1]}: {ended.returncode}\n{ended.stdout}{ended.stderr}")
