/** Code of the functions against the services of a world in which nothing goes wrong but what a test makes go wrong. */
import type { World } from './world.ts';

/** What a service says in place of what it would say, or null. */
export type Refuse = (input: Readonly<Record<string, unknown>>) => Error | null;

/**
 * Runs code until it ends, its calls one after the other in the order in which they are made; when it only waits, time
 * passes.
 * @throws what the code throws, and an Error when it ends well before its calls do: a function is frozen then
 */
export async function calmly<T>(world: World, run: () => Promise<T>, refuse: Refuse = () => null): Promise<T> {
  let [result, failure]: [T | undefined, unknown] = [undefined, null];
  let underWay = 0;
  const process = world.start('calm', async () => {
    try {
      result = await run();
      if (underWay + world.waiting.length > 0) failure = new Error('the code did not wait for what it asked for');
    } catch (error) {
      failure = error ?? new Error('nothing was thrown');
    }
  });
  for (let idle = 0; process.alive; idle++) {
    // Where nothing is left to wait for, nothing will ever come.
    if (idle > MOST_IDLE_TURNS) throw new Error('the code waits for what nobody answers');
    const call = world.waiting.shift();
    const timer = call ? undefined : world.timers.shift();
    if (call) {
      const refusal = refuse(call.input);
      underWay++;
      try {
        if (refusal) throw refusal;
        const value = await call.perform();
        underWay--;
        call.settle(null, value);
      } catch (error) {
        underWay--;
        call.settle(error);
      }
    } else if (timer) {
      world.now = Math.max(world.now, timer.at);
      timer.wake();
    }
    if (call || timer) idle = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (failure !== null) throw failure;
  return result as T;
}

/** Turns of the event loop; work in threads of Node, such as hashing, ends long before. */
export const MOST_IDLE_TURNS = 200_000;
