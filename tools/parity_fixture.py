#!/usr/bin/env python3
"""Writes what spaCy makes of the project's own prose and of odd strings, for the tests of athir-nlp.

    python tools/parity_fixture.py PIPELINE crates/athir-nlp/tests/data

Reads prose.txt of that folder, adds sentences composed from templates and 5,000 strings put together at random
from words, punctuation, exceptions and rare characters (the seed is fixed), and writes prose.jsonl and
odd_strings.jsonl. Each line is one paragraph with spaCy's answers, which the tests compare without spaCy.
"""
import argparse
import json
import random
from pathlib import Path

import spacy
import srsly

from parity import columns, paragraphs

SLOTS = {
    "GROUP": (
        "the Harran Brigade|Jabhat al-Sabah|the People's Guard of the North|Liwa al-Quds al-Jadid|the M27 movement"
        "|the Army of the Two Rivers|Ansar al-Wadi|the 5th Border Regiment|the Kivara Self-Defence Forces|ELPN"
        "|the Black Lions|the Sons of Thunder|the United Front for Change (FUC)|the Lord's Host|Hezb-e Rahmat"
    ).split("|"),
    "PLACE": (
        "Tel Abyar|Kafr Zayta|Goruba|Mbandi|San Isidro del Monte|the Marjan valley|Dar es-Sultan|Novy Most"
        "|Khan al-Asal|Lower Shabir|the Kerem district|Port-Louisville|Umm Qadir|Ban Mai Sot|North Tavira"
    ).split("|"),
    "PERSON": (
        "Col. Yusuf Mansoor|Amina Diallo|Gen. Petr Havelka|Abdul-Rahman al-Kati|Rosa Jiménez|Capt. Tin Maung"
        "|Sheikh Saleh bin Omar|Dr. Ngozi Eze|Lt. Gen. K. R. Menon|Commander \"Tiger\" Lasko|Mullah Daoud"
    ).split("|"),
    "N": "two|three|at least 12|some 40|more than 150|nearly a dozen|9|up to 1,300|dozens of|one".split("|"),
    "WHO": (
        "civilians|soldiers|policemen|villagers|fighters|aid workers|pilgrims|fishermen|students|tribesmen"
    ).split("|"),
    "DAY": (
        "on Monday|last Thursday|on 14 August|late Saturday|in early June|the day before|on Feb. 2, 2019|this week"
    ).split("|"),
    "WEAPON": "mortars|a car bomb|Grad rockets|small arms|a drone|knives and machetes|heavy artillery".split("|"),
    "THING": "checkpoint|convoy|barracks|water plant|refugee camp|police station|grain store|radio mast".split("|"),
    "SAYS": (
        "officials said|according to a local activist|the army said in a statement|residents told the paper"
        "|a monitoring group reported|state television claimed"
    ).split("|"),
}
TEMPLATES = """
{GROUP} attacked a {THING} in {PLACE} {DAY}, killing {N} {WHO}, {SAYS}.
{N} {WHO} were killed and several wounded when {GROUP} fired {WEAPON} at a {THING} near {PLACE}.
Fighting broke out {DAY} between {GROUP} and {GROUP2} over control of {PLACE}.
{PERSON}, who leads {GROUP}, was seized by {GROUP2} at a {THING} outside {PLACE}.
{SAYS_UP}, {GROUP} has agreed to leave {PLACE} within 48 hours.
{GROUP} and {GROUP2} announced that they'd merge under the command of {PERSON}.
It wasn't {GROUP} but {GROUP2} that shelled {PLACE}, {SAYS}.
A battle for {PLACE} left {N} {WHO} dead; {GROUP} blamed {GROUP2}.
"{N} {WHO} can't simply vanish," {PERSON} said {DAY}. "Someone has to answer for {PLACE}."
The bodies of {N} {WHO} abducted {DAY} by {GROUP} have been found in a well near {PLACE}.
{PERSON} defected from {GROUP} to {GROUP2}, taking {N} {WHO} with him.
Having lost {PLACE}, {GROUP} withdrew towards {PLACE2}, where {GROUP2} was waiting.
{GROUP} denied that its men had used {WEAPON} against {WHO} in {PLACE}.
Neither {GROUP} nor {GROUP2} controls {PLACE}, which changed hands three times {DAY}.
Talks between {PERSON} and {PERSON2} ended {DAY} without a deal on prisoners.
The {THING} in {PLACE} was hit with {WEAPON}, {SAYS}, but nobody was hurt.
If {GROUP} doesn't free the {WHO} it holds, {PERSON} warned, {GROUP2} will storm {PLACE}.
{WHO_UP} fleeing {PLACE} say that {GROUP} has been stopping cars and asking for {PERSON} by name.
Clashes in which {N} {WHO} died were reported from {PLACE}, {PLACE2} and the road between them.
Government forces backed by {GROUP} retook the {THING} at {PLACE} {DAY} after losing it to {GROUP2}.
Police in {PLACE} arrested {N} {WHO} suspected of smuggling {WEAPON} to {GROUP}.
{PERSON} survived an attempt on his life {DAY}; his driver and {N} {WHO} did not.
The governor asked {PERSON} to explain why {N} {WHO} had been left at the {THING} without water.
A {THING} was rebuilt in {PLACE} with money that {PERSON2} says came from abroad.
Who ordered the raid on {PLACE}? {PERSON} won't say.
The talks, to be held in {PLACE}, will bring together {GROUP}, {GROUP2} and {N} {WHO}.
{PERSON} of {GROUP} told {PERSON2} that the {THING} "isn't worth dying for".
Between {PLACE} and {PLACE2}, travellers are robbed, {WHO} are taxed and every {THING} flies another flag.
{N} of the {WHO} held by {GROUP} since the raid on {PLACE} were let go {DAY}, {SAYS}.
They bought bread in {PLACE}, slept at an inn near the {THING} and went on to {PLACE2} {DAY}.
"""
BITS = (
    list("'\"()[]{}.,;:!?-–—…/\\@#$€£%&*+=<>|~^_ \t\n\u00a0\u2009\u3000\u200b’‘“”°²½٣٪،؟éßŞمسورياßΣςǅ🙂👍🏽")
    + "... -- --- .. http:// www. .com :) :-( US$ 10 3.5 km °C. U.S. n't 's ’s al- Al- ,, '' ``".split()
    + "10.1.2.3 8.8.8.8:53 a@b.org x.y.z/q?r=1 1,000.50 5kg 30km² 12:45 2019-03-04 1990s p.m. e.g. i.e.".split()
    + "Ph.D. No.5 can't won't I'd've y'all o'clock rock'n'roll Ḥalab حلب Алеппо 北京 naïve co-op T-72 AK-47".split()
)
WORDS = (
    "the army fired rockets at dawn Killi Idlib Front brigade two villages were burned and not one of them had "
    "known why it came to this in Al-Sham Movement town hospital says killing 12 wounded President state of is"
).split()


