import type { Process, World } from './world.ts';

/** Runs code of the system in a world of its own to its end; its calls are performed in turn and go well. */
export async function calmly<T>(world: World, run: () => Promise<T>): Promise<T> {
  let ended: { readonly value: T } | null = null;
  let failure: unknown = null;
  const process: Process = world.start('calm', () =>
    run().then(
      (value) => void (ended = { value }),
      (error: unknown) => void (failure = error),
    ),
  );
  while (process.alive) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const call of world.waiting.splice(0))
      await call.perform().then(
        (value) => call.settle(null, value),
        (error: unknown) => call.settle(error),
      );
    for (const timer of world.timers.splice(0)) timer.wake();
  }
  if (ended === null) throw failure;
  return (ended as { readonly value: T }).value;
}
