"""What each part of the engine is worth on claim sets: the figures with that part's tables taken out.

    python3 tests/bench/ablations.py --quotewatch build/bench/quotewatch ITEMS.jsonl,PATTERNS.jsonl [...]

Each run is the shipped configuration with one thing less: operators (negation, conditions, possibility, distance,
debunks …), authentic words of the patterns, coreference (pronouns, offices and portfolios), the concepts of matters and
deeds. The weights stay those of the whole engine. Printed: alert precision and recall, how many authentic items were
alerted, how many silent items were sent to review.
"""
import argparse
import collections
import json
import pathlib
import shutil
import subprocess
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[2]
OPERATORS = ("op.",)
CONCEPTS = ("concepts_themes.tsv", "concepts_acts.tsv", "concepts_deeds.tsv", "concepts_idioms.tsv",
            "concepts_state.tsv", "concepts_economy.tsv")
COREFERENCE = ("pronouns.tsv", "portfolios.tsv", "nationals.tsv")


def emptied(path: pathlib.Path, keep) -> None:
    """Takes the words out of the rows of a table of concepts: the rows stay, for others name them as kin."""
    lines = path.read_text(encoding="utf-8").splitlines()
    out = []
    for line in lines:
        cells = line.split("\t")
        if not line.startswith("#") and cells[0] != "concept" and not keep(cells[0]):
            cells[4:] = [""] * len(cells[4:])
        out.append("\t".join(cells))
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def without_rows(path: pathlib.Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    first = next(line for line in lines if not line.startswith("#"))
    path.write_text("\n".join([*head, first]) + "\n", encoding="utf-8")


def decisions(program: str, config: pathlib.Path, items: str, patterns: pathlib.Path) -> list[dict]:
    # quotewatch takes the folder config of where it runs.
    done = subprocess.run([program, "match", "--jsonl", "--jobs", "2", "--patterns", str(patterns.resolve())],
                          input=items, capture_output=True, text=True, check=True, cwd=config.parent)
    return [json.loads(line) for line in done.stdout.splitlines()]


def figures(items: list[dict], decided: list[dict]) -> collections.Counter:
    by_id = {row["id"]: row for row in decided}
    n: collections.Counter = collections.Counter()
    for item in items:
        got = by_id[item["id"]]["decision"]
        n["alerts"] += got == "alert"
        n["due"] += item["expect"] == "alert"
        n["right"] += got == item["expect"] == "alert"
        n["authentic"] += item["label"] == "authentic"
        n["authentic alerted"] += item["label"] == "authentic" and got == "alert"
        n["silent"] += item["expect"] == "silent"
        n["needless"] += item["expect"] == "silent" and got == "review"
    return n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quotewatch", required=True)
    parser.add_argument("sets", nargs="+")
    arguments = parser.parse_args()
    sums: dict[str, collections.Counter] = {}
    with tempfile.TemporaryDirectory() as directory:
        for name in ("whole", "without operators", "without authentic words", "without coreference", "without concepts"):
            config = pathlib.Path(directory) / name.replace(" ", "-") / "config"
            shutil.copytree(TREE / "config", config)
            lexicon = config / "lexicon"
            if name == "without operators":
                emptied(lexicon / "operators.tsv", lambda concept: not concept.startswith(OPERATORS))
            elif name == "without concepts":
                for table in CONCEPTS:
                    emptied(lexicon / table, lambda concept: False)
            elif name == "without coreference":
                for table in COREFERENCE:
                    without_rows(lexicon / table)
            sums[name] = collections.Counter()
            for spec in arguments.sets:
                items_file, patterns_file = map(pathlib.Path, spec.split(","))
                text = items_file.read_text(encoding="utf-8")
                patterns = patterns_file
                if name == "without authentic words":
                    patterns = config / "patterns.jsonl"
                    rows = [json.loads(line) for line in patterns_file.read_text(encoding="utf-8").splitlines()]
                    patterns.write_text("".join(json.dumps({**row, "authentic": []}, ensure_ascii=False) + "\n"
                                                for row in rows), encoding="utf-8")
                items = [json.loads(line) for line in text.splitlines()]
                sums[name] += figures(items, decisions(str(pathlib.Path(arguments.quotewatch).resolve()), config, text, patterns))
    for name, n in sums.items():
        print(f"{name}: alerts {n['right']} right of {n['alerts']}, {n['due']} due (precision "
              f"{n['right'] / max(1, n['alerts']):.3f}, recall {n['right'] / max(1, n['due']):.3f}); authentic alerted "
              f"{n['authentic alerted']} of {n['authentic']}; needless reviews {n['needless']} of {n['silent']}")


if __name__ == "__main__":
    main()
