/** A file on which the worker dies, in the system of the template: real workers, with too little memory for it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_TRIES } from '../../shared/ledger/tries.ts';
import { townshipFile } from './city-files.ts';
import { startCity, type CityStack } from './city-stack.ts';
import { environmentOf, uplift } from './programs.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371502004';
const OTHER = '371525108';
const PERIOD = '2016Q2';
const SLOT = `${TOWNSHIP}/${PERIOD}`;
/** Enough for the code and a common file. */
const MEMORY_MB = 64;

let city: CityStack;
beforeAll(async () => {
  city = await startCity({ ingestMemoryMb: MEMORY_MB });
});
afterAll(() => city.close());

/** A sheet with far more filled cells than the worker has memory for. */
function deadlyFile(): string {
  const records = householdsOf(TOWNSHIP, PERIOD).slice(0, 1);
  const lines = new TextDecoder().decode(townshipFile(TOWNSHIP, PERIOD, records)).split('\r\n');
  const at = lines.findIndex((line) => line.includes(records[0]?.household_no ?? ''));
  return [...lines.slice(0, at), ...Array.from({ length: 19_000 }, () => lines[at])].join('\r\n');
}

const goodFile = (township: string): Uint8Array =>
  townshipFile(township, PERIOD, householdsOf(township, PERIOD).slice(0, 3));

test('is given up after three deaths, and the good files behind it and beside it count', async () => {
  const deadly = await city.put(`${SLOT}/a.csv`, deadlyFile());
  const behind = await city.put(`${SLOT}/b.csv`, goodFile(TOWNSHIP));
  const beside = await city.put(`${OTHER}/${PERIOD}/c.csv`, goodFile(OTHER));
  await city.idle();

  const deaths = city.log.filter((line) => line.includes('Runtime.OutOfMemory'));
  expect(deaths).toHaveLength(MOST_TRIES);
  expect((await city.receipt(`${SLOT}/b.csv`, behind)).status).toBe('accepted');
  expect((await city.receipt(`${OTHER}/${PERIOD}/c.csv`, beside)).status).toBe('accepted');
  const { status, byRule, summary } = await city.receipt(`${SLOT}/a.csv`, deadly);
  expect({ status, summary, byRule }).toEqual({
    status: 'failed',
    summary: { rows: 0, accepted: 0, rejected: 0, warnings: 0 },
    byRule: [{ rule: 'F21', severity: 'error', count: 1 }],
  });
  expect(await city.deadLetterCount()).toBe(0);
});

test('is what status and the trail name, with what to do', async () => {
  const environment = environmentOf(city.endpoint);
  const { stdout } = await uplift(['status', PERIOD], { environment });
  expect(stdout).toContain('a.csv：没有处理完，已经放弃，请精简或拆分后重新上传');
  expect((await uplift(['audit', PERIOD], { environment })).stdout).toContain('没有处理完，已经放弃');
});
