/** Which rooms of the core use which, read from the imports of its files. A room is a folder of shared/. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SHARED = join(import.meta.dirname, '../../shared');
const IMPORT = /^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'/gm;

const roomOf = (file: string): string => relative(SHARED, file).split('/')[0] ?? '';

/**
 * By room, the rooms that its files import. Files that lie beside the rooms (contract.ts) import nothing and are left
 * out.
 */
export function roomGraph(): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map<string, Set<string>>();
  for (const file of globSync('*/**/*.ts', { cwd: SHARED }).map((name) => join(SHARED, name))) {
    const uses = graph.get(roomOf(file)) ?? new Set<string>();
    graph.set(roomOf(file), uses);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const used = roomOf(join(dirname(file), path));
      if (used !== roomOf(file) && !used.endsWith('.ts')) uses.add(used);
    }
  }
  return graph;
}

/** Every room that a room reaches, over others or directly. */
function reachable(
  graph: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  seen = new Set<string>(),
): Set<string> {
  for (const room of graph.get(from) ?? [])
    if (!seen.has(room)) {
      seen.add(room);
      reachable(graph, room, seen);
    }
  return seen;
}

/** The arrows that a reader needs: none that another way of arrows says already. `a --> b` is: a uses b. */
export function arrows(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...graph]
    .flatMap(([room, uses]) => {
      const others = (used: string): boolean =>
        [...uses].some((one) => one !== used && reachable(graph, one).has(used));
      return [...uses].filter((used) => !others(used)).map((used) => `${room} --> ${used}`);
    })
    .sort();
}
