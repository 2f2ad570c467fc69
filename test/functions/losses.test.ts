/** Losses from the sheet to the report: nothing between them takes a sum below zero for a mistake. */
import { expect, test } from 'vitest';
import { publish } from '../../functions/publish/publish.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { csvOf, rowOf, sealed } from '../golden/rules/case.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity } from './memory.ts';

const [HERE] = TOWNSHIPS;

test('a township whose households lost more than they earned is added up exactly', async () => {
  const city = new MemoryCity();
  // Each earned 6,000 yuan and has three members.
  const costs = ['9000', '6000.01', '5000'];
  const nets = ['-3000', '-0.01', '1000'];
  const shares = ['-1000', '0', '333.33'];
  const text = csvOf(
    'household',
    costs.map((cost, at) =>
      rowOf('household', {
        household_no: `371525108000000${at}`,
        head_id_no: sealed(`371599196001${10 + at}001`),

        business_cost: cost,
        net_income: nets[at] ?? '',
        pc_net_income: shares[at] ?? '',
        base_pc_net_income: '-100',
        uplift_persons: '0',
        uplift_amount: '0',
        primary_channel: null,
        measures: null,
      }),
    ),
  );
  city.putFile('v1', '2016-07-10T02:00:00.000Z', `${HERE}/2016Q2/花名册.csv`, new TextEncoder().encode(text));
  expect((await city.deliver('v1')) as Submission).toMatchObject({ accepted: 3, rejected: 0 });
  const manifest = await city.plan('2016Q2');
  expect(await city.fold(manifest, HERE)).toMatchObject({
    'income.all.net': -200_001,
    'income.all.base': -90_000,
    'band.0.households': 2,
    'band.all.households': 3,
  });
  const effects = city.publishEffects();
  expect(await publish(manifest, 1, effects)).toMatchObject({ published: true });
  const { prefix } = JSON.parse(effects.reports.get(latestKey('2016Q2'))?.text ?? '') as { prefix: string };
  const summary = JSON.parse(effects.reports.get(`${prefix}internal/summary.json`)?.text ?? '') as Summary;
  // -2,000.01 yuan by nine members, halves away from zero: -222.22.
  expect(summary.tables['R05']?.rows[0]).toMatchObject({ net: -22_222, base: -10_000, growth: null });
});
