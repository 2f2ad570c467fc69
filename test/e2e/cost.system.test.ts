/**
 * What `uplift cost` says that each kind of work asks the services for, against what the functions of the template ask for:
 * two townships, three quarters, two files of each in a quarter.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { readMeasuredWork } from '../../cli/cost/measured-work.ts';
import {
  DOOR_WORK,
  type Extent,
  foldWork,
  fullSweepWork,
  nextSweepWork,
  planWork,
  publishWork,
  remindWork,
  type Sizes,
  uploadWork,
  type Work,
} from '../../cli/cost/work.ts';
import { System } from '../../cli/system.ts';
import type { HeardCall } from '../../infra/local/permissions/function-calls.ts';
import { itemBytes, type SizedItem } from '../../infra/local/permissions/table-units.ts';
import { linkToken } from '../../shared/door/link.ts';
import { relatedPrefixes } from '../../shared/ledger/versions-in-scope.ts';
import type { Period } from '../../shared/time/period.ts';
import { householdsOf } from '../generate/liaocheng.ts';
import { townshipFile, XLSX } from './city-files.ts';
import { type CityStack, startCity } from './city-stack.ts';

const PERIODS: readonly Period[] = ['2015Q1', '2015Q2', '2015Q3'];
const LAST: Period = '2015Q3';
/** Of which there are two files that nobody has compared. */
const NEXT: Period = '2015Q4';
const TOWNSHIPS = ['371502106', '371502107'];
const UPLOADS = 2;
/** Enough that both editions of every quarter can be published. */
const HOUSEHOLDS = 400;

/** A kind of work, with what it was told to ask for and what it asked for. */
type Compared = { readonly what: string; readonly told: (sizes: Sizes) => Work; readonly asked: readonly HeardCall[] };

const extentOf = (quarters: number): Extent => ({ townships: TOWNSHIPS.length, uploads: UPLOADS, quarters });

let city: CityStack;
let sizes: Sizes;
const compared: Compared[] = [];
afterAll(() => city.close());

beforeAll(async () => {
  city = await startCity();
  for (const [index, period] of PERIODS.entries()) {
    const extent = extentOf(index + 1);
    for (let before = 0; before < UPLOADS; before++)
      for (const township of TOWNSHIPS) await upload(township, period, { extent, before });
    await summary(period, extent);
  }
  sizes = await sizesInTable();
  await pages();
  await reminders();
  await sweeps();
});

/** What is asked for while something happens, without what the functions are started for. */
async function during(happen: () => Promise<unknown>): Promise<HeardCall[]> {
  // Functions look at the clock of the machine, and the SDK tries again what a server of another time refuses.
  city.setClock(new Date().toISOString());
  const { length } = city.calls();
  await happen();
  await city.idle();
  return city
    .calls()
    .slice(length)
    .filter(({ isRequest, action }) => isRequest && action !== 'kms:GenerateMac');
}

async function upload(township: string, period: Period, { extent, before }: { extent: Extent; before: number }) {
  // The corrected file is another one, so that it is judged anew, and has marks.
  const rows = householdsOf(township, period).slice(0, HOUSEHOLDS - before);
  const key = `${township}/${period}/花名册.xlsx`;
  let version = '';
  const asked = await during(async () => {
    version = await city.put(key, townshipFile(township, period, rows, XLSX));
  });
  const parts = (await city.list('receipts')).filter((name) => name.startsWith(`${key}.${version}.`)).length;
  const prefixes = relatedPrefixes(township, CITY_PACK.registerOf(period)).length;
  compared.push({
    what: `file ${before + 1} of ${township} for ${period}`,
    told: (own) => uploadWork(extent, own, { before, parts, prefixes }),
    asked,
  });
}

async function summary(period: Period, extent: Extent): Promise<void> {
  const asked = await during(() => city.summarise(period));
  const by = (name: RegExp): HeardCall[] => asked.filter(({ caller }) => name.test(caller));
  const folds = (own: Sizes): Work => multiplied(foldWork(extent, own), extent.townships);
  compared.push(
    { what: `plan of ${period}`, told: (own) => planWork(extent, own), asked: by(/^SummaryPlan/) },
    { what: `folds of ${period}`, told: folds, asked: by(/^SummaryFold/) },
    { what: `publication of ${period}`, told: (own) => publishWork(extent, own), asked: by(/^SummaryPublish/) },
  );
}

const multiplied = ({ requests, reads, writes }: Work, count: number): Work => ({
  requests: Object.fromEntries(Object.entries(requests).map(([action, one]) => [action, one * count])),
  reads: reads * count,
  writes: writes * count,
});

async function reminders(): Promise<void> {
  const asked = await during(() => city.remindAt('2015-10-14T01:00:00Z'));
  compared.push({ what: 'reminders', told: (own) => remindWork(extentOf(PERIODS.length), own), asked });
}

/** A full pass, and one that goes on from it and knows of one file of that day. */
async function sweeps(): Promise<void> {
  const later = (hours: number): string => new Date(new Date().getTime() + hours * 3_600_000).toISOString();
  const [township = ''] = TOWNSHIPS;
  city.setClock(later(26));
  await city.put(`${township}/${NEXT}/补报.xlsx`, townshipFile(township, NEXT, [], XLSX));
  await city.idle();
  const extent = extentOf(PERIODS.length + 1);
  // Of the year in which this runs the city has no programme.
  const found = { arrived: 1, isWatched: false };
  const full = await during(() => city.sweepAt(later(26.5)));
  const next = await during(() => city.sweepAt(later(26.8)));
  compared.push(
    { what: 'full sweep', told: (own) => fullSweepWork(extent, own, found), asked: full },
    { what: 'next sweep', told: (own) => nextSweepWork(extent, own, found), asked: next },
  );
}

