/** The kinds of tests. The kind of a file is in its name, `*.KIND.test.ts`; without one it is fast. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where no office of ours is: what depends on the place fails here. test/golden/reports compares with Shanghai. */
const ELSEWHERE = { TZ: 'America/Los_Angeles', LANG: 'C', LC_ALL: 'C' };

/** Those that take longest come first, so that no core is idle at the end. */
const SLOW_KINDS = {
  /** A search through many seeds or files: minutes of nothing but computing. `npm run campaigns` runs them. */
  campaign: {},
  /** The system of the template on this machine, or the command line as a process of its own. */
  system: {},
  /** In a browser. */
  browser: {},
  /** Through LibreOffice or gnumeric. */
  office: {},
  /** A property of many cases, or a whole city or template: seconds of computing. */
  thorough: { env: ELSEWHERE },
  /** Fast, but it changes modules or globals, so nothing else may run in its process. */
  alone: {},
};

/** Fast tests share processes: a module is loaded, and the synthetic city counted, once in each. */
export const PROJECTS = [
  ...Object.entries(SLOW_KINDS).map(([name, rest]) => ({ name, include: [`test/**/*.${name}.test.ts`], ...rest })),
  {
    name: 'fast',
    include: ['test/**/*.test.ts'],
    exclude: [`test/**/*.{${Object.keys(SLOW_KINDS).join(',')}}.test.ts`],
    isolate: false,
    env: ELSEWHERE,
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
