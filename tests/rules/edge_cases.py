"""Holds docs/edge-cases.md to the tests: each file it names is there and holds the test sentence that stands behind it,
each number from 1 to 81 has one row, and a row without a test says "open" or "partly".

edge_cases.py ROOT"""
import pathlib
import re
import sys

from verdict import tell

ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$")
NAMED = re.compile(r"`(tests/[\w/.]+)`(?:, \"([^\"]+)\")?")
CASE = re.compile(r'TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
NUMBERS = 81


def sentences_of(path: pathlib.Path) -> set[str]:
    found = CASE.findall(path.read_text("utf-8"))
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', each)) for each in found}


def check(root: pathlib.Path) -> list[str]:
    errors, seen = [], []
    known: dict[str, set[str]] = {}
    for line in (root / "docs" / "edge-cases.md").read_text("utf-8").splitlines():
        row = ROW.match(line)
        if not row:
            continue
        number, state, tests = int(row[1]), row[3], row[4]
        seen.append(number)
        named = NAMED.findall(tests)
        if state not in ("held", "partly", "open"):
            errors.append(f"{number}: the state is held, partly or open")
        if (state == "held" or state == "partly") != bool(named):
            errors.append(f"{number}: what is {state} names {'a' if state != 'open' else 'no'} test")
        for file, sentence in named:
            path = root / file
            if not path.is_file():
                errors.append(f"{number}: there is no {file}")
            elif path.suffix == ".cpp":
                if sentence not in known.setdefault(file, sentences_of(path)):
                    errors.append(f"{number}: {file} has no test \"{sentence}\"")
    errors += [f"{n}: has {seen.count(n)} rows" for n in range(1, NUMBERS + 1) if seen.count(n) != 1]
    return errors


def main() -> int:
    errors = check(pathlib.Path(sys.argv[1]))
    return tell(errors, "faults in docs/edge-cases.md")


if __name__ == "__main__":
    sys.exit(main())
