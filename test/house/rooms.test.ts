import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrows, roomGraph } from './room-graph.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/architecture.md'), 'utf8');
/** The rooms as the page lists them: each uses only rooms above it. */
const ROOMS = [
  ...PAGE.slice(PAGE.indexOf('| room |'))
    .split('\n\n')[0]!
    .matchAll(/^\| (\w+) \|/gm),
]
  .map(([, room = '']) => room)
  .filter((room) => room !== 'room');

describe('the rooms of the core', () => {
  const graph = roomGraph();

  it('are those that the architecture page lists', () => {
    expect(ROOMS.toSorted()).toEqual([...graph.keys()].sort());
  });

  it('use only rooms that stand above them in the list, so there is no circle', () => {
    const upward = [...graph].flatMap(([room, uses]) =>
      [...uses].filter((used) => ROOMS.indexOf(used) >= ROOMS.indexOf(room)).map((used) => `${room} uses ${used}`),
    );
    expect(upward).toEqual([]);
  });

  it('use each other as the picture on the architecture page says', () => {
    const drawn = [...PAGE.matchAll(/^ {2}(\w+ --> \w+)$/gm)].map(([, arrow = '']) => arrow);
    expect(drawn, 'write these arrows into docs/architecture.md').toEqual(arrows(graph));
  });
});
