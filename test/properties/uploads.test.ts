import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { householdsOf } from '../../cli/generate/households.ts';
import { ingest, type IngestEffects } from '../../functions/ingest/ingest.ts';
import { identityIsSound } from '../../shared/rules/numbers.ts';
import { decodeRecord } from '../../shared/records/codec.ts';
import { mergeRows, visibleSubmissions } from '../../shared/records/merge.ts';
import { fromPage, type Page } from '../../shared/records/pages.ts';
import type { Submission } from '../../shared/records/submission.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import { townshipFile } from '../e2e/city-files.ts';

const PERIOD = '2016Q2';
const TOWNSHIPS = ['371502004', '371502002'] as const;
const COUNTY = '371502';

/** Uplifted households of two townships: their uplift amount is what uploads differ in. */
const HOUSEHOLDS = TOWNSHIPS.flatMap((township) =>
  householdsOf(township, PERIOD)
    .filter((row) => row.uplift_persons > 0 && row.uplift_amount > 0)
    .slice(0, 4)
    .map((row) => ({ township, row })),
);

type Line = { readonly household: number; readonly variant: number; readonly bad: boolean };
type Upload = { readonly division: string; readonly lines: readonly Line[]; readonly full: boolean };
type Accepted = { readonly versionId: string; readonly key: string; readonly acceptedAt: Date; readonly bytes: Uint8Array };

const amountOf = ({ household, variant }: Line): number => (HOUSEHOLDS[household]?.row.uplift_amount ?? 0) + variant * 100;

function recordOf(line: Line): HouseholdRow {
  const { row } = HOUSEHOLDS[line.household] ?? { row: undefined };
  if (!row) throw new RangeError(`no household ${line.household}`);
  const last = row.head_id_no.endsWith('0') ? '1' : '0';
  return { ...row, uplift_amount: amountOf(line), head_id_no: line.bad ? row.head_id_no.slice(0, 17) + last : row.head_id_no };
}

/** The versions as S3 has them: several of one second, told apart by their ids. */
function accept(uploads: readonly Upload[]): Accepted[] {
  return uploads.map(({ division, lines, full }, index) => ({
    versionId: `v${String(index).padStart(3, '0')}`,
    key: `${division}/${PERIOD}/花名册${full ? '（全量）' : ''}.csv`,
    acceptedAt: new Date(Date.UTC(2016, 6, 5, 2, 0, Math.floor(index / 3))),
    bytes: townshipFile(TOWNSHIPS[0], PERIOD, lines.map(recordOf)),
  }));
}

/** What must be visible: uploads one after the other, newest wins household by household, a full replacement clears the townships it has. */
function model(uploads: readonly Upload[]): Record<string, number> {
  const state = new Map<number, number>();
  const townshipOf = (household: number): string => HOUSEHOLDS[household]?.township ?? '';
  for (const { lines, full } of uploads) {
    const sound = lines.filter(({ bad }) => !bad);
    const replaced = new Set(full ? sound.map(({ household }) => townshipOf(household)) : []);
    for (const household of state.keys()) if (replaced.has(townshipOf(household))) state.delete(household);
    for (const line of sound) state.set(line.household, amountOf(line));
  }
  return Object.fromEntries([...state].map(([household, amount]) => [HOUSEHOLDS[household]?.row.household_no ?? '', amount]));
}

class Crash extends Error {
  override name = 'Crash';
}

/** Object store and table in memory. `step` is called before and after each effect, and may wait or throw. */
class Store {
  readonly ledger = new Map<string, string>();
  readonly pages = new Map<string, Map<string, string>>();
  readonly receipts = new Map<string, string>();
  readonly #accepted: ReadonlyMap<string, Accepted>;

  constructor(accepted: readonly Accepted[]) {
    this.#accepted = new Map(accepted.map((one) => [one.versionId, one]));
  }

