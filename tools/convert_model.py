#!/usr/bin/env python3
"""Converts a spaCy 3.8 English pipeline into the two files that athir-nlp reads.

    python tools/convert_model.py PIPELINE OUT [--name en_core_web_md]

PIPELINE is the folder that holds config.cfg. OUT gets model.safetensors (the weights) and model.json
(labels, moves, tokenizer rules, exceptions, norms, attribute ruler, lemma tables). It needs spaCy for its
symbol table and norms, and nothing else that spaCy does not bring.

Three things are prepared here so that the Rust side stays small:

- The tokenizer's regular expressions are parsed with Python's own parser and written as lists of plain
  alternatives (characters, classes, one-character look-arounds).
- Word vectors enter the network through one linear map each for tok2vec and NER, so the tables stored are
  the mapped ones (96 columns, not 300).
- Regular expressions in the attribute ruler have few matches; they are written as lists of words.
"""
import argparse
import hashlib
import json
import re._parser as sre
import struct
from pathlib import Path

import numpy as np
import srsly
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS

# The URL rule is the same in every spaCy language and is implemented by hand (src/url.rs): a pipeline with
# another rule must not convert silently.
URL_RULE_SHA256 = "7adb1342672774f94ffb32ef3bc6eb2f7a5a803ab8c51920bba19c34fd9cec14"
ORTH, NORM = 65, 67
PARSER_MOVES = ["S", "D", "L", "R", "B"]
NER_MOVES = ["M", "B", "I", "L", "U", "O"]
DTYPES = {"float32": "F32", "int16": "I16", "uint16": "U16", "uint64": "U64"}


# ---------------------------------------------------------------- weights


def nodes_of(component):
    """(name, attributes, parameters) of each node of a thinc model file."""
    model = srsly.read_msgpack(component / "model")
    for node, attrs, params in zip(model["nodes"], model["attrs"], model["params"]):
        yield node["name"], {k: srsly.msgpack_loads(v) for k, v in attrs.items()}, params


def convert_tok2vec(prefix, component, attrs, tensors, vectors):
    nodes = list(nodes_of(component))
    hashes = sorted((a["column"], a["seed"], p["E"]) for n, a, p in nodes if n == "hashembed")
    assert [column for column, _, _ in hashes] == list(range(len(attrs)))
    for attr, (_, _, table) in zip(attrs, hashes):
        tensors[f"{prefix}.embed.{attr}"] = table
    static = [p["W"] for n, _, p in nodes if n == "static_vectors"]
    if static:
        # 16-bit integers with a factor for each row: ten times closer than half precision, at the same size.
        mapped = vectors @ static[0].T
        scale = (np.abs(mapped).max(axis=1, keepdims=True) / 32767).clip(min=1e-30)
        tensors[f"{prefix}.embed.static"] = np.rint(mapped / scale).astype(np.int16)
        tensors[f"{prefix}.embed.static.scale"] = scale.astype(np.float32)
    layers = list(
        zip([p for n, _, p in nodes if n == "maxout"], [p for n, _, p in nodes if n == "layernorm"], strict=True)
    )
    # The mixer is the one whose input is not a window of three outputs; the file's order varies.
    width = layers[0][0]["W"].shape[0]
    is_mixer = [maxout["W"].shape[2] != 3 * width for maxout, _ in layers]
    assert is_mixer.count(True) == 1
    mixer = layers.pop(is_mixer.index(True))
    for name, (maxout, norm) in [("mix", mixer)] + [(f"enc.{i}", layer) for i, layer in enumerate(layers)]:
        tensors[f"{prefix}.{name}.W"] = maxout["W"]
        tensors[f"{prefix}.{name}.b"] = maxout["b"]
        tensors[f"{prefix}.{name}.gain"] = norm["G"]
        tensors[f"{prefix}.{name}.shift"] = norm["b"]
    pad = next(a["pad"] for n, a, _ in nodes if n.startswith("with_array(residual"))
    assert pad == len(layers), "the runtime pads by one row for each layer"
    return {"attrs": attrs, "seeds": [seed for _, seed, _ in hashes], "static": bool(static), "depth": len(layers)}


def convert_transitions(prefix, component, tensors):
    nodes = list(nodes_of(component))
    (lower,) = [p for n, _, p in nodes if n == "precomputable_affine"]
    linear = [p for n, _, p in nodes if n == "linear"]
    hidden = lower["W"].shape[3]
    (project,) = [p for p in linear if p["W"].shape[0] == hidden]
    (upper,) = [p for p in linear if p["W"].shape[0] != hidden]
    for name, params in [("project", project), ("lower", lower), ("upper", upper)]:
        tensors[f"{prefix}.{name}.W"] = params["W"]
        tensors[f"{prefix}.{name}.b"] = params["b"]
    tensors[f"{prefix}.lower.pad"] = lower["pad"]


