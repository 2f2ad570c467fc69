/** Ends a run that hangs where no time-out of a test can end it: in a loop that gives control back to nobody. */
import type { TestProject } from 'vitest/node';

/** Far beyond the whole run on the busiest machine. */
const HANGS_AFTER_MS = 2 * 3_600_000;

/** Watches a run from its start to its end. */
export default function watch({ vitest }: TestProject): () => void {
  const timer = setTimeout(() => {
    const hanging = vitest.state.getTestModules().filter((module) => module.state() === 'pending');
    const files = hanging.map(({ relativeModuleId }) => relativeModuleId).join(', ');
    process.stderr.write(`The run did not end. Under way: ${files}\n`);
    process.exitCode = 1;
    // The first call asks the processes to end, the second one ends them.
    for (let call = 0; call < 2; call++) void vitest.cancelCurrentRun('test-failure');
  }, HANGS_AFTER_MS);
  return () => clearTimeout(timer);
}