/** What a clerk's page asks for. */
async function pages(): Promise<void> {
  System.useEndpoint(city.endpoint);
  const system = System.of(city.outputs);
  const [division = ''] = TOWNSHIPS;
  const record = { division, issue: 1, revokedAt: null };
  await system.putLink(record);
  const page = `${city.output('door')}/t/${linkToken(record, await system.linkSignature())}`;
  const get = async (address: string): Promise<void> => expect((await fetch(address)).status).toBe(200);
  const { submissions } = await system.ledger(LAST);
  const version = submissions.find((one) => one.division === division)?.versionId ?? '';
  const told = (work: Work) => (): Work => work;
  const asked = {
    page: await during(() => get(page)),
    quarter: await during(() => get(`${page}/quarter?period=${LAST}`)),
    receipt: await during(() => get(`${page}/receipt?version=${version}&part=html`)),
    upload: (await during(() => send(page))).filter(({ caller }) => caller.startsWith('Door')),
  };
  for (const [deed, calls] of Object.entries(asked))
    compared.push({ what: `page: ${deed}`, told: told(DOOR_WORK[deed as keyof typeof asked]), asked: calls });
}

async function send(page: string): Promise<void> {
  const bytes = Buffer.from('不是表格');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const asked = { period: NEXT, fileName: '说明.csv', bytes: bytes.length, sha256 };
  const permit = await fetch(`${page}/upload`, { method: 'POST', body: JSON.stringify(asked) });
  const { url, fields } = (await permit.json()) as { url: string; fields: Record<string, string> };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes]));
  expect((await fetch(url, { method: 'POST', body: form })).status).toBeLessThan(300);
}

/** What is stored of a file, on average. */
async function sizesInTable(): Promise<Sizes> {
  const items = (await city.table()).map((text) => Object.fromEntries(JSON.parse(text) as [string, { S?: string }][]));
  const of = (pattern: RegExp): number[] =>
    items.filter((item) => pattern.test(item['pk']?.S ?? '')).map((item) => itemBytes(item as SizedItem));
  const files = TOWNSHIPS.length * UPLOADS * PERIODS.length;
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  const units = (pattern: RegExp, unit: number): number => sum(of(pattern).map((bytes) => Math.ceil(bytes / unit)));
  const [ledger, folds] = [of(/^L#/), of(/^F#/)];
  return {
    ledgerBytes: sum(ledger) / ledger.length,
    rowItems: of(/^R#/).length / files,
    rowWrites: units(/^R#/, 1_024) / files,
    rowReads: sum(of(/^R#.*#household#/)) / files / 4_096,
    identityReads: sum(of(/^R#.*#identity#/)) / files / 4_096,
    foldBytes: sum(folds) / folds.length,
  };
}

const countsOf = (calls: readonly HeardCall[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { action } of calls) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
};

const unitsOf = (calls: readonly HeardCall[], what: 'reads' | 'writes'): number =>
  calls.reduce((sum, { units }) => sum + units[what], 0);

describe('what the bill counts is what the functions ask for', () => {
  test('requests, one by one', () => {
    expect(compared.length).toBe(PERIODS.length * (TOWNSHIPS.length * UPLOADS + 3) + 7);
    for (const { what, told, asked } of compared) {
      const { 's3:PutObject': written = 0, 'dynamodb:UpdateItem': counted = 0, ...others } = told(sizes).requests;
      const { 's3:PutObject': put = 0, 'dynamodb:UpdateItem': updated = 0, ...rest } = countsOf(asked);
      expect(rest, what).toEqual(others);
      // A table that a quarter lacks is not published; a use of a page is counted once within a minute, and twice in a new one.
      if (what.startsWith('publication')) expect([written - 2, written - 1, written], what).toContain(put);
      else expect(put, what).toBe(written);
      if (what.startsWith('page')) expect([counted / 2, (counted * 3) / 4, counted], what).toContain(updated);
      else expect(updated, what).toBe(counted);
    }
  });

  test('request units: exactly, but where what is rounded up is an average', () => {
    const ofAverage = ({ partitions }: HeardCall): boolean => partitions.some((one) => /^[RF]#/.test(one));
    for (const { what, told, asked } of compared)
      for (const units of ['reads', 'writes'] as const) {
        // How often a use of a page is counted depends on the minute.
        if (what.startsWith('page')) continue;
        const [expected, rounded] = [told(sizes)[units], asked.filter(ofAverage).length];
        const tolerance = rounded === 0 ? 0 : rounded + expected / 20;
        expect(Math.abs(unitsOf(asked, units) - expected), `${what}: ${units}`).toBeLessThanOrEqual(tolerance);
      }
  });

  test('what was measured of an average file still holds; else npm run measure:cost', () => {
    const { householdsPerFile, upload, fold } = readMeasuredWork();
    // Households of a file here and there; what is stored of one takes about the same room.
    const perHousehold = (units: number, households: number): number => units / households;
    const pairs = {
      rowWrites: [perHousehold(upload.rowWrites, householdsPerFile), perHousehold(sizes.rowWrites, HOUSEHOLDS)],
      rowReads: [perHousehold(upload.rowReads, householdsPerFile), perHousehold(sizes.rowReads, HOUSEHOLDS)],
      ledgerBytes: [upload.ledgerBytes, sizes.ledgerBytes],
      foldBytes: [fold.bytes, sizes.foldBytes],
    };
    for (const [what, [measured = 0, now = 0]] of Object.entries(pairs)) {
      expect(now / measured, what).toBeGreaterThan(0.75);
      expect(now / measured, what).toBeLessThan(1.25);
    }
  });
});
