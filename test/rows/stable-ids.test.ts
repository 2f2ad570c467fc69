import { branchesOf } from '../../shared/ledger/fold-branches.ts';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { foldKey, sha256 } from '../../functions/store/manifest.ts';
import { KindLayouts, type RowLayouts } from '../../shared/rows/layouts.ts';
import {
  FINANCE_LAYOUTS,
  HOUSEHOLD_LAYOUTS,
  IDENTITY_LAYOUTS,
  PROJECT_LAYOUTS,
  TARGET_LAYOUTS,
} from '../../shared/schema/row-layouts.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from '../functions/memory.ts';

const [HERE] = TOWNSHIPS;
const FIRST: RowLayouts = {
  household: new KindLayouts(HOUSEHOLD_LAYOUTS.slice(0, 1)),
  project: new KindLayouts(PROJECT_LAYOUTS.slice(0, 1)),
  finance: new KindLayouts(FINANCE_LAYOUTS.slice(0, 1)),
  target: new KindLayouts(TARGET_LAYOUTS.slice(0, 1)),
  identity: new KindLayouts(IDENTITY_LAYOUTS.slice(0, 1)),
};

/** Without the judgement, which follows the words and rules of the day and not the layout. */
const plainIds = (text: string): string => text.replace(/~[0-9a-f]{12}(?=#|$)/g, '');

test('rows of the first layouts keep their ids, their pages and the hashes of all that is made of them', async () => {
  const city = new MemoryCity();
  city.layouts = FIRST;
  city.put('v1', '2016-04-10T02:00:00.000Z', upload(HERE, [0, 1], { period: '2016Q1' }));
  city.put('v2', '2016-07-10T02:00:00.000Z', upload(HERE, [0, 1, 2, 3], { variant: 2 }));
  for (const version of ['v1', 'v2']) await city.deliver(version);
  const manifest = await city.plan('2016Q2');
  const pages = [...city.pages].flatMap(([partition, held]) =>
    [...held].map(([key, page]) => ({ name: plainIds(`${partition} ${key}`), page })),
  );
  const submissions = manifest.submissions.map((one) => ({ ...one, submissionId: plainIds(one.submissionId) }));
  expect({
    pages: Object.fromEntries(pages.map(({ name, page }) => [name, sha256(page.rows).slice(0, 16)])),
    fold: foldKey(branchesOf({ ...manifest, submissions }, CITY_PACK).of(HERE), CITY_PACK),
  }).toEqual({
    pages: {
      'v1~r1#household#371525108 000000': 'ada6806f8ce5a288',
      'v1~r1#identity#371525108 000000': '03b434c0f774cb81',
      'v2~r1#household#371525108 000000': 'dc5724bc7c25789d',
      'v2~r1#identity#371525108 000000': '5f9cffa82c15b8f3',
    },
    fold: '49d7bd780f045430857b99d08b704471',
  });
  expect(pages.filter(({ page }) => 'layout' in page)).toEqual([]);
});