  effects(step: () => Promise<void>): IngestEffects {
    const around = async <T>(act: () => T): Promise<T> => {
      await step();
      const result = act();
      await step();
      return result;
    };
    return {
      readVersion: ({ versionId }) =>
        around(() => {
          const { bytes, acceptedAt } = this.version(versionId);
          return { bytes, size: bytes.length, acceptedAt };
        }),
      ledger: () => around(() => this.submissions()),
      readRows: ({ submissionId, kind, partition }) => around(() => this.rows(submissionId, kind, partition)),
      writePages: async (groups) => {
        for (const { submissionId, kind, partition, pages } of groups)
          for (const page of pages) await around(() => this.#write(`${submissionId} ${kind} ${partition}`, page));
      },
      commit: (submission) =>
        around(() => {
          if (this.ledger.has(submission.submissionId)) return false;
          this.ledger.set(submission.submissionId, JSON.stringify(submission));
          return true;
        }),
      receiptExists: (key) => around(() => this.receipts.has(key)),
      writeReceipt: (key, { content }) => around(() => void this.receipts.set(key, Buffer.from(content).toString('base64'))),
    };
  }

  version(versionId: string): Accepted {
    const found = this.#accepted.get(versionId);
    if (!found) throw new RangeError(`no version ${versionId}`);
    return found;
  }

  submissions(): Submission[] {
    return [...this.ledger.values()].map((text) => JSON.parse(text) as Submission);
  }

  rows(submissionId: string, kind: string, partition: string) {
    const pages = this.pages.get(`${submissionId} ${kind} ${partition}`) ?? new Map<string, string>();
    return [...pages.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, rows]) => fromPage(rows));
  }

  /** Uplift amounts by household number, as a summary reads them. */
  visible(): Record<string, number> {
    const read = TOWNSHIPS.flatMap((township) =>
      mergeRows(
        visibleSubmissions(this.submissions(), 'household', township).map(({ submissionId }) => ({
          submissionId,
          rows: this.rows(submissionId, 'household', township),
        })),
      ),
    );
    return Object.fromEntries(read.map(({ key, line }) => [key, decodeRecord('household', line).uplift_amount]));
  }

  receiptsOf(versionId: string, extension: 'json' | 'txt'): Receipt[] {
    return [...this.receipts]
      .filter(([key]) => key.endsWith(`.${versionId}.receipt.${extension}`))
      .map(([, content]) => (extension === 'json' ? JSON.parse(Buffer.from(content, 'base64').toString('utf8')) : {}) as Receipt);
  }

  #write(group: string, { firstKey, rows }: Page): void {
    const pages = this.pages.get(group) ?? new Map<string, string>();
    this.pages.set(group, pages.set(firstKey, rows));
  }
}

const deliver = async (store: Store, versionId: string, step: () => Promise<void> = async () => undefined): Promise<void> => {
  await ingest({ bucket: 'uploads', key: store.version(versionId).key, versionId }, 'test', store.effects(step));
};

/** Throws at the given step, if there are so many. */
function crashAt(at: number): () => Promise<void> {
  let steps = 0;
  return async () => {
    if (steps++ === at) throw new Crash(`at step ${at}`);
  };
}

/** Every version has exactly one receipt, which agrees with the ledger, and no row is lost between reading and judging. */
function expectReceipts(store: Store, accepted: readonly Accepted[]): void {
  const ledger = new Map(store.submissions().map((submission) => [submission.versionId, submission]));
  expect(ledger.size).toBe(accepted.length);
  for (const { versionId } of accepted) {
    expect(store.receiptsOf(versionId, 'txt')).toHaveLength(1);
    const [receipt, ...more] = store.receiptsOf(versionId, 'json');
    expect(more).toEqual([]);
    const entry = ledger.get(versionId);
    if (!receipt || !entry) throw new Error(`${versionId} has no receipt or is not in the ledger`);
    const { rows, accepted: sound, rejected } = receipt.summary;
    expect(rows).toBe(sound + rejected);
    expect({ status: receipt.status, rows, accepted: sound, rejected }).toEqual({
      status: entry.status,
      rows: entry.rows,
      accepted: entry.accepted,
      rejected: entry.rejected,
    });
    const { created, updated, unchanged } = receipt.changes;
    expect({ created, updated, unchanged }).toEqual({ created: entry.created, updated: entry.updated, unchanged: entry.unchanged });
    expect(created + updated + unchanged).toBe(sound);
  }
}

const linesWithin = (households: readonly number[], withBad: boolean): fc.Arbitrary<Line[]> =>
  fc.uniqueArray(
    fc.record({
      household: fc.constantFrom(...households),
      variant: fc.nat({ max: 2 }),
      bad: withBad ? fc.integer({ min: 0, max: 5 }).map((draw) => draw === 0) : fc.constant(false),
    }),
    { selector: ({ household }) => household, minLength: 1, maxLength: 5 },
  );
const householdsWithin = (division: string): number[] =>
  HOUSEHOLDS.flatMap(({ township }, index) => (township.startsWith(division) ? [index] : []));
const upload: fc.Arbitrary<Upload> = fc.constantFrom(...TOWNSHIPS, COUNTY).chain((division) =>
  fc
    .integer({ min: 0, max: 3 })
    .map((draw) => draw === 0)
    .chain((full) => linesWithin(householdsWithin(division), !full).map((lines) => ({ division, lines, full }))),
);
const uploads = fc.array(upload, { minLength: 1, maxLength: 5 });
/** Uploads with an order of deliveries in which each comes at least once. */
const delivered = uploads.chain((all) => {
  const indexes = [...all.keys()];
  return fc
    .array(fc.constantFrom(...indexes), { maxLength: 4 })
    .chain((again) => {
      const deliveries = [...indexes, ...again];
      return fc.shuffledSubarray(deliveries, { minLength: deliveries.length, maxLength: deliveries.length });
    })
    .map((order) => ({ all, order }));
});
const RUNS = { numRuns: 40 };

