#!/usr/bin/env python3
"""Compares athir-nlp with spaCy on texts, token by token.

    python tools/parity.py PIPELINE MODEL DUMP TEXTS...

PIPELINE is spaCy's pipeline (a folder), MODEL the same one converted, DUMP the program `parity_dump`, TEXTS
files or folders: `.txt` is one text, `.jsonl` has one in the field `text` of each line. Both sides read the
same paragraphs. Prints a table of what differs, and with --show N the first N differences.
"""
import argparse
import collections
import json
import re
import subprocess
from pathlib import Path

import spacy

# As `paragraphs` of src/annotate.rs: whitespace after text that holds two line ends or a paragraph separator.
GAP = re.compile(r"\s+")


def paragraphs(text):
    start, seen_text = 0, False
    for gap in GAP.finditer(text):
        seen_text = seen_text or gap.start() > start
        space = gap.group()
        if seen_text and (space.count("\n") >= 2 or space.count("\r") >= 2 or "\u2029" in space):
            yield text[start : gap.end()]
            start, seen_text = gap.end(), False
    if start < len(text):
        yield text[start:]


def texts_in(paths):
    for path in paths:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in (".txt", ".jsonl"))
        for file in files:
            content = file.read_text(encoding="utf-8")
            if file.suffix == ".txt":
                yield content
            else:
                for line in content.split("\n"):
                    text = json.loads(line).get("text") if line.strip() else None
                    if isinstance(text, str) and text:
                        yield text


def columns(doc):
    """The columns of parity_dump, from spaCy; token places in bytes."""
    at, spans = 0, []
    for token in doc:
        length = len(token.text.encode())
        spans.append([at, at + length])
        at += length + len(token.whitespace_)
    return {
        "span": spans,
        "tag": [t.tag_ for t in doc],
        "pos": [t.pos_ for t in doc],
        "morph": [str(t.morph) for t in doc],
        "lemma": [t.lemma_ for t in doc],
        "head": [t.head.i for t in doc],
        "dep": [t.dep_ for t in doc],
        "sentence": [s.start for s in doc.sents],
        "entity": [[e.start, e.end, e.label_] for e in doc.ents],
        "chunk": [[c.start, c.end] for c in doc.noun_chunks],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("dump", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--most", type=int, help="stop after this many paragraphs")
    args = parser.parse_args()

    pieces = [p for text in texts_in(args.texts) for p in paragraphs(text)][: args.most]
    lines = "".join(json.dumps(piece) + "\n" for piece in pieces)
    ours = subprocess.run([args.dump.resolve(), args.model], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    ours = ours.stdout.decode().removesuffix("\n").split("\n")
    nlp = spacy.load(args.pipeline)
    total, bad, shown = collections.Counter(), collections.Counter(), 0
    for piece, doc, line in zip(pieces, nlp.pipe(pieces, batch_size=128), ours, strict=True):
        want, got = columns(doc), json.loads(line)
        differences = []
        if want["span"] != got["span"]:
            differences.append(("paragraphs whose tokens differ", want["span"], got["span"]))
        else:
            for column in ("tag", "pos", "morph", "lemma"):
                differences += [(column, w, g, i) for i, (w, g) in enumerate(zip(want[column], got[column])) if w != g]
            arcs = zip(zip(want["head"], want["dep"]), zip(got["head"], got["dep"]))
            differences += [("arc with label", w, g, i) for i, (w, g) in enumerate(arcs) if w != g]
            for column, name in (
                ("sentence", "sentence start"),
                ("entity", "entity with label"),
                ("chunk", "noun chunk"),
            ):
                wanted, found = {str(x) for x in want[column]}, {str(x) for x in got[column]}
                differences += [(name, x, None) for x in sorted(wanted - found)]
                differences += [(name, None, x) for x in sorted(found - wanted)]
        total["paragraph"] += 1
        total["token"] += len(doc)
        total["sentence"] += len(want["sentence"])
        total["entity"] += len(want["entity"])
        total["noun chunk"] += len(want["chunk"])
        for name, *rest in differences:
            bad[name] += 1
            if shown < args.show:
                shown += 1
                word = doc[rest[2]].text if len(rest) > 2 else ""
                print(name, repr(word), *rest, repr(piece[:60]))

    print(", ".join(f"{n:,} {name}s" for name, n in total.items()).replace("entitys", "entities"))
    print("\n| compared | of | differ | same |\n| --- | ---: | ---: | ---: |")
    for name, unit in [
        ("paragraphs whose tokens differ", "paragraph"),
        ("sentence start", "sentence"),
        ("tag", "token"),
        ("pos", "token"),
        ("morph", "token"),
        ("lemma", "token"),
        ("arc with label", "token"),
        ("entity with label", "entity"),
        ("noun chunk", "noun chunk"),
    ]:
        n = total[unit]
        print(f"| {name} | {n:,} | {bad[name]:,} | {100 * (1 - bad[name] / max(n, 1)):.4f} % |")


if __name__ == "__main__":
    main()
