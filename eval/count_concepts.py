#!/usr/bin/env python3
"""Counts for config/lexicon/concept_counts.tsv: in how many of 10,000 news texts a concept's words stand.

Usage: count_concepts.py CONCEPT_FORMS LEXICON_DIRECTORY OUT.tsv RU.txt UK.txt

CONCEPT_FORMS: the program tests/bench/concept_forms. RU.txt, UK.txt: news, a text a line. Concepts that no text
has get no row. To be run again after larger changes of the concept tables.
"""
import re
import subprocess
import sys

OF = 10_000


def counts_of(program, lexicon, language, path):
    with open(path, "rb") as f:
        text = f.read()
    lines = sum(1 for line in text.splitlines() if line.strip())
    answer = subprocess.run([program, lexicon, language], input=text, capture_output=True, check=True).stdout.decode()
    found = dict(re.findall(r"^(\S+) \((\d+)\)", answer, re.MULTILINE))
    return {concept: int(n) for concept, n in found.items()}, lines


def main():
    program, lexicon, out, *paths = sys.argv[1:]
    total = 0
    sums = {}
    for language, path in zip(("ru", "uk"), paths, strict=True):
        counts, lines = counts_of(program, lexicon, language, path)
        total += lines
        for concept, n in counts.items():
            sums[concept] = sums.get(concept, 0) + n
    rows = sorted((concept, round(OF * n / total)) for concept, n in sums.items())
    with open(out, "w", encoding="utf-8") as f:
        f.write(f"# In how many of {OF:,} news texts the words of a concept stand: what is frequent tells little. Counted\n"
                f"# over {total:,} public texts by eval/count_concepts.py; a concept without a row is rare.\n")
        f.write("concept\ttexts\n")
        f.writelines(f"{concept}\t{n}\n" for concept, n in rows if n)


if __name__ == "__main__":
    main()