test('the households of these tests are fictitious, with sound numbers', () => {
  expect(HOUSEHOLDS).toHaveLength(8);
  for (const { row } of HOUSEHOLDS) {
    expect(row.head_id_no.startsWith('371599')).toBe(true);
    expect(identityIsSound(row.head_id_no)).toBe(true);
  }
});

describe('what is visible is what the uploads say one after the other', () => {
  test('in whatever order and however often their announcements are processed', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ all, order }) => {
        const accepted = accept(all);
        const store = new Store(accepted);
        for (const index of order) await deliver(store, accepted[index]?.versionId ?? '');
        expect(store.visible()).toEqual(model(all));
        expectReceipts(store, accepted);
      }),
      RUNS,
    );
  });

  test('with a death before or after any effect, and the announcement delivered again', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, fc.array(fc.nat({ max: 24 }), { minLength: 9, maxLength: 9 }), async ({ all, order }, deaths) => {
        const accepted = accept(all);
        const store = new Store(accepted);
        const again: string[] = [];
        for (const [turn, index] of order.entries()) {
          const { versionId } = accepted[index] ?? { versionId: '' };
          const before = { visible: store.visible(), committed: store.ledger.size };
          try {
            await deliver(store, versionId, crashAt(deaths[turn] ?? 0));
          } catch (error) {
            expect(error).toBeInstanceOf(Crash);
            again.push(versionId);
            // Whole or not at all: without its entry in the ledger nothing of a file is seen.
            if (store.ledger.size === before.committed) expect(store.visible()).toEqual(before.visible);
          }
        }
        for (const versionId of again) await deliver(store, versionId);
        expect(store.visible()).toEqual(model(all));
        expectReceipts(store, accepted);
      }),
      RUNS,
    );
  });

  test('with deliveries at the same time, step by step in any interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), delivered, async (scheduler, { all, order }) => {
        const accepted = accept(all);
        const store = new Store(accepted);
        const running = Promise.all(
          order.map((index) => deliver(store, accepted[index]?.versionId ?? '', () => scheduler.schedule(Promise.resolve()))),
        );
        await scheduler.waitFor(running);
        expect(store.visible()).toEqual(model(all));
        expectReceipts(store, accepted);
      }),
      { numRuns: 100 },
    );
  });

  test('whether a file comes whole or in parts of disjoint households', async () => {
    await fc.assert(
      fc.asyncProperty(uploads, linesWithin([...HOUSEHOLDS.keys()], true), fc.integer({ min: 1, max: 3 }), async (before, lines, parts) => {
        const whole: Upload = { division: COUNTY, lines, full: false };
        const split = Array.from({ length: parts }, (_, part) => lines.filter((_line, index) => index % parts === part))
          .filter((some) => some.length > 0)
          .map((some): Upload => ({ division: COUNTY, lines: some, full: false }));
        const states = [];
        for (const all of [
          [...before, whole],
          [...before, ...split],
        ]) {
          const accepted = accept(all);
          const store = new Store(accepted);
          for (const { versionId } of accepted) await deliver(store, versionId);
          expectReceipts(store, accepted);
          states.push(store.visible());
        }
        expect(states[1]).toEqual(states[0]);
      }),
      RUNS,
    );
  });
});

test('a run with deaths and repeated deliveries leaves table and receipts byte for byte like a clean one', async () => {
  await fc.assert(
    fc.asyncProperty(uploads, fc.array(fc.nat({ max: 24 }), { minLength: 5, maxLength: 5 }), async (all, deaths) => {
      const accepted = accept(all);
      const [clean, troubled] = [new Store(accepted), new Store(accepted)];
      for (const { versionId } of accepted) await deliver(clean, versionId);
      for (const [index, { versionId }] of accepted.entries()) {
        await deliver(troubled, versionId, crashAt(deaths[index] ?? 0)).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
        await deliver(troubled, versionId);
        await deliver(troubled, versionId);
      }
      expect(troubled.ledger).toEqual(clean.ledger);
      expect(troubled.pages).toEqual(clean.pages);
      expect(troubled.receipts).toEqual(clean.receipts);
    }),
    RUNS,
  );
});

test('a receipt that is written after a death says what the ledger says, also when an older file came in between', async () => {
  const lines = [{ household: 0, variant: 0, bad: false }];
  const accepted = accept([
    { division: TOWNSHIPS[0], lines, full: false },
    { division: TOWNSHIPS[0], lines, full: false },
  ]);
  for (let step = 0; step < 30; step++) {
    const store = new Store(accepted);
    await deliver(store, 'v001', crashAt(step)).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
    for (const versionId of ['v000', 'v001']) await deliver(store, versionId);
    expectReceipts(store, accepted);
  }
});