def moves_of(component, names):
    """The classes in the order of the output layer: by move, then by frequency and label downwards."""
    table = srsly.json_loads(srsly.read_msgpack(component / "moves")["moves"])
    return [
        [names[int(move)], label]
        for move, labels in sorted(table.items())
        for _, label in sorted(((freq, label) for label, freq in labels.items()), reverse=True)
    ]


def save_tensors(path, tensors, about):
    header, offset = {"__metadata__": about}, 0
    for name in sorted(tensors):
        array = tensors[name] = np.ascontiguousarray(tensors[name])
        header[name] = {
            "dtype": DTYPES[str(array.dtype)],
            "shape": array.shape,
            "data_offsets": [offset, offset + array.nbytes],
        }
        offset += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for name in sorted(tensors):
            out.write(tensors[name].tobytes())


# ---------------------------------------------------------------- regular expressions


class Classes:
    """Character classes, each stored once as a flat list of inclusive ranges."""

    def __init__(self):
        self.rows, self.index = [], {}

    def add(self, items):
        ranges = []
        for op, arg in items:
            if op is sre.LITERAL:
                ranges.append((arg, arg))
            elif op is sre.RANGE:
                ranges.append(tuple(arg))
            else:
                raise ValueError(f"character class uses {op}")
        merged = []
        for low, high in sorted(ranges):
            if merged and low <= merged[-1][1] + 1:
                merged[-1][1] = max(merged[-1][1], high)
            else:
                merged.append([low, high])
        key = tuple(bound for pair in merged for bound in pair)
        if key not in self.index:
            self.index[key] = len(self.rows)
            self.rows.append(list(key))
        return self.index[key]


def alternatives(pattern, classes):
    """Expands a pattern into alternatives in the order in which Python tries them."""
    found = []

    def expand(todo, done):
        if not todo:
            found.append(done)
            return
        (op, arg), rest = todo[0], todo[1:]
        if op is sre.BRANCH:
            for branch in arg[1]:
                expand(list(branch) + rest, done)
        elif op is sre.SUBPATTERN:
            expand(list(arg[3]) + rest, done)
        elif op is sre.AT:
            assert arg in (sre.AT_BEGINNING, sre.AT_END)
            expand(rest, done)
        elif op is sre.LITERAL:
            expand(rest, {**done, "match": done["match"] + [chr(arg)]})
        elif op is sre.IN:
            expand(rest, {**done, "match": done["match"] + [classes.add(arg)]})
        elif op is sre.MAX_REPEAT:
            low, high, body = arg
            assert low == 1 and high == sre.MAXREPEAT and len(body) == 1 and body[0][0] is sre.LITERAL
            expand(rest, {**done, "match": done["match"] + [{"many": chr(body[0][1])}]})
        elif op is sre.ASSERT and arg[0] == -1:
            assert not done["match"]
            pieces = [chr(a) if o is sre.LITERAL else classes.add(a) for o, a in arg[1]]
            expand(rest, {**done, "behind": pieces})
        elif op in (sre.ASSERT, sre.ASSERT_NOT) and arg[0] == 1:
            ((o, a),) = arg[1]
            name = "ahead" if op is sre.ASSERT else "not_ahead"
            expand(rest, {**done, name: classes.add(a if o is sre.IN else [(o, a)])})
        else:
            raise ValueError(f"pattern uses {op}")

    expand(list(sre.parse(pattern)), {"match": []})
    return found


def url_letters(pattern, classes):
    """The class of letters of a top-level domain: the one that repeats 2 to 63 times."""
    if hashlib.sha256(pattern.encode()).hexdigest() != URL_RULE_SHA256:
        raise ValueError("this pipeline has its own URL rule, which athir-nlp does not know")
    found = []

    def walk(items):
        for op, arg in items:
            if op is sre.MAX_REPEAT and arg[:2] == (2, 63):
                found.append(classes.add(arg[2][0][1]))
            for part in arg if isinstance(arg, (tuple, list)) else [arg]:
                if isinstance(part, sre.SubPattern):
                    walk(part)
                elif isinstance(part, list):
                    for branch in part:
                        if isinstance(branch, sre.SubPattern):
                            walk(branch)

    walk(sre.parse(pattern))
    (letters,) = found
    return letters


def words_matching(pattern):
    """All words that a finite anchored pattern matches."""

    def expand(items):
        words = [""]
        for op, arg in items:
            if op is sre.AT:
                continue
            if op is sre.LITERAL:
                options = [chr(arg)]
            elif op is sre.IN:
                assert all(o is sre.LITERAL for o, _ in arg)
                options = [chr(a) for _, a in arg]
            elif op is sre.MAX_REPEAT and tuple(arg[:2]) == (0, 1):
                options = [""] + expand(arg[2])
            else:
                raise ValueError(f"attribute ruler pattern uses {op}")
            words = [word + option for word in words for option in options]
        return words

    assert pattern.startswith("^") and pattern.endswith("$")
    return sorted(expand(sre.parse(pattern)))


# ---------------------------------------------------------------- text resources


