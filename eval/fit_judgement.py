#!/usr/bin/env python3
"""Fits config/lexicon/concern.tsv, judgement.tsv and alert_trees.tsv: how much each sign of the matcher's evidence speaks.

Usage: fit_judgement.py MATCH_ROWS LEXICON_DIRECTORY SET… [--try]

MATCH_ROWS: the program tests/bench/match_rows. SET: ITEMS.jsonl,PATTERNS.jsonl[,even|odd|background] (claim items
as in FORMATS.md; the half as in README.md; background: news that no pattern was written for). --try: no tables,
only what fits without the families in question would have said of each of them (8 groups of families). Needs numpy
and scikit-learn; takes seconds.

Two steps. Concern: does the article tell of the pattern's claim at all? Binary logistic in signs and in products of
two of them, few of which are kept (L1), against everything of other topics, the background first of all. Judgement:
if so, as what? Multinomial logistic with a strong penalty, without the background. Beside them trees (gradient
boosting, small and slow), which are asked one thing: is an alert due? The decision takes the mean of the logits. All on items of ordinary outlets
inside the period that have to do with their pattern; the rest is decided by rules before.
"""
import collections
import json
import subprocess
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline

from scorelib import half_of

LABELS = ["false_quote", "mixed", "hedged", "claims_to_debunk", "authentic", "denial", "other_speaker",
          "other_topic", "opposite"]
REVIEWED = {"mixed", "hedged", "claims_to_debunk"}
PENALTY = 0.15          # of the judgement
CONCERN_PENALTY = 0.05
BACKGROUND = 0.1  # weight of the background for the trees
ASIDE = 0.1    # weight of an item beside a pattern that it was not written for
PUBLIC = 1.5   # weight of an item of this folder
# Signs that the concern multiplies with each other.
PAIRED = ["same.body", "same.headline", "joint", "joint_exact", "joint_key", "joint_tells", "key_deed", "tells.body",
          "tells.headline", "matter.body", "matter.headline", "said_same.body", "deed_same.body", "novel.body",
          "authentic.body", "authentic_whole.body", "contrary.body", "unclear.body", "place.body", "debunk.body",
          "not_said.body", "denial.body", "hedge.body", "other_speaker.body", "outlet.body", "place_differs"]
# The bounds of crawler/match/judgement.hpp, for --try.
ALERT, REVIEW, CONCERNED, FAITHFUL = 0.5, 0.35, 0.5, 0.08


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
        background = half == ["background"]
        if half and not background and half_of(family) != half[0]:
            continue
        if item["outlet_kind"] != "media":
            continue
        for other, figures in found[item["id"]].items():
            if other != item["pattern"]:  # other words of an official that has a pattern
                rows.append((items, family, dict(item, expect="silent", label="other_topic", aside=True,
                                                   background=background), "other_topic", figures))
        figures = found[item["id"]].get(item["pattern"])
        if figures is None or item["label"] not in LABELS:
            continue
        label = item["label"]
        if label == "false_quote" and item["expect"] == "review":
            label = "mixed"  # a bent headline over a silent body
        rows.append((items, family, item, label, figures))
    return names, rows


def judgement():
    return make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=5000))


def concern():
    return make_pipeline(StandardScaler(), LogisticRegression(C=CONCERN_PENALTY, penalty="l1", solver="liblinear",
                                                              random_state=1, max_iter=500))


def trees():
    return HistGradientBoostingClassifier(max_iter=100, learning_rate=0.08, max_leaf_nodes=6, min_samples_leaf=20,
                                          l2_regularization=10, max_features=0.3, random_state=1)


def terms_of(names):
    """The signs alone and the products: pairs of positions, the second None for a sign alone."""
    paired = [names.index(name) for name in PAIRED]
    return [(at, None) for at in range(len(names))] + [(a, b) for n, a in enumerate(paired) for b in paired[n:]]


def expanded(x, terms):
    return np.stack([x[:, a] if b is None else x[:, a] * x[:, b] for a, b in terms], axis=1)


def weights_of(rows):
    return np.array([(ASIDE if "aside" in item else 1.0) * (PUBLIC if items.startswith("eval/") else 1.0)
                     for items, _, item, _, _ in rows])


def fit(model, x, y, weights):
    return model.fit(x, y, logisticregression__sample_weight=weights)


def is_due(item):
    return item["expect"] == "alert" and "aside" not in item


class Fits:
    """The models, fitted on the rows at `at`."""

    def __init__(self, rows, x, terms, y, weights, at):
        near = at[[not rows[i][2].get("background") for i in at]]
        wide = expanded(x[at], terms)
        self.concern = fit(concern(), wide, y[at] != "other_topic", weights[at])
        self.judgement = fit(judgement(), x[near], y[near], weights[near])
        background = np.array([bool(rows[i][2].get("background")) for i in at])
        self.trees = trees().fit(x[at], [is_due(rows[i][2]) for i in at],
                                 sample_weight=np.where(background, BACKGROUND, weights[at]))
        self.classes = list(self.judgement[1].classes_)


def logit(chance):
    bounded = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.log(bounded / (1 - bounded))


def decisions(fits, x, terms):
    """As crawler/match/judgement.cpp decides, but for its gates."""
    chances = fits.judgement.predict_proba(x)
    concerns = fits.concern.predict_proba(expanded(x, terms))[:, 1]
    opinions = fits.trees.predict_proba(x)[:, 1]
    for chance, concerned, opinion in zip(chances, concerns, opinions):
        said = fits.classes[int(np.argmax(chance))]
        sure = logit(chance[fits.classes.index("false_quote")] * concerned) + logit(opinion)
        sure = 1 / (1 + np.exp(-sure / 2))
        said = "false_quote" if sure >= ALERT else said
        faithful = chance[fits.classes.index("authentic")]
        if said == "false_quote":
            yield said, ("alert" if sure >= ALERT and faithful < FAITHFUL else "review" if sure >= REVIEW else "silent")
        else:
            yield said, ("review" if said in REVIEWED and concerned >= CONCERNED else "silent")