def composed(rng):
    """Sentences from the templates, three to a paragraph."""
    sentences = []
    for template in [t for t in TEMPLATES.strip().split("\n") for _ in range(7)]:
        values = {slot: rng.sample(options, 2) for slot, options in SLOTS.items()}
        fill = {slot: pair[0] for slot, pair in values.items()}
        fill |= {f"{slot}2": pair[1] for slot, pair in values.items()}
        fill |= {f"{slot}_UP": pair[0][0].upper() + pair[0][1:] for slot, pair in values.items()}
        sentence = template.format_map(fill)
        sentences.append(sentence[0].upper() + sentence[1:])
    rng.shuffle(sentences)
    return [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]


def odd_strings(rng, exceptions, n):
    found = set()
    while len(found) < n:
        pools = (WORDS, BITS, exceptions, [" "], BITS)
        text = "".join(rng.choice(rng.choice(pools)) for _ in range(rng.randint(1, 14)))
        if len(list(paragraphs(text))) == 1:
            found.add(text)
    return sorted(found)


def compact(text, doc):
    """One line of the fixture: lengths for places, text for short columns, only unusual lemmas."""
    want = columns(doc)
    return {
        "text": text,
        "len": [end - start for start, end in want["span"]],
        "space": "".join("1" if t.whitespace_ else "0" for t in doc),
        "tag": want["tag"],
        "pos": " ".join(want["pos"]),
        "morph": want["morph"],
        "dep": " ".join(want["dep"]),
        "head": [head - i for i, head in enumerate(want["head"])],
        "lemma": {i: t.lemma_ for i, t in enumerate(doc) if t.lemma_ != t.text},
        "sentence": want["sentence"],
        "entity": want["entity"],
        "chunk": want["chunk"],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("data", type=Path)
    args = parser.parse_args()
    nlp, rng = spacy.load(args.pipeline), random.Random(5)
    prose = list(paragraphs((args.data / "prose.txt").read_text(encoding="utf-8"))) + composed(rng)
    exceptions = sorted(srsly.msgpack_loads((args.pipeline / "tokenizer").read_bytes())["exceptions"])
    for name, texts in [("prose", prose), ("odd_strings", odd_strings(rng, exceptions, 5000))]:
        n_sentences = n_tokens = 0
        with open(args.data / f"{name}.jsonl", "w", encoding="utf-8") as out:
            for text, doc in zip(texts, nlp.pipe(texts), strict=True):
                line = json.dumps(compact(text, doc), ensure_ascii=False, separators=(",", ":"))
                out.write(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n")
                n_sentences += len(list(doc.sents))
                n_tokens += len(doc)
        print(f"{name}.jsonl: {len(texts):,} paragraphs, {n_sentences:,} sentences, {n_tokens:,} tokens")


if __name__ == "__main__":
    main()
