"""Learns src/scan/documents/likeness.txt from the labelled documents, anew after they or the kinds have changed.

Run it at the top of the sources; it needs numpy, scipy, scikit-learn and PyYAML:
    python3 tests/documents/learn.py
The documents of tests/documents/blind are left alone: they only measure. Look at what `cargo test --test it documents --
--nocapture` prints before and after.
"""

import glob
import os
import re
from collections import Counter

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

OUTPUT = "src/scan/documents/likeness.txt"
ENDINGS = ["ations", "ation", "ings", "ing", "ied", "ies", "ed", "ions", "ion", "ly", "es", "s"]


def labelled(folder):
    """The texts of a folder of labelled documents with their kinds."""
    for path in sorted(glob.glob(f"tests/documents/{folder}/*.txt")):
        head, body = open(path).read().split("\n---\n", 1)
        labels = dict((line.split(":", 1)[0], line.split(":", 1)[1].strip()) for line in head.splitlines())
        yield body, labels["kind"].split(",")[0].strip()


def of_kinds():
    """The examples of the kinds; then what the kinds are called and should say."""
    examples, words = [], []
    for path in sorted(glob.glob("assertions/documents/*.yaml")):
        kind = yaml.safe_load(open(path))
        for is_one, label in ((True, kind["id"]), (False, "none")):
            for text in kind["examples"][is_one]:
                examples.append((text.partition("\n")[2], label))
        said = [kind["title"], kind["about"]] + kind["titles"] + kind["phrases"]
        said += (kind.get("subject") or []) + (kind.get("signs") or [])
        words.append((" . ".join(map(str, said)).replace("+", ""), kind["id"]))
    return examples + words


def evidence():
    """The evidence of the example organisations, as tests/documents/examples.tsv labels it."""
    for line in open("tests/documents/examples.tsv"):
        path, label = line.rstrip("\n").split("\t")[:2]
        try:
            text = open("examples/" + path).read()
        except (OSError, UnicodeDecodeError):
            continue
        if len(text) < 60000:
            yield text, label.split(", ")[0]


def stem(word):
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def words_of(text):
    return {stem(word) for word in re.findall(r"[a-z]{2,}", text.lower().replace("-", ""))}


def main():
    train = [*labelled("tuned"), *of_kinds(), *labelled("tuned2"), *evidence()]
    texts = [words_of(text) for text, _ in train]
    count = Counter(word for words in texts for word in words)
    known = {word: at for at, word in enumerate(sorted(word for word, n in count.items() if n >= 2))}
    rareness = {word: np.log((1 + len(texts)) / (1 + count[word])) + 1 for word in known}
    rows, columns, values = [], [], []
    for row, words in enumerate(texts):
        here = sorted(word for word in words if word in known)
        weights = np.array([rareness[word] for word in here])
        length = np.sqrt((weights**2).sum()) or 1
        for word, weight in zip(here, weights):
            rows.append(row)
            columns.append(known[word])
            values.append(weight / length)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(texts), len(known)))
    machine = LinearSVC(C=1, random_state=1).fit(matrix, [label for _, label in train])
    weights = machine.coef_ - machine.coef_.mean(axis=0)
    weights = np.where(np.abs(weights) < 0.05, 0, weights)
    begins = machine.intercept_ - machine.intercept_.mean()
    lines = ["\t".join(f"{kind} {round(1000 * begin)}" for kind, begin in zip(machine.classes_, begins))]
    for word in sorted(known):
        rare = rareness[word]
        own = [(at, round(100 * weights[at, known[word]] * rare)) for at in range(len(machine.classes_))]
        lines.append(f"{word} {round(100 * rare)}" + "".join(f" {at}:{weight}" for at, weight in own if weight))
    with open(OUTPUT, "w") as output:
        output.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
