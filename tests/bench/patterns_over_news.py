"""Counts what the shipped patterns catch in public news: every alert is listed, to be read and judged.

    python3 tests/bench/patterns_over_news.py --quotewatch build/bench/quotewatch NEWS.jsonl

NEWS.jsonl comes from news_texts.py. One pass a pattern, with all texts dated ten days into its window; among them the
bent reports of tests/bench/planted.tsv for that pattern, which have to be found. Printed: each alert and review, the
planted ones that were not found, and two denominators: quotes of officials (summed over all passes) and texts.
"""
import argparse
import csv
import datetime
import json
import pathlib
import subprocess
import sys
import tomllib

TREE = pathlib.Path(__file__).resolve().parents[2]


def run(program: str, *arguments: str, rows: list[dict]) -> list[dict]:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    done = subprocess.run([program, *arguments], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def patterns() -> list[tuple[dict, pathlib.Path]]:
    files = sorted((TREE / "config/patterns.d").glob("*.toml"))
    return [(tomllib.loads(path.read_text(encoding="utf-8")), path) for path in files]


def planted() -> dict[str, list[dict]]:
    out: dict[str, list[dict]] = {}
    lines = (TREE / "tests/bench/planted.tsv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader((l for l in lines if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
        out.setdefault(row["pattern"], []).append(row)
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotewatch", required=True)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("news", type=pathlib.Path)
    arguments = parser.parse_args()
    news = [json.loads(line) for line in arguments.news.read_text(encoding="utf-8").splitlines()]
    bent, quotes, alerts, reviews, found, missed = planted(), 0, [], [], 0, []
    for pattern, path in patterns():
        day = str(pattern["since"] + datetime.timedelta(days=10))
        rows = [{**row, "date": day} for row in news]
        own = [{"id": f"planted-{number}", "lang": row["language"], "date": day, "outlet_kind": "media",
                "headline": row["headline"], "body": row["body"]} for number, row in enumerate(bent[pattern["id"]])]
        texts = {row["id"]: row for row in rows + own}
        for got in run(arguments.quotewatch, "match", "--jsonl", "--jobs", arguments.jobs, "--patterns", str(path),
                       rows=rows + own):
            row = texts[got["id"]]
            line = f"{got['decision']} {pattern['id']}: {row['headline']} | {'; '.join(got['why'][:3])}"
            if got["id"].startswith("planted-"):
                found += got["decision"] == "alert"
                if got["decision"] != "alert":
                    missed.append(f"missed, {line}\n    {row['body']}")
            elif got["decision"] == "alert":
                alerts.append(line + "\n    " + row["body"][:400].replace("\n", " "))
            elif got["decision"] == "review":
                reviews.append(line)
        said = run(arguments.quotewatch, "quotes", "--jsonl", "--jobs", arguments.jobs,
                   rows=[{"id": row["id"], "lang": row["lang"], "kind": "body", "date": day, "text": row["body"]}
                         for row in rows])
        quotes += sum(1 for text in said for quote in text["quotes"] if quote.get("official"))
    print("\n".join(alerts + reviews + missed))
    count = sum(map(len, bent.values()))
    passes = len(bent)
    print(f"{len(news)} texts, {passes} passes: {quotes} quotes of officials in {passes * len(news)} readings; "
          f"{len(alerts)} alerts, {len(reviews)} reviews; planted: {found} of {count} alerted")
    return 0 if found == count else 1


if __name__ == "__main__":
    sys.exit(main())
