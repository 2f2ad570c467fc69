import { afterAll, beforeAll, describe } from 'vitest';
import { keyContract } from './keys.ts';
import { queueContract } from './queue.ts';
import type { Services } from './services.ts';
import { storeContract } from './store.ts';
import { tableContract } from './table.ts';

/** Holds an implementation to the contract: what the functions rely on must be the same in each. */
export function holdToContract(name: string, open: () => Promise<Services>, missing: string | null = null): void {
  describe.skipIf(missing !== null)(missing === null ? name : `${name} (skipped: ${missing})`, () => {
    let services: Services;
    beforeAll(async () => {
      services = await open();
    });
    afterAll(async () => services?.close());

    storeContract(() => services);
    tableContract(() => services);
    queueContract(() => services);
    keyContract(() => services);
  });
}
