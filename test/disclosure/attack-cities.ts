/**
 * npm run attack -- --cities 1000 --quarters 3 --silent 25: publishes the editions of so many random years and attacks
 * them with linear programmes. With --province 2 each is a province of two cities, whose editions are one release; with
 * --alone, too, every second revision is published of the province without its cities. Ends with 1 where a small count
 * is recovered or narrowed.
 */
import { parseArgs } from 'node:util';
import { LIMIT, years } from './attacked-cities.ts';

const { values } = parseArgs({
  options: {
    cities: { type: 'string', default: '1000' },
    quarters: { type: 'string', default: '3' },
    silent: { type: 'string', default: '25' },
    province: { type: 'string', default: '1' },
    alone: { type: 'boolean', default: false },
  },
});
const { alone } = values;
const [cities, quarters, silent, provinceOf] = [values.cities, values.quarters, values.silent, values.province].map(
  (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 0) throw new RangeError(`got “${text}”, expected a whole number`);
    return number;
  },
) as [number, number, number, number];
if (alone && provinceOf < 2) throw new RangeError('--alone is about a province: give --province 2 or more');
const result = years(cities, quarters, silent, { linear: true, provinceOf, alone });
const { editions, withheld, figures, hidden, small, attacked, recovered, narrowed } = result;
const what = provinceOf > 1 ? `provinces of ${provinceOf} cities` : 'cities';
process.stdout.write(
  `${cities} ${what} of ${quarters} quarters, ${silent}% of the townships silent: ${editions} editions, ` +
    `${result.alone} of a province alone, ${withheld} withheld; ` +
    `of ${figures} figures ${hidden} hidden, ${small} of them small; ${attacked} small counts attacked, ` +
    `${recovered} recovered, ${narrowed} narrowed below ${LIMIT}\n`,
);
process.exitCode = recovered + narrowed > 0 ? 1 : 0;
