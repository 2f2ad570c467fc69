import { MOST_FAULTS, simulate, type Options } from './simulate.ts';

/** The smallest run of a failing seed that fails as well: fewer uploads first, then fewer faults. */
async function shrink(
  seed: number,
  options: Options = {},
): Promise<{ readonly options: Options; readonly violations: readonly string[] }> {
  for (let mostUploads = 1; mostUploads <= 5; mostUploads++)
    for (let mostFaults = 0; mostFaults <= MOST_FAULTS; mostFaults++) {
      const smaller = { ...options, mostUploads, mostFaults };
      const { violations } = await simulate(seed, smaller);
      if (violations.length > 0) return { options: smaller, violations };
    }
  return { options, violations: (await simulate(seed, options)).violations };
}

/** Runs seeds until `most` of them have failed, and tells of each failure how to see it again. */
export async function simulateSeeds(
  from: number,
  to: number,
  optionsOf: (seed: number) => Options = () => ({}),
  most = 3,
): Promise<Seeds> {
  const failures: string[] = [];
  const start = performance.now();
  let [calls, uploads] = [0, 0];
  let seed = from;
  for (; seed <= to && failures.length < most; seed++) {
    const run = await simulate(seed, optionsOf(seed));
    calls += run.calls;
    uploads += run.uploads;
    if (run.violations.length === 0) continue;
    const small = await shrink(seed, optionsOf(seed));
    failures.push(`seed ${seed} with ${JSON.stringify(small.options)}: ${small.violations.join('; ')}`);
  }
  return { failures, seeds: seed - from, calls, uploads, seconds: (performance.now() - start) / 1_000 };
}

/** Figures are compared in every tenth run: that takes longer than all the rest of it. */
export const withFigures = (seed: number): Options => ({ figures: seed % 10 === 0 });

/** Lets the process die at each call of each run, one call at a time, until `most` of the runs have failed. */
export async function simulateDeaths(from: number, to: number, most = 3): Promise<Deaths> {
  const failures: string[] = [];
  let deaths = 0;
  for (let seed = from; seed <= to && failures.length < most; seed++)
    for (let crashAt = 1, steps = Infinity; crashAt <= steps && failures.length < most; crashAt++, deaths++) {
      const run = await simulate(seed, { crashAt, mostUploads: 1 + (seed % 2) });
      ({ steps } = run);
      if (run.violations.length > 0)
        failures.push(`seed ${seed}, death at call ${crashAt}: ${run.violations.join('; ')}`);
    }
  return { failures, deaths };
}

export type Deaths = { readonly failures: readonly string[]; readonly deaths: number };

export type Seeds = {
  readonly failures: readonly string[];
  readonly seeds: number;
  readonly calls: number;
  readonly uploads: number;
  readonly seconds: number;
};

export const told = ({ seeds, uploads, calls, seconds }: Seeds): string =>
  `${seeds} runs, ${uploads} uploads, ${calls} calls of services in ${seconds.toFixed(0)} s`;
