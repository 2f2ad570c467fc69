/** The kinds of tests. The kind of a file is in its name, `*.KIND.test.ts`; without one it is fast. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest come first, so that no core is idle at the end. */
const SLOW_KINDS = [
  /** A search through many seeds or files: minutes of nothing but computing. */
  'campaign',
  /** In a browser. */
  'browser',
  /** Through LibreOffice or gnumeric. */
  'office',
  /** The system of the template on this machine, or the command line as a process of its own. */
  'system',
  /** Fast, but it changes modules or globals, so nothing else may run in its process. */
  'alone',
] as const;
const FAST = 'fast';

/** Fast tests share processes: a module is loaded, and the synthetic city counted, once in each. */
export const PROJECTS = [
  ...SLOW_KINDS.map((name) => ({ name, include: [`test/**/*.${name}.test.ts`] })),
  {
    name: FAST,
    include: ['test/**/*.test.ts'],
    exclude: [`test/**/*.{${SLOW_KINDS.join(',')}}.test.ts`],
    isolate: false,
    // Where no office of ours is: what depends on the place fails here. test/golden/reports compares with Shanghai.
    env: { TZ: 'America/Los_Angeles', LANG: 'C', LC_ALL: 'C' },
  },
];

/** Runs the kinds in their order here; within a kind, as Vitest does. */
export class LongestKindFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const kinds = PROJECTS.map(({ name }) => name);
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => kinds.indexOf(a.project.name) - kinds.indexOf(b.project.name));
  }
}
