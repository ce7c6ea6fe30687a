"""Holds the house of ARCHITECTURE.md: includes point downward only, and each heavy library stays in its room."""
import pathlib
import re
import sys

from verdict import tell

RANK = {"base": 0, "model": 1, "config": 2, "crawler": 3, "store": 3, "daemon": 4}
STEP = ["text", "quotes", "match"]                      # left never sees right
ROOMS = {
    r"curl/": ["crawler/fetch", "daemon/alerts"],
    r"gumbo": ["crawler/article", "crawler/discover"],
    r"rocksdb/": ["store"],
    r"libxml/": ["crawler/discover"],
    r"toml\+\+/": ["config"],
    r"boost/beast": ["daemon/api", "daemon/cli"],
    r"boost/asio": ["crawler/fetch", "daemon"],
    r"spdlog/": ["base"],
    r"zip\.h": ["daemon/evidence"],
}
PURE = ["crawler/text", "crawler/quotes", "crawler/match"]
IMPURE = r"<(fstream|thread|boost/asio)"
WALL_CLOCK = re.compile(r"system_clock::now|steady_clock::now|\bgetenv\(|\brand\(|\btime\(nullptr\)")
CYRILLIC = re.compile(r"[\u0400-\u04FF]")
INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)')


def check(root: pathlib.Path) -> list[str]:
    errors = []
    for path in sorted(root.rglob("*.[hc]pp")):
        here = path.relative_to(root).as_posix()
        top, *rest = here.split("/")
        if top not in RANK:
            continue
        in_pure = any(here.startswith(room + "/") for room in PURE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            def bad(why: str) -> None:
                errors.append(f"{here}:{number}: {why}")

            code = line.split("//")[0]
            if top != "base" and WALL_CLOCK.search(code):
                bad("time, environment and chance come from base/")
            if top == "crawler" and CYRILLIC.search(code):
                bad("a Cyrillic literal belongs in a table of config/lexicon")
            found = INCLUDE.match(line)
            if not found:
                continue
            target = found[2]
            to = target.split("/")
            if found[1] == "<":
                for library, rooms in ROOMS.items():
                    if re.match(library, target) and not any(here.startswith(room + "/") for room in rooms):
                        bad(f"{target}: only in {', '.join(rooms)}")
                if in_pure and re.match(IMPURE, "<" + target):
                    bad(f"{target}: the engine is pure")
            elif to[0] not in RANK:
                bad(f"{target}: write the path from the top folder")
            elif target == "base/version.hpp":
                pass
            elif to[0] != top and RANK[to[0]] >= RANK[top]:
                bad(f"{target}: {top} must not know {to[0]}")
            elif top == "crawler" == to[0] and {rest[0], to[1]} <= set(STEP) and STEP.index(to[1]) > STEP.index(rest[0]):
                bad(f"{target}: {rest[0]} must not know {to[1]}")
    return errors


def main() -> int:
    errors = check(pathlib.Path(sys.argv[1]))
    return tell(errors)


if __name__ == "__main__":
    sys.exit(main())
