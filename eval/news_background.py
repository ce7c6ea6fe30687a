#!/usr/bin/env python3
"""News that no pattern was written for, as claim items: the background of eval/fit_judgement.py.

Usage: news_background.py NEWS.jsonl OUT_DIRECTORY PATTERNS.jsonl[,even|odd]…

NEWS.jsonl: of tests/bench/news_texts.py; it stays outside the tree, and so does what is written here. Politicians
whose names such news is full of are turned into one commissioner, with name and office in the case they stand in, and
the patterns are all turned to speak of that commissioner: whatever he says in these texts, no pattern is about it.
Writes fit.jsonl and score.jsonl (every other text; the second is only scored) and patterns.jsonl.
"""
import json
import pathlib
import re
import sys

from scorelib import half_of

OFFICIAL = "hansen"
NAME_OF = {"ru": "Хансен", "uk": "Гансен"}
COMMISSIONER = {"ru": "еврокомиссар", "uk": "єврокомісар"}
SURNAMES = "Трамп|Байден|Джонсон|Макрон|Орбан|Эрдоган|Ердоган|Лукашенко|Порошенко|Зеленск|Лавров|Песков|Путин|Путін"
INDECLINABLE = ("Лукашенко", "Порошенко")
FIRST_NAMES = ("Дональд|Джо|Борис|Эммануэл|Эмманюэл|Емманюел|Виктор|Віктор|Реджеп|Владимир|Володимир|Александр|"
               "Олександр|Сергей|Сергій|Дмитрий|Дмитро")
OFFICES = ("президент|премьер-министр|премьер|глава|министр|пресс-секретарь|прем’єр-міністр|прем'єр-міністр|міністр|"
           "прем’єр")
# Endings of those surnames and what the commissioner's name takes in their place.
ENDINGS = {"": "", "а": "а", "у": "у", "ом": "ом", "е": "е", "ым": "ом", "ий": "", "ого": "а", "ому": "у",
           "им": "ом", "ові": "у", "і": "у"}
OFFICE_ENDINGS = ("а", "у", "ом")
NAME = re.compile(rf"({SURNAMES})([а-яіє]{{0,3}})\b")
FIRST = re.compile(rf"({FIRST_NAMES})[а-яіємью]* ((Тайип|Таїп)[а-яіє]* )?(?={SURNAMES})")
OFFICE = re.compile(rf"({OFFICES})([а-яіє]*) ([А-ЯІЄ][А-Яа-яіїєІЇЄ]+ ){{0,3}}"
                    rf"(?=({FIRST_NAMES})?[а-яіє]* ?(Тайип|Таїп)?[а-яіє]* ?({SURNAMES}))")
DATE = "2025-10-01"
SINCE = "2024-12-01"
LONGEST = 6000


def turned(text, language):
    def name(found):
        ending = "" if found.group(1) in INDECLINABLE else found.group(2)
        return NAME_OF[language] + ENDINGS[ending] if ending in ENDINGS else found.group(0)

    def office(found):
        return COMMISSIONER[language] + (found.group(2) if found.group(2) in OFFICE_ENDINGS else "") + " "

    return NAME.sub(name, FIRST.sub("", OFFICE.sub(office, text)))


def written(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main():
    news, out, *specs = sys.argv[1:]
    items = []
    for line in pathlib.Path(news).read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        headline, body = turned(item["headline"], item["lang"]), turned(item["body"], item["lang"])
        if NAME_OF[item["lang"]] in headline + body:
            items.append({**item, "headline": headline, "body": body[:LONGEST], "date": DATE, "outlet_kind": "media",
                          "expect": "silent", "pattern": None, "label": "other_topic"})
    patterns = []
    for spec in specs:
        path, *half = spec.split(",")
        for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
            pattern = json.loads(line)
            if not half or half_of(pattern["id"]) == half[0]:
                patterns.append({**pattern, "id": "bg-" + pattern["id"], "official": OFFICIAL, "since": SINCE, "until": None})
    directory = pathlib.Path(out)
    written(directory / "fit.jsonl", items[::2])
    written(directory / "score.jsonl", items[1::2])
    written(directory / "patterns.jsonl", patterns)
    print(f"{len(items)} texts, {len(patterns)} patterns")


if __name__ == "__main__":
    main()
