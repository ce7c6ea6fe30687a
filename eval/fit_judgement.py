#!/usr/bin/env python3
"""Fits config/lexicon/judgement.tsv: how much each sign of the matcher's evidence speaks for each label.

Usage: fit_judgement.py MATCH_ROWS OUT.tsv SET… [--try]

MATCH_ROWS: the program tests/bench/match_rows. SET: ITEMS.jsonl,PATTERNS.jsonl[,even|odd] (claim items as in
FORMATS.md; the half as in README.md). --try: no table, only what a fit without the families in question would
have said of each of them (12 groups of families). Needs numpy and scikit-learn; takes seconds.

A multinomial logistic regression with a strong penalty, on items of ordinary outlets inside the period that
have to do with their pattern; the rest is decided by rules before.
"""
import collections
import json
import subprocess
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline

from scorelib import half_of

LABELS = ["false_quote", "mixed", "hedged", "claims_to_debunk", "authentic", "denial", "other_speaker",
          "other_topic", "opposite"]
REVIEWED = {"mixed", "hedged", "claims_to_debunk"}
PENALTY = 0.15
ASIDE = 0.1    # weight of an item beside a pattern that it was not written for
PUBLIC = 1.5   # weight of an item of this folder


def rows_of(program, spec):
    items, patterns, *half = spec.split(",")
    with open(items, encoding="utf-8") as f:
        text = f.read()
    answer = subprocess.run([program, patterns], input=text, capture_output=True, text=True, check=True).stdout
    lines = answer.splitlines()
    names = json.loads(lines[0])["names"]
    found = {row["id"]: row["rows"] for row in map(json.loads, lines[1:])}
    rows = []
    for item in map(json.loads, filter(str.strip, text.splitlines())):
        family = item["pattern"] or item["id"]
        if half and half_of(family) != half[0]:
            continue
        if item["outlet_kind"] != "media":
            continue
        for other, figures in found[item["id"]].items():
            if other != item["pattern"]:  # other words of an official that has a pattern
                rows.append((items, family, dict(item, expect="silent", label="other_topic", aside=True), "other_topic", figures))
        figures = found[item["id"]].get(item["pattern"])
        if figures is None or item["label"] not in LABELS:
            continue
        label = item["label"]
        if label == "false_quote" and item["expect"] == "review":
            label = "mixed"  # a bent headline over a silent body
        rows.append((items, family, item, label, figures))
    return names, rows


def model():
    return make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=5000))


def weights_of(rows):
    return np.array([(ASIDE if "aside" in item else 1.0) * (PUBLIC if items.startswith("eval/") else 1.0)
                     for items, _, item, _, _ in rows])


def cross_validated(x, y, families, weights):
    groups = {family: at for at, family in enumerate(sorted(set(families)))}
    return cross_val_predict(model(), x, y, groups=[groups[f] for f in families], cv=GroupKFold(12),
                             method="predict_proba", params={"logisticregression__sample_weight": weights})


def report(rows, chances, classes, alert, review):
    by_set = collections.defaultdict(collections.Counter)
    for (items, _, item, label, _), chance in zip(rows, chances):
        order = [classes[i] for i in np.argsort(-chance)]
        sure = chance[classes.index("false_quote")]
        said = order[0]
        if said == "false_quote" and sure < review:
            said = order[1]
        decision = ("alert" if sure >= alert else "review") if said == "false_quote" else (
            "review" if said in REVIEWED else "silent")
        n = by_set[items.split("/")[-1] + " of " + items.split("/")[-2]]
        n["n"] += 1
        n["label"] += said == label
        n["alerts"] += decision == "alert"
        n["due"] += item["expect"] == "alert"
        n["right"] += decision == item["expect"] == "alert"
        n["authentic"] += decision == "alert" and label == "authentic"
        n["silent"] += item["expect"] == "silent"
        n["needless"] += item["expect"] == "silent" and decision == "review"
    for name, n in by_set.items():
        print(f"{name}: n {n['n']}, labels {n['label'] / n['n']:.3f}, alerts P {n['right'] / max(1, n['alerts']):.3f} "
              f"R {n['right'] / max(1, n['due']):.3f}, authentic alerted {n['authentic']}, "
              f"needless reviews {n['needless']} of {n['silent']}, alerts {n['alerts']}")


def main():
    trying = "--try" in sys.argv
    program, out, *sets = [a for a in sys.argv[1:] if a != "--try"]
    rows = []
    for spec in sets:
        names, some = rows_of(program, spec)
        rows += some
    x = np.array([figures for *_, figures in rows])
    y = np.array([label for _, _, _, label, _ in rows])
    families = [family for _, family, *_ in rows]
    if trying:
        chances = cross_validated(x, y, families, weights_of(rows))
        for alert in (0.5, 0.6, 0.7):
            print(f"alert from {alert}")
            report(rows, chances, sorted(set(y)), alert, 0.45)
        return
    fitted = model().fit(x, y, logisticregression__sample_weight=weights_of(rows))
    scaler, regression = fitted[0], fitted[1]
    classes = list(regression.classes_)
    weights = regression.coef_ / scaler.scale_
    bias = regression.intercept_ - weights @ scaler.mean_
    lines = {name: [weights[classes.index(label)][at] for label in LABELS] for at, name in enumerate(names)}
    lines["bias"] = [bias[classes.index(label)] for label in LABELS]
    with open(out, "w", encoding="utf-8") as f:
        f.write("# How much each sign of the evidence (docs/comparison.md) speaks for each label; chances are the "
                "softmax of the sums. Fitted by eval/fit_judgement.py.\n")
        f.write("evidence\t" + "\t".join(LABELS) + "\n")
        for name in sorted(lines):
            f.write(name + "\t" + "\t".join(f"{w:.3f}" for w in lines[name]) + "\n")


if __name__ == "__main__":
    main()
