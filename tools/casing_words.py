#!/usr/bin/env python3
"""Writes data/casing/names.txt: the words that WordNet writes with capitals only.

usage: casing_words.py DICT      (the folder of WordNet 3.1 with data.noun, data.verb, data.adj, data.adv)

A word that WordNet has in lower case too ("turkey") is left out, as are words of two letters, which are mostly
symbols of elements and units.
"""
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])
spellings: dict[str, list[str]] = {}
for part in ("noun", "verb", "adj", "adv"):
    for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):  # the licence
            continue
        fields = line.split(" ")
        for n in range(int(fields[3], 16)):
            word = re.sub(r"\((a|p|ip)\)$", "", fields[4 + 2 * n])
            if word.isascii() and word.isalpha():
                spellings.setdefault(word.lower(), []).append(word)
names = []
for lower, written in sorted(spellings.items()):
    if len(lower) > 2 and lower not in written:
        # "Isis" rather than "ISIS": capitals throughout only where nothing else is known.
        names.append(min(written, key=lambda w: (w.isupper(), w)))
out = pathlib.Path(__file__).resolve().parent.parent / "data" / "casing" / "names.txt"
out.write_text("\n".join(names) + "\n", encoding="utf-8")
