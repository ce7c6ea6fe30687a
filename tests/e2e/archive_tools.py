"""warcio and py-wacz, other people's readers: installed by pip into the build folder, where the network gives them."""
import os
import pathlib
import subprocess
import sys

WANTED = ["warcio==1.8.1", "wacz==0.6.0"]


def tools(build):
    """The folder with the programs `warcio` and `wacz`, or None when they are not there and cannot be had."""
    folder = pathlib.Path(build) / "archive-tools"
    programs = folder / "bin"
    if not (programs / "wacz").exists() and not os.environ.get("QW_OFFLINE"):
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, timeout=120, check=True)
            subprocess.run([programs / "pip", "install", "--quiet", "--disable-pip-version-check", *WANTED],
                           capture_output=True, timeout=240, check=True)
        except (subprocess.SubprocessError, OSError):
            return None
    return programs if (programs / "wacz").exists() else None


READ_ALL = """
import sys, json
from warcio.archiveiterator import ArchiveIterator
seen = []
with open(sys.argv[1], "rb") as file:
    for record in ArchiveIterator(file, check_digests="raise"):
        record.content_stream().read() if record.http_headers else record.raw_stream.read()
        seen.append([record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""])
print(json.dumps(seen))
"""
