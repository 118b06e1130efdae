/** The ego network as elements of a graph and as a list: who stands how to whom at a date. */

export interface NetworkNode {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  /** From -1 to 1; the server keeps an actor where it was at every date. */
  readonly x: number;
  readonly y: number;
  readonly n_events: number;
  readonly degree: number;
  readonly allies: number;
  readonly rivals: number;
  readonly bloc: number | null;
}

export type Sign = '+' | '-' | '0';

export interface NetworkEdge {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  readonly kind: string;
  readonly sign: Sign;
  readonly strength: number;
  readonly presence: number;
  readonly start: string | null;
  readonly end: string | null;
}

export interface NetworkAnswer {
  readonly at: string;
  /** First and last day of any tie, where the server says so. */
  readonly from?: string | null;
  readonly to?: string | null;
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  readonly balance: Readonly<Record<string, unknown>> | null;
  readonly fragmentation: Readonly<Record<string, unknown>> | null;
}

/** The graph without the kinds of ties that are hidden, and without actors that then stand alone (but the ego). */
export function visible(
  answer: Pick<NetworkAnswer, 'nodes' | 'edges'>,
  hidden: ReadonlySet<string>,
  ego: string | null,
): { nodes: NetworkNode[]; edges: NetworkEdge[] } {
  const known = new Set(answer.nodes.map(({ key }) => key));
  const edges = answer.edges.filter(({ kind, a, b }) => !hidden.has(kind) && known.has(a) && known.has(b));
  const tied = new Set(edges.flatMap(({ a, b }) => [a, b]));
  return { nodes: answer.nodes.filter(({ key }) => tied.has(key) || key === ego), edges };
}

/** Kinds of ties that there are, with how many, the most frequent first. */
export function kindsOf(edges: readonly NetworkEdge[]): { kind: string; sign: Sign; n: number }[] {
  const kinds = new Map<string, { kind: string; sign: Sign; n: number }>();
  for (const { kind, sign } of edges) {
    const row = kinds.get(kind);
    if (row === undefined) kinds.set(kind, { kind, sign, n: 1 });
    else row.n += 1;
  }
  return [...kinds.values()].sort((a, b) => b.n - a.n || (a.kind < b.kind ? -1 : 1));
}

/** Pixels of a line for a strength from 0 to 1. */
export function edgeWidth(strength: number): number {
  return 1 + 5 * clamp(strength);
}

/** A tie of which nothing was heard for long is pale, but never so pale that it cannot be seen. */
export function edgeOpacity(presence: number): number {
  return 0.25 + 0.75 * clamp(presence);
}

/** Pixels across for an actor with so many events: the area grows with the count, within bounds. */
export function nodeSize(nEvents: number): number {
  return Math.min(16 + 5 * Math.sqrt(Math.max(nEvents, 0)), 64);
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), 1) : 0;
}

/**
 * Moves nodes apart that would lie on each other, and no further than needed, the same way every time. The larger
 * stays nearer to its place, so that the picture at the next date looks like this one.
 */
export function apart(
  nodes: readonly { key: string; x: number; y: number; r: number }[],
  gap = 12,
  rounds = 60,
): Map<string, { x: number; y: number }> {
  const placed = [...nodes].sort((a, b) => (a.key < b.key ? -1 : 1)).map((node) => ({ ...node }));
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    for (let i = 0; i < placed.length; i += 1) {
      for (let j = i + 1; j < placed.length; j += 1) {
        const [p, q] = [placed[i], placed[j]];
        if (p === undefined || q === undefined) continue;
        let [dx, dy] = [q.x - p.x, q.y - p.y];
        let far = Math.hypot(dx, dy);
        const least = p.r + q.r + gap;
        if (far >= least) continue;
        if (far < 1e-6) {
          // On one spot: part them in a direction that depends on the pair alone.
          const angle = ((i * 7 + j * 13) % 16) * (Math.PI / 8);
          [dx, dy, far] = [Math.cos(angle), Math.sin(angle), 1];
        }
        const push = (least - Math.min(far, least)) / far;
        const share = q.r / (p.r + q.r);
        p.x -= dx * push * share;
        p.y -= dy * push * share;
        q.x += dx * push * (1 - share);
        q.y += dy * push * (1 - share);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return new Map(placed.map(({ key, x, y }) => [key, { x, y }]));
}

/** Blocs with more than one actor, the largest first. */
export function blocsOf(nodes: readonly NetworkNode[]): { bloc: number; members: NetworkNode[] }[] {
  const blocs = new Map<number, NetworkNode[]>();
  for (const node of nodes) {
    if (node.bloc === null) continue;
    const members = blocs.get(node.bloc);
    if (members === undefined) blocs.set(node.bloc, [node]);
    else members.push(node);
  }
  return [...blocs]
    .map(([bloc, members]) => ({ bloc, members }))
    .filter(({ members }) => members.length > 1)
    .sort((a, b) => b.members.length - a.members.length || a.bloc - b.bloc);
}

export interface TieRow {
  readonly edge: NetworkEdge;
  readonly other: string;
  readonly name: string;
}

/** The ties of an actor as a list, friends first, the strongest first. */
export function tiesOf(key: string, nodes: readonly NetworkNode[], edges: readonly NetworkEdge[]): TieRow[] {
  const names = new Map(nodes.map((node) => [node.key, node.name]));
  const rank: Record<Sign, number> = { '+': 0, '-': 1, '0': 2 };
  return edges
    .filter(({ a, b }) => a === key || b === key)
    .map((edge) => {
      const other = edge.a === key ? edge.b : edge.a;
      return { edge, other, name: names.get(other) ?? other };
    })
    .sort(
      (p, q) =>
        rank[p.edge.sign] - rank[q.edge.sign] ||
        q.edge.strength - p.edge.strength ||
        (p.name < q.name ? -1 : p.name > q.name ? 1 : 0),
    );
}