def ranges_where(test):
    """The characters that pass a test, as a flat list of inclusive ranges."""
    bounds = []
    for code in range(0x110000):
        if test(chr(code)):
            if bounds and bounds[-1] == code - 1:
                bounds[-1] = code
            else:
                bounds += [code, code]
    return bounds


def convert_tokenizer(source):
    rules = srsly.msgpack_loads((source / "tokenizer").read_bytes())
    assert not rules["token_match"] and rules["faster_heuristics"]
    classes = Classes()
    return {
        "prefix": alternatives(rules["prefix_search"], classes),
        "suffix": alternatives(rules["suffix_search"], classes),
        "infix": alternatives(rules["infix_finditer"], classes),
        "url_letters": url_letters(rules["url_match"], classes),
        "classes": classes.rows,
        "exceptions": {
            text: [[token[ORTH], token[NORM]] if NORM in token else [token[ORTH]] for token in tokens]
            for text, tokens in sorted(rules["exceptions"].items())
        },
    }


def convert_ruler(source):
    def test(spec):
        out = {}
        for attr, value in spec.items():
            key = attr.lower()
            if attr == "IS_SPACE":
                out[key] = value
            elif isinstance(value, str):
                out[key] = {"in": [value]}
            else:
                ((op, arg),) = value.items()
                out[key] = {
                    "IN": lambda: {"in": arg},
                    "NOT_IN": lambda: {"not_in": arg},
                    "REGEX": lambda: {"in": words_matching(arg)},
                }[op]()
        return out

    return [
        {
            "patterns": [[test(token) for token in pattern] for pattern in rule["patterns"]],
            "token": rule["index"],
            "set": {k.lower(): "" if (k, v) == ("MORPH", "_") else v for k, v in rule["attrs"].items()},
        }
        for rule in srsly.read_msgpack(source / "attribute_ruler" / "patterns")
    ]


def convert_lemmatizer(source, string_id):
    tables = srsly.read_msgpack(source / "lemmatizer" / "lookups" / "lookups.bin")
    out = {}
    for pos in ("adj", "adv", "noun", "punct", "verb"):
        index, exceptions, rules = (
            tables[f"lemma_{name}"].get(string_id(pos), []) for name in ("index", "exc", "rules")
        )
        out[pos] = {
            "index": " ".join(sorted(index)),
            "exceptions": dict(sorted(exceptions.items())) if exceptions else {},
            "rules": rules,
        }
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="en_core_web_md")
    args = parser.parse_args()
    source, tensors = args.pipeline, {}

    vectors = np.load(source / "vocab" / "vectors").astype(np.float32)
    attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
    model = {
        "format": 1,
        "name": args.name,
        "version": srsly.read_json(source / "meta.json")["version"],
        "tok2vec": convert_tok2vec("tok2vec", source / "tok2vec", attrs + ["SPACY", "IS_SPACE"], tensors, vectors),
        "ner_tok2vec": convert_tok2vec("ner.tok2vec", source / "ner", attrs, tensors, vectors),
        "tags": srsly.read_json(source / "tagger" / "cfg")["labels"],
        "parser_moves": moves_of(source / "parser", PARSER_MOVES),
        "ner_moves": moves_of(source / "ner", NER_MOVES),
    }
    (softmax,) = [p for n, _, p in nodes_of(source / "tagger") if n == "softmax"]
    tensors["tagger.W"], tensors["tagger.b"] = softmax["W"], softmax["b"]
    convert_transitions("parser", source / "parser", tensors)
    convert_transitions("ner", source / "ner", tensors)
    if vectors.size:
        rows = srsly.read_msgpack(source / "vocab" / "key2row")
        keys = sorted(rows)
        tensors["vectors.keys"] = np.array(keys, dtype=np.uint64)
        tensors["vectors.rows"] = np.array([rows[key] for key in keys], dtype=np.uint16)

    from spacy.strings import get_string_id

    model["letters"] = {"alpha": ranges_where(str.isalpha), "digit": ranges_where(str.isdigit)}
    model["tokenizer"] = convert_tokenizer(source)
    model["symbols"] = {text: int(number) for text, number in sorted(IDS.items()) if text}
    norms = srsly.read_msgpack(source / "vocab" / "lookups.bin")["lexeme_norm"]
    model["lexeme_norms"] = [[int(key), norm] for key, norm in sorted(norms.items())]
    model["base_norms"] = BASE_NORMS
    model["ruler"] = convert_ruler(source)
    model["lemmatizer"] = convert_lemmatizer(source, get_string_id)

    args.out.mkdir(parents=True, exist_ok=True)
    about = {"source": f"{args.name} {model['version']}, MIT, Copyright 2021 ExplosionAI GmbH"}
    save_tensors(args.out / "model.safetensors", tensors, about)
    with open(args.out / "model.json", "w", encoding="utf-8") as out:
        json.dump(model, out, ensure_ascii=False, separators=(",", ":"))
        out.write("\n")
    for name in ("model.safetensors", "model.json"):
        data = (args.out / name).read_bytes()
        print(f"{name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
