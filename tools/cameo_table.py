#!/usr/bin/env python3
"""Makes data/crosswalk/cameo.tsv from a verb dictionary of PETRARCH (CAMEO.2.0.txt, MIT, Open Event Data Alliance).

usage: cameo_table.py CAMEO.2.0.txt > data/crosswalk/cameo.tsv

Rows, by their first column:
  verb     block, lemma (the words of a phrase parted by spaces, its verb first), CAMEO code or empty
  pattern  block, words before the verb, words after it, CAMEO code
  set      name, word

A block is a set of verbs with one sense: its patterns hold for each of them. In patterns `&name` stands for the words
of a set, words joined by `_` stand together; `a/b` are alternatives. Codes of both directions ("040:040", ":110") keep
the source's part, or the target's where there is no other. Patterns with nothing but the verb, or without a code, are
left out; so are inflected forms, which the parser's lemmas make needless.
"""
import re
import sys


def code_of(text):
    """The first part of a code that is a number, or ''."""
    for part in text.split(':'):
        if part.strip().isdigit():
            return part.strip()
    return ''


def words_of(side):
    """The words of one side of a pattern: marks for the parties and brackets dropped, compounds joined."""
    side = re.sub(r'\{([^}]*)\}', lambda m: '_'.join(m.group(1).split()), side)
    side = re.sub(r'[()]', ' ', side)
    words = [w.strip('_').lower() for w in side.split()]
    return ' '.join(w for w in words if w and w not in {'+', '$', '%', '^', '*'})


def main(path):
    text = open(path, encoding='utf-8', errors='replace').read()
    sets, verbs = text.split('####### VERB PATTERNS', 1)
    verbs = verbs.split('######## TRANSFORMATIONS', 1)[0]
    rows = set()
    name = None
    for line in sets.splitlines():
        line = line.split('#')[0].strip()
        if line.startswith('&'):
            name = line[1:].strip('_').lower()
        elif line.startswith('+') and name:
            rows.add(('set', name, line[1:].strip('_').lower().replace('_', ' ')))
    block, default = None, ''
    for line in verbs.splitlines():
        line = line.split('#')[0].strip()
        head = re.match(r'---\s*(\S+)\s*\[([^\]]*)\]', line)
        if head:
            block, default = head.group(1).lower(), code_of(head.group(2))
        elif line.startswith('- ') and block:
            pattern = re.match(r'- (.*?)\[([^\]]*)\]', line)
            if not pattern or pattern.group(1).count('*') != 1 or not code_of(pattern.group(2)):
                continue
            before, after = (words_of(side) for side in pattern.group(1).split('*'))
            if before or after:
                rows.add(('pattern', block, before, after, code_of(pattern.group(2))))
        elif line and block and not line.startswith('&'):
            verb = re.match(r'([A-Z+_-]+)\s*(?:\{[^}]*\})?\s*(?:\[([^\]]*)\])?', line)
            if not verb:
                continue
            # "+CALL_OFF": the plus stands before the word that is the verb.
            parts = [p for p in verb.group(1).split('_') if p]
            main_verb = [p for p in parts if p.startswith('+')] or parts[:1]
            lemma = ' '.join([main_verb[0]] + [p for p in parts if p != main_verb[0]])
            code = code_of(verb.group(2)) if verb.group(2) else default
            rows.add(('verb', block, lemma.replace('+', '').lower(), code))
    print('# Made by tools/cameo_table.py; MIT, Open Event Data Alliance (NOTICE).')
    for row in sorted(rows):
        print('\t'.join(row))


main(sys.argv[1])