def report(rows, said):
    by_set = collections.defaultdict(collections.Counter)
    for (items, _, item, label, _), (label_said, decision) in zip(rows, said):
        part = " beside other patterns" if "aside" in item else ""
        n = by_set["/".join(items.split("/")[-2:]) + part]
        n["n"] += 1
        n["label"] += label_said == label
        n["alerts"] += decision == "alert"
        n["reviews"] += decision == "review"
        n["due"] += item["expect"] == "alert"
        n["right"] += decision == item["expect"] == "alert"
        n["authentic"] += decision == "alert" and label == "authentic"
        n["silent"] += item["expect"] == "silent"
        n["needless"] += item["expect"] == "silent" and decision == "review"
    for name, n in sorted(by_set.items()):
        right = f"alerts P {n['right'] / max(1, n['alerts']):.3f} R {n['right'] / n['due']:.3f}, " if n["due"] else ""
        print(f"{name}: n {n['n']}, labels {n['label'] / n['n']:.3f}, {right}alerts {n['alerts']}, authentic alerted "
              f"{n['authentic']}, reviews {n['reviews']}, needless {n['needless']} of {n['silent']}")


def unscaled(model, row):
    """Weights and bias of one line of a fitted pipeline, for figures as they are."""
    scaler, regression = model[0], model[1]
    weights = regression.coef_[row] / scaler.scale_
    return weights, regression.intercept_[row] - weights @ scaler.mean_


def write_judgement(path, fits, names):
    weights = {label: unscaled(fits.judgement, at) for at, label in enumerate(fits.classes)}
    lines = {name: [weights[label][0][at] for label in LABELS] for at, name in enumerate(names)}
    lines["bias"] = [weights[label][1] for label in LABELS]
    with open(path, "w", encoding="utf-8") as f:
        f.write("# How much each sign of the evidence (docs/comparison.md) speaks for each label, where an article tells of\n"
                "# the claim; chances are the softmax of the sums. Fitted by eval/fit_judgement.py.\n")
        f.write("evidence\t" + "\t".join(LABELS) + "\n")
        for name in sorted(lines):
            f.write(name + "\t" + "\t".join(f"{w:.3f}" for w in lines[name]) + "\n")


def write_concern(path, fits, names, terms):
    weights, bias = unscaled(fits.concern, 0)
    kept = [(names[a], "-" if b is None else names[b], w) for (a, b), w in zip(terms, weights) if abs(w) >= 0.0005]
    with open(path, "w", encoding="utf-8") as f:
        f.write("# How much each sign of the evidence (docs/comparison.md), alone (-) or times another, speaks for it that\n"
                "# an article tells of the pattern's claim at all; logistic. Fitted by eval/fit_judgement.py.\n")
        f.write("evidence\twith\tweight\n")
        for name, other, weight in sorted(kept + [("bias", "-", bias)]):
            f.write(f"{name}\t{other}\t{weight:.3f}\n")


def write_trees(path, model, names):
    """Nodes in depth-first order, the left branch first; the first tree is the constant."""
    lines = [(0, 0, "leaf", float(model._baseline_prediction[0, 0]), 0)]
    for number, (grown,) in enumerate(model._predictors, 1):
        nodes = grown.nodes

        def walk(at, out):
            node = nodes[at]
            if node["is_leaf"]:
                out.append(["leaf", float(node["value"]), 0])
                return
            here = len(out)
            out.append([names[node["feature_idx"]], float(node["num_threshold"]), 0])
            walk(node["left"], out)
            out[here][2] = len(out) - here
            walk(node["right"], out)

        out = []
        walk(0, out)
        lines += [(number, at, *node) for at, node in enumerate(out)]
    with open(path, "w", encoding="utf-8") as f:
        f.write("# Trees that give a second opinion on whether an alert is due, grown by eval/fit_judgement.py. A row is a node: "
                "figures\n# up to the threshold go to the next row, others `right` rows on; a leaf adds its threshold.\n")
        f.write("tree\tnode\tfeature\tthreshold\tright\n")
        for tree, at, feature, threshold, right in lines:
            f.write(f"{tree:03}\t{at:02}\t{feature}\t{threshold:.6g}\t{right}\n")


def main():
    trying = "--try" in sys.argv
    program, directory, *sets = [a for a in sys.argv[1:] if a != "--try"]
    rows = []
    for spec in sets:
        names, some = rows_of(program, spec)
        rows += some
    x = np.array([figures for *_, figures in rows])
    y = np.array([label for _, _, _, label, _ in rows])
    terms = terms_of(names)
    weights = weights_of(rows)
    if trying:
        families = sorted({family for _, family, *_ in rows})
        groups = [families.index(family) for _, family, *_ in rows]
        said = [None] * len(rows)
        for train, rest in GroupKFold(8).split(x, y, groups):
            fits = Fits(rows, x, terms, y, weights, train)
            for at, each in zip(rest, decisions(fits, x[rest], terms)):
                said[at] = each
        report(rows, said)
        return
    fits = Fits(rows, x, terms, y, weights, np.arange(len(rows)))
    write_judgement(directory + "/judgement.tsv", fits, names)
    write_concern(directory + "/concern.tsv", fits, names, terms)
    write_trees(directory + "/alert_trees.tsv", fits.trees, names)


if __name__ == "__main__":
    main()
