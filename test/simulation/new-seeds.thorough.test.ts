/** Seeds that no run before this one had: over the days they come to far more than a fixed list would. */
import { randomInt } from 'node:crypto';
import { testSeeds } from './seeds.ts';

const SEEDS = 300;

/** Behind all that are named anywhere. */
const from = randomInt(1_000_000, 1_000_000_000);
process.stdout.write(`simulation: again by npm run simulate -- --seeds ${SEEDS} --from ${from}\n`);

testSeeds(from, from + SEEDS - 1);
