import { vi } from 'vitest';
import { testSeeds } from './seeds.ts';

vi.mock('../../shared/rules/catalogue.ts', async (original) => (await import('./deployments.ts')).catalogueOfProcess(original));

testSeeds(5001, 10000);
