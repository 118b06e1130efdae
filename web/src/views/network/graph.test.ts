import { describe, expect, it } from 'vitest';

import {
  apart,
  blocsOf,
  edgeOpacity,
  edgeWidth,
  kindsOf,
  type NetworkEdge,
  type NetworkNode,
  nodeSize,
  tiesOf,
  visible,
} from './graph.ts';
import { legible, type Box, type Label } from './labels.ts';

const node = (key: string, bloc: number | null = null): NetworkNode => ({
  key,
  name: key.toUpperCase(),
  kind: 'group',
  x: 0,
  y: 0,
  n_events: 1,
  degree: 1,
  allies: 0,
  rivals: 0,
  bloc,
});
const edge = (a: string, b: string, kind: string, sign: '+' | '-' | '0', strength = 0.5): NetworkEdge => ({
  id: `${a}-${b}-${kind}`,
  a,
  b,
  kind,
  sign,
  strength,
  presence: 1,
  start: null,
  end: null,
});

const nodes = [node('a', 1), node('b', 1), node('c', 2), node('d')];
const edges = [
  edge('a', 'b', 'alliance', '+'),
  edge('a', 'c', 'rivalry', '-', 0.2),
  edge('c', 'a', 'fighting', '-', 0.9),
  edge('b', 'x', 'alliance', '+'),
];

describe('the graph', () => {
  it('leaves out hidden kinds and those who then stand alone, but never the ego', () => {
    const shown = visible({ nodes, edges }, new Set(['rivalry', 'fighting']), 'd');
    expect(shown.nodes.map(({ key }) => key)).toEqual(['a', 'b', 'd']);
    expect(shown.edges).toHaveLength(1);
  });

  it('drops a tie to an actor that is not there', () => {
    expect(visible({ nodes, edges }, new Set(), null).edges.some(({ b }) => b === 'x')).toBe(false);
  });

  it('counts kinds, the most frequent first', () => {
    expect(kindsOf(edges).map(({ kind, n }) => [kind, n])).toEqual([
      ['alliance', 2],
      ['fighting', 1],
      ['rivalry', 1],
    ]);
  });

  it('keeps sizes within bounds whatever the numbers', () => {
    expect(edgeWidth(Number.NaN)).toBe(1);
    expect(edgeWidth(7)).toBe(6);
    expect(edgeOpacity(0)).toBe(0.25);
    expect(edgeOpacity(1)).toBe(1);
    expect(nodeSize(-1)).toBe(16);
    expect(nodeSize(1e9)).toBe(64);
  });

  it('lists the ties of an actor: friends first, then foes by strength', () => {
    expect(tiesOf('a', nodes, edges).map(({ other, edge: { kind } }) => [other, kind])).toEqual([
      ['b', 'alliance'],
      ['c', 'fighting'],
      ['c', 'rivalry'],
    ]);
  });

  it('names blocs of more than one', () => {
    expect(blocsOf(nodes).map(({ bloc, members }) => [bloc, members.length])).toEqual([[1, 2]]);
  });
});

describe('parting', () => {
  const crowd = Array.from({ length: 40 }, (_, i) => ({
    key: `n${i}`,
    x: (i % 7) * 10,
    y: (i % 5) * 10,
    r: 10 + (i % 4),
  }));

  it('leaves no two on each other', () => {
    const placed = apart(crowd, 4, 400);
    const at = (key: string) => placed.get(key) ?? { x: 0, y: 0 };
    for (const p of crowd) {
      for (const q of crowd) {
        if (p.key >= q.key) continue;
        const far = Math.hypot(at(p.key).x - at(q.key).x, at(p.key).y - at(q.key).y);
        expect(far).toBeGreaterThan(p.r + q.r);
      }
    }
  });

  it('gives the same picture whatever the order, and moves nobody who has room', () => {
    expect(apart([...crowd].reverse())).toEqual(apart(crowd));
    const free = [
      { key: 'a', x: 0, y: 0, r: 5 },
      { key: 'b', x: 100, y: 0, r: 5 },
    ];
    expect(apart(free).get('b')).toEqual({ x: 100, y: 0 });
  });
});

describe('names that would lie on each other', () => {
  const box = (left: number, top: number): Box => ({ left, top, right: left + 100, bottom: top + 15 });
  const label = (id: string, left: number, top: number, rank: number, above = top - 40): Label => ({
    id,
    places: [box(left, top), box(left, above)],
    rank,
  });

  it('stand above where the more important one stands below', () => {
    const labels = [label('small', 50, 5, 1), label('great', 0, 0, 9), label('far', 300, 0, 1)];
    expect([...legible(labels)].sort()).toEqual([
      ['far', 0],
      ['great', 0],
      ['small', 1],
    ]);
  });

  it('step back where no place is left, and for nobody who is not shown', () => {
    const labels = [label('a', 0, 0, 3, 0), label('b', 90, 0, 2, 0), label('c', 180, 0, 1, 0)];
    expect([...legible(labels).keys()].sort()).toEqual(['a', 'c']);
  });

  it('stand clear of the actors and inside the window where they can', () => {
    const one = [label('one', 0, 0, 1, 40)];
    expect(legible(one, 1, [{ left: 10, top: 5, right: 20, bottom: 15 }]).get('one')).toBe(1);
    expect(legible(one, 1, [], { left: -10, top: 20, right: 200, bottom: 200 }).get('one')).toBe(1);
    expect(legible(one, 1, [], { left: 50, top: 0, right: 60, bottom: 10 }).get('one')).toBe(0);
  });

  it('are chosen by id among equals, whatever the order', () => {
    const labels = [label('b', 10, 0, 1, 0), label('a', 0, 0, 1, 0)];
    expect([...legible(labels).keys()]).toEqual(['a']);
    expect([...legible(labels.reverse()).keys()]).toEqual(['a']);
  });
});
