/**
 * npm run attack -- --cities 1000 --quarters 3 --silent 25: publishes the editions of so many random years and attacks
 * them with linear programmes. Ends with 1 where a small count is recovered or narrowed.
 */
import { parseArgs } from 'node:util';
import { LIMIT, years } from './attacked-cities.ts';

const { values } = parseArgs({
  options: {
    cities: { type: 'string', default: '1000' },
    quarters: { type: 'string', default: '3' },
    silent: { type: 'string', default: '25' },
  },
});
const [cities, quarters, silent] = [values.cities, values.quarters, values.silent].map(Number) as [
  number,
  number,
  number,
];
const { editions, withheld, figures, hidden, small, attacked, recovered, narrowed } = years(cities, quarters, silent, {
  linear: true,
});
process.stdout.write(
  `${cities} cities of ${quarters} quarters, ${silent}% of the townships silent: ${editions} editions, ${withheld} withheld; ` +
    `of ${figures} figures ${hidden} hidden, ${small} of them small; ${attacked} small counts attacked, ` +
    `${recovered} recovered, ${narrowed} narrowed below ${LIMIT}\n`,
);
process.exitCode = recovered + narrowed > 0 ? 1 : 0;
