/** One contract, three implementations: what the functions rely on must be the same in each. */
import { afterAll, beforeAll, describe } from 'vitest';
import { keyContract } from './keys.ts';
import { queueContract } from './queue.ts';
import { hasMoto, openLocal, openMemory, openMoto, type Services } from './services.ts';
import { storeContract } from './store.ts';
import { tableContract } from './table.ts';

const IMPLEMENTATIONS = [
  { name: 'the services of the simulation', open: openMemory, missing: null },
  { name: 'the local stack', open: openLocal, missing: null },
  { name: 'moto', open: openMoto, missing: hasMoto ? null : 'moto_server is not installed' },
] as const;

for (const { name, open, missing } of IMPLEMENTATIONS)
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
