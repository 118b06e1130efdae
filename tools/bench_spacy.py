#!/usr/bin/env python3
"""Times spaCy and athir-nlp on the same texts, in turn, one thread each.

    python tools/bench_spacy.py PIPELINE MODEL BENCH TEXTS... [--rounds 3]

PIPELINE is spaCy's pipeline (a folder), MODEL the same one converted, BENCH the program `bench`, TEXTS files or
folders as for parity.py. spaCy runs `nlp.pipe` with the batch size that is quickest on the first texts. The
rounds alternate, so that both see the same machine; each side's best round counts. Prints a table.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", BLIS_NUM_THREADS="1")

import spacy  # noqa: E402 (the numbers of threads are read at import)

from parity import texts_in  # noqa: E402


def seconds_of_spacy(nlp, texts, batch_size):
    """Wall clock and processor time of reading all texts."""
    wall, cpu = time.perf_counter(), time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=batch_size))
    return tokens, time.perf_counter() - wall, time.process_time() - cpu


def run_ours(bench, model, file, threads=1):
    out = subprocess.run([bench, model, file, "2", str(threads)], stdout=subprocess.PIPE, check=True)
    return json.loads(out.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("bench", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=int, help="the number of texts")
    args = parser.parse_args()
    texts = list(texts_in(args.texts))[: args.most]
    nlp = spacy.load(args.pipeline)
    seconds_of_spacy(nlp, texts[:50], 64)
    sample = texts[: max(50, len(texts) // 5)]
    batch_size = min((32, 128, 256), key=lambda size: seconds_of_spacy(nlp, sample, size)[1])
    rows = []
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(text) + "\n" for text in texts)
        file.flush()
        for _ in range(args.rounds):
            spacy_tokens, wall, cpu = seconds_of_spacy(nlp, texts, batch_size)
            ours = run_ours(args.bench.resolve(), args.model, file.name)
            rows.append((spacy_tokens / wall, spacy_tokens / cpu, ours["tokens_per_second"], ours["per_cpu_second"]))
        two = run_ours(args.bench.resolve(), args.model, file.name, threads=2)
    wall, cpu, our_wall, our_cpu = (max(column) for column in zip(*rows))
    print(f"{len(texts):,} texts, {ours['tokens']:,} tokens, spaCy's batch size {batch_size}\n")
    print("| one thread | spaCy | athir-nlp | ratio |\n| --- | ---: | ---: | ---: |")
    print(f"| tokens a second | {wall:,.0f} | {our_wall:,.0f} | {our_wall / wall:.1f} |")
    print(f"| tokens a second of processor time | {cpu:,.0f} | {our_cpu:,.0f} | {our_cpu / cpu:.1f} |")
    print(f"\nTwo threads: {two['tokens_per_second']:,.0f} tokens a second, {two['tokens_per_second'] / our_wall:.2f}", end="")
    print(f" times one. Loading: {1000 * min(ours['load'], two['load']):.0f} ms. Memory: {ours['memory_mb']:.0f} MB.")


if __name__ == "__main__":
    main()
