"""Holds what is true of every file of the project: no path or registry of the machine it was written on, files
that can be read at one sitting, tables that merge (one line a fact, sorted)."""
import pathlib
import re
import subprocess
import sys
import unicodedata

from verdict import tell

LONG = 500        # lines from which a source must say why, in a comment with the words "Long because"
TOO_LONG = 700
BINARY = {".png", ".ico", ".gz", ".br", ".zst", ".woff2", ".bin"}
# Folders of one machine; and where packages come from, which apt, npm and pip know by themselves.
PLACES = re.compile(r"(?<![\w$}/.])/(?:work|home|Users|mnt|srv)/[a-z]")
REGISTRIES = re.compile(r"\b(?:deb|security|snapshot|ftp)\.debian|\bregistry\.npm|\bpypi\.org|pythonhosted|-docker\.pkg")


def files(root: pathlib.Path) -> list[pathlib.Path]:
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"], capture_output=True)
    if listed.returncode == 0:
        return [root / name for name in sorted(listed.stdout.decode().split("\0")) if name and (root / name).is_file()]
    return [path for path in sorted(root.rglob("*")) if path.is_file() and "build" not in path.relative_to(root).parts]


def check_places(name: str, text: str) -> list[str]:
    errors = []
    for number, line in enumerate(text.splitlines(), 1):
        for rule, why in ((PLACES, "a folder of one machine"), (REGISTRIES, "a host of a package registry")):
            if found := rule.search(line):
                errors.append(f"{name}:{number}: {why}: {found[0]}")
    return errors


def check_length(name: str, text: str) -> list[str]:
    lines = text.count("\n")
    if lines > TOO_LONG:
        return [f"{name}: {lines} lines; {TOO_LONG} is the most, find its second subject"]
    if lines > LONG and "Long because" not in text:
        return [f"{name}: {lines} lines; from {LONG} on say why: \"Long because …\""]
    return []


def check_table(name: str, text: str) -> list[str]:
    errors = []
    if "\r" in text or not text.endswith("\n"):
        errors.append(f"{name}: lines must end with LF, the last one too")
    rows = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    if not rows:
        return errors + [f"{name}: no header"]
    width = rows[0][1].count("\t") + 1
    before = None
    for number, line in rows[1:]:
        cells = line.split("\t")
        if len(cells) != width:
            errors.append(f"{name}:{number}: {len(cells)} cells, the header has {width}")
        if any(cell != cell.strip() for cell in cells):
            errors.append(f"{name}:{number}: a cell begins or ends with a space")
        if unicodedata.normalize("NFC", line) != line:
            errors.append(f"{name}:{number}: not NFC")
        if before is not None and cells < before:
            errors.append(f"{name}:{number}: rows must be sorted by their cells, so that edits merge: {cells[:2]}")
        if cells == before:
            errors.append(f"{name}:{number}: the row stands twice")
        before = cells
    return errors


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    errors = []
    for path in files(root):
        name = path.relative_to(root).as_posix()
        if path.suffix in BINARY or name.startswith("tests/fuzz/corpus/"):
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue  # a page in another charset
        if not name.startswith("eval/") and name != "tests/rules/tree.py":
            errors += check_places(name, text)
        if path.suffix in (".cpp", ".hpp", ".py"):
            errors += check_length(name, text)
        if name.startswith("config/") and path.suffix == ".tsv":
            errors += check_table(name, text)
    return tell(errors)


if __name__ == "__main__":
    sys.exit(main())
