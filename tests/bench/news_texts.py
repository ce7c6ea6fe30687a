"""Lays public Russian and Ukrainian news texts out as claim items, for counting false alarms.

    python3 tests/bench/news_texts.py --date 2025-12-20 --out FILE.jsonl GITDIR [GITDIR ...]

Known repositories (git directories, told apart by their files): SlavicNLP/SlavicNER (raw/*/{ru,uk}),
dialogue-evaluation/factRuEval-2016 (devset, testset), lang-uk/ner-uk (v2.0/data/ng), IlyaGusev/tgcontest
(toloka/*.tsv). The texts belong to their publishers: they stay outside the tree. Every text gets the date that is
asked for, so that one pass lies inside the window of the pattern under test. Texts that repeat another one's first
300 letters are dropped.
"""
import argparse
import csv
import io
import json
import pathlib
import re
import subprocess
import sys

csv.field_size_limit(1 << 24)


def git(directory: pathlib.Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "--git-dir", str(directory), *arguments], check=True, capture_output=True).stdout


def files(directory: pathlib.Path) -> list[str]:
    names = git(directory, "-c", "core.quotePath=off", "ls-tree", "-r", "-z", "--name-only", "HEAD")
    return names.decode("utf-8", "replace").split("\0")


def contents(directory: pathlib.Path, names: list[str]):
    """Yields (name, text) of many blobs through one git process."""
    process = subprocess.Popen(["git", "--git-dir", str(directory), "cat-file", "--batch"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for name in names:
        process.stdin.write(f"HEAD:{name}\n".encode())
        process.stdin.flush()
        size = int(process.stdout.readline().split()[-1])
        data = process.stdout.read(size)
        process.stdout.read(1)
        yield name, data.decode("utf-8", "replace")
    process.stdin.close()
    process.wait()


def language(text: str) -> str:
    ukrainian = len(re.findall("[іїєґІЇЄҐ]", text))
    russian = len(re.findall("[ыэъёЫЭЪЁ]", text))
    if ukrainian + russian == 0:
        return ""
    return "uk" if ukrainian > russian else "ru"


def title_and_body(text: str) -> tuple[str, str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return "", ""
    return (lines[0], "\n".join(lines[1:])) if len(lines[0]) < 200 and len(lines) > 1 else ("", "\n".join(lines))


def texts(directory: pathlib.Path):
    """Yields (source id, headline, body)."""
    names = files(directory)
    slavic = [n for n in names if re.match(r"raw/[^/]+/(ru|uk)/.*\.txt$", n)]
    facts = [n for n in names if re.match(r"(devset|testset)/book_\d+\.txt$", n)]
    ukrainian = [n for n in names if re.match(r"v2\.0/data/ng/.*\.txt$", n)]
    tables = [n for n in names if re.match(r"toloka/.*\.tsv$", n)]
    for name, text in contents(directory, slavic):
        lines = text.split("\n")                    # id, language, day, address, then the text in old sets
        head = next((i for i, l in enumerate(lines[:6]) if l.startswith("http")), -1)
        yield (name, *title_and_body("\n".join(lines[head + 1:])))
    for name, text in contents(directory, facts + ukrainian):
        yield (name, *title_and_body(text))
    for name, text in contents(directory, tables):
        for number, row in enumerate(csv.DictReader(io.StringIO(text.replace("\0", "")), delimiter="\t")):
            for title, body in (("INPUT:title", "INPUT:text"), ("INPUT:first_title", "INPUT:first_text"),
                                ("INPUT:second_title", "INPUT:second_text")):
                if row.get(title) and row.get(body):
                    yield f"{name}:{number}:{title}", row[title], row[body]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--date", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("gitdirs", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    seen, counts = set(), {}
    with arguments.out.open("w", encoding="utf-8") as out:
        for directory in arguments.gitdirs:
            for source, headline, body in texts(directory):
                lang = language(headline + body)
                letters = re.sub(r"\W+", "", headline + body)[:300]
                if not lang or len(letters) < 100 or letters in seen:
                    continue
                seen.add(letters)
                counts[lang] = counts.get(lang, 0) + 1
                item = {"id": f"n-{len(seen)}", "lang": lang, "date": arguments.date, "outlet_kind": "media",
                        "headline": headline, "body": body, "source": source}
                out.write(json.dumps(item, ensure_ascii=False) + "\n")
    print(f"{sum(counts.values())} texts: {counts}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
