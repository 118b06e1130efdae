/**
 * Leaves out of Cytoscape what the page does not use: its graph algorithms (the server measures networks) and all
 * layouts but the preset one (the server places actors). The library is one module whose parts are tied together in
 * two lists; without the entries nothing refers to the parts any more, and the bundler drops them.
 */

import type { Plugin } from 'vite';

/** The list of algorithms, and what is left of it. */
const ALGORITHMS =
  '[elesfn$v, elesfn$u, elesfn$t, elesfn$s, elesfn$r, elesfn$q, elesfn$p, elesfn$o, elesfn$n, elesfn$m, elesfn$l, markovClustering$1, kClustering, hierarchicalClustering$1, affinityPropagation$1, elesfn$k, hopcroftTarjanBiconnected$1, tarjanStronglyConnected$1]';

const LAYOUTS = [
  ['breadthfirst', 'BreadthFirstLayout'],
  ['circle', 'CircleLayout'],
  ['concentric', 'ConcentricLayout'],
  ['cose', 'CoseLayout'],
  ['random', 'RandomLayout'],
] as const;

export function leanCytoscape(): Plugin {
  return {
    name: 'lean-cytoscape',
    transform(code, id) {
      if (!/cytoscape\.esm\.mjs$/.test(id)) return null;
      let lean = without(code, ALGORITHMS, '[]');
      for (const [name, impl] of LAYOUTS) {
        lean = without(
          lean,
          `{\n  name: '${name}',\n  impl: ${impl}\n}`,
          `{ name: '${name}', impl: NullLayout }`,
        );
        // A method on a prototype would hold the layout and all that it calls; an unused variable does not.
        lean = lean.replaceAll(new RegExp(`^${impl}\\.prototype\\.(\\w+) = `, 'gm'), `var ${impl}$$$1 = `);
      }
      return { code: lean, map: null };
    },
  };
}

function without(code: string, part: string, rest: string): string {
  // Another version may be put together differently: better a build that fails than a page that does.
  if (!code.includes(part)) throw new Error(`cytoscape no longer has ${part.slice(0, 60)}…`);
  return code.replace(part, () => rest);
}
