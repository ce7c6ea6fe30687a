#!/usr/bin/env python3
"""Learns crawler/article/block_trees.tsv from the pages of one half of the hosts.

Usage: train_blocks.py MANIFEST.jsonl BLOCK_ROWS WORKDIR OUT.tsv [--half even|all]

BLOCK_ROWS is the program tests/bench/block_rows. A block's label is the share of its 4-word shingles that stand in the
gold text (pages with a whole text), or whether it holds a segment that must or must not be there. Two looks: the first
judges each block by its features, the second by the features and the chances that the first look gave around it (out of
fold, by host). Needs lightgbm and numpy (pip); the daemon needs neither.
"""
import argparse
import hashlib
import json
import subprocess
from collections import Counter

import lightgbm as lgb
import numpy as np

import score_pages
from scorelib import half_of
from score_pages import fold, host, shingles, words

FOLDS = 5
FIRST = dict(objective="binary", learning_rate=0.06, num_leaves=15, min_data_in_leaf=40, feature_fraction=0.4,
             bagging_fraction=0.7, bagging_freq=1, lambda_l2=5, verbose=-1, seed=7, num_threads=2, deterministic=True)


def labels_of(page, texts):
    """(label, weight) a block; weight 0 where nothing is known."""
    out = [(0.0, 0.0)] * len(texts)
    if page.get("text"):
        gold = words(page["text"])
        sh = shingles(gold)
        joined = " " + " ".join(gold) + " "
        total = max(len(gold), 30)
        for i, t in enumerate(texts):
            w = words(t)
            if not w:
                continue
            if len(w) >= 4:
                got = shingles(w)
                label = sum((got & sh).values()) / sum(got.values())
                if label < 0.9 and label > 0 and len(w) < 8:
                    label = 1.0 if " " + " ".join(w) + " " in joined else label * 0.5
            else:
                label = 1.0 if " " + " ".join(w) + " " in joined else 0.0
            out[i] = (label, (min(len(w), 150) / total) ** 0.5 * 6 + 0.15)
    elif page.get("with") or page.get("without"):
        pos = [fold(s) for s in page.get("with") or []]
        neg = [fold(s) for s in page.get("without") or []]
        flat = [fold(t) for t in texts]
        for i, t in enumerate(flat):
            if any(s in t for s in pos):
                out[i] = (1.0, 1.5)
            elif any(s in t for s in neg):
                out[i] = (0.0, 1.5 / max(1, sum(s in u for s in neg for u in flat if s in t) ** 0.5))
    return out


def load(rows_file, blocks_file):
    with open(blocks_file, encoding="utf-8") as f:
        names = json.loads(f.readline())["names"]
        blocks = [json.loads(x) for x in f]
    rows = np.fromfile(rows_file, dtype=np.float32).reshape(-1, len(names))
    return names, blocks, rows


def train(x, y, w, rounds, params=FIRST):
    # soft labels: each row counts once as positive and once as negative, by its label
    keep = w > 0
    x, y, w = x[keep], y[keep], w[keep]
    xs = np.concatenate([x, x])
    ys = np.concatenate([np.ones(len(x)), np.zeros(len(x))])
    ws = np.concatenate([w * y, w * (1 - y)])
    some = ws > 0
    return lgb.train(params, lgb.Dataset(xs[some], ys[some], weight=ws[some]), rounds)


def out_of_fold(x, y, w, groups, rounds):
    chances = np.zeros(len(x), dtype=np.float32)
    for k in range(FOLDS):
        inside = groups == k
        chances[inside] = train(x[~inside], y[~inside], w[~inside], rounds).predict(x[inside])
    return chances


def dump_tree(node, out):
    """Preorder; the left child follows its parent, `right` is the index of the right one."""
    at = len(out)
    if "leaf_value" in node:
        out.append(("leaf", node["leaf_value"], 0))
        return
    out.append(None)
    dump_tree(node["left_child"], out)
    right = len(out)
    dump_tree(node["right_child"], out)
    out[at] = (node["split_feature"], node["threshold"], right - at)


def rows_of(model, look, names):
    lines = []
    for number, tree in enumerate(model.dump_model()["tree_info"]):
        out = []
        dump_tree(tree["tree_structure"], out)
        for feature, value, right in out:
            name = "leaf" if feature == "leaf" else names[feature]
            lines.append(f"{look}\t{number}\t{name}\t{value:.6g}\t{right}\n")
    return lines


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("manifest")
    ap.add_argument("block_rows")
    ap.add_argument("workdir")
    ap.add_argument("out")
    ap.add_argument("--half", choices=["even", "all"], default="even")
    ap.add_argument("--rounds", type=int, nargs=2, default=[160, 120])
    ap.add_argument("--keep-rows", action="store_true", help="the rows in WORKDIR are still right")
    args = ap.parse_args()
    rows_file, blocks_file = args.workdir + "/rows.f32", args.workdir + "/blocks.jsonl"
    if not args.keep_rows:
        with open(args.manifest, "rb") as f:
            subprocess.run([args.block_rows, rows_file, blocks_file], stdin=f, check=True)
    pages = score_pages.read(args.manifest)
    names, blocks, rows = load(rows_file, blocks_file)
    y, w, group, learn, at = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows), int), np.zeros(len(rows), bool), 0
    for page, block in zip(pages, blocks):
        n = len(block["texts"])
        for i, (label, weight) in enumerate(labels_of(page, block["texts"])):
            y[at + i], w[at + i] = label, weight
        group[at:at + n] = int(hashlib.sha1(host(page).encode()).hexdigest(), 16) % FOLDS
        learn[at:at + n] = args.half == "all" or half_of(host(page)) == args.half
        at += n
    w = np.where(learn, w, 0)
    print(f"{len(pages)} pages, {len(rows)} blocks, {int((w > 0).sum())} with a label to learn from")
    first = train(rows, y, w, args.rounds[0])
    chances = np.where(learn, out_of_fold(rows, y, w, group, args.rounds[0]), first.predict(rows)).astype(np.float32)
    chances.tofile(args.workdir + "/chances.f32")
    with open(args.manifest, "rb") as f:
        subprocess.run([args.block_rows, args.workdir + "/second.f32", args.workdir + "/second.jsonl",
                        args.workdir + "/chances.f32"], stdin=f, check=True)
    second_names, _, second_rows = load(args.workdir + "/second.f32", args.workdir + "/second.jsonl")
    both = np.concatenate([rows, second_rows], axis=1)
    second = train(both, y, w, args.rounds[1])
    second_oof = out_of_fold(both, y, w, group, args.rounds[1])
    np.where(learn, second_oof, second.predict(both)).astype(np.float32).tofile(args.workdir + "/final.f32")
    gain = Counter()
    for model, its in ((first, names), (second, names + second_names)):
        for name, value in zip(its, model.feature_importance("gain")):
            gain[name] += value
    print("weightiest:", ", ".join(n for n, _ in gain.most_common(30)))
    with open(args.out, "w", encoding="utf-8") as f:
        f.write("# Trees that judge the blocks of a page, learned by eval/train_blocks.py from half of the public page sets.\n"
                "# A row is a node: values up to `threshold` go to the next row, others `right` rows on; a leaf adds its value.\n"
                "look\ttree\tfeature\tthreshold\tright\n")
        f.writelines(rows_of(first, 1, names))
        f.writelines(rows_of(second, 2, names + second_names))


if __name__ == "__main__":
    main()
