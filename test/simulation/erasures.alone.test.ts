/** Erasures of one version that meet each other, or an ingest: the rows of other households are in the table alone. */
import { beforeAll, expect, test } from 'vitest';
import type { SweepResult } from '../../functions/sweep/sweep.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
import { decisionSort, ledgerPartition, pageSort, rowsPartition } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { toPages, type Page } from '../../shared/rows/pages.ts';
import { submission } from '../ledger/submission-fixture.ts';
import { calmly } from './calmly.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { TOWNSHIPS } from './workload.ts';
import { World } from './world.ts';

beforeAll(prepareSimulation);

const PERIOD = '2016Q2';
const [HERE] = TOWNSHIPS;
const ROWS = 300;
const numbers = Array.from({ length: ROWS }, (_, index) => `${HERE}${String(index).padStart(7, '0')}`);
const [FIRST = '', SECOND = ''] = numbers;
const UPLOAD = submission({ division: HERE, versionId: 'v1', submissionId: 'v1~r1~j1', accepted: ROWS });

/** A store whose functions run in a world of their own. */
class Store {
  readonly world = new World(randomOf(1), null);

  run<T>(code: () => Promise<T>): Promise<T> {
    return calmly(this.world, code);
  }

  ledger(): Promise<Ledger> {
    return this.run(async () => (await import('../../functions/store/ledger.ts')).ledger(PERIOD));
  }

  /** Writes all pages of a submission, or of one of its two kinds. */
  async write(submissionId: string, keys: readonly string[]): Promise<void> {
    const { writePages } = await import('../../functions/store/pages.ts');
    const pagesOf = (kind: 'household' | 'identity'): Page[] =>
      toPages(keys.map((key, number) => ({ key, number, line: '', layout: ROW_LAYOUTS[kind].newest })));
    const groups = (['household', 'identity'] as const).map((kind) => ({
      submissionId,
      kind,
      partition: HERE,
      pages: pagesOf(kind),
    }));
    await this.run(async () => writePages(groups, null));
  }

  async commit(made: Submission, before: Submission | null): Promise<void> {
    const { commit } = await import('../../functions/store/ledger.ts');
    expect(await this.run(() => commit(made, before))).toBe(true);
  }

  async keysOf(submissionId: string): Promise<string[]> {
    const { readRows } = await import('../../functions/store/pages.ts');
    const rows = await this.run(() => readRows({ submissionId, kind: 'household', partition: HERE }));
    return rows.map(({ key }) => key);
  }

  async decideToErase(number: string, minute = 0): Promise<void> {
    const { decisions } = await this.ledger();
    const { decide } = await import('../../functions/store/decisions.ts');
    const { keyedHash } = await import('../../functions/aws/keyed-hash.ts');
    await this.run(async () => {
      const made = { at: `2016-07-10T02:0${minute}:00.000Z`, by: '市扶贫办', reason: '测试', division: HERE };
      const household = (await keyedHash())('household', number);
      const erasure = Decision.parse({ kind: 'erase', ...made, versionIds: ['v1'], household });
      await decide(World.buckets.reports, PERIOD, decisions, erasure);
    });
  }

  async eraseOpen(known: Ledger): Promise<number> {
    const { eraseOpen } = await import('../../functions/store/erasure.ts');
    const { ledger } = await import('../../functions/store/ledger.ts');
    return this.run(() => eraseOpen(known, ledger));
  }

  /** Carries out what is decided, in a process that is killed in its pause; and again, after what happens meanwhile. */
  async carryOut(meanwhile: () => Promise<void>): Promise<void> {
    const { carryOut } = await import('../../cli/erasure.ts');
    const killed = (): Promise<void> => Promise.reject(new Error('killed'));
    await expect(this.run(() => carryOut(PERIOD, World.buckets, killed))).rejects.toThrow('killed');
    await meanwhile();
    await this.run(() => carryOut(PERIOD, World.buckets, async () => undefined));
  }

  async remove(pk: string, sk: string): Promise<void> {
    const { itemKey, removeItems } = await import('../../functions/aws/table.ts');
    await this.run(() => removeItems([itemKey(pk, sk)]));
  }

  async sweep(minute: number, full = false): Promise<SweepResult> {
    const { handler } = await import('../../functions/sweep/handler.ts');
    const scheduledTime = `2016-07-11T02:${String(minute).padStart(2, '0')}:00.000Z`;
    return this.run(() => handler({ scheduledTime, full }));
  }

  async standing(): Promise<Submission> {
    const [found] = (await this.ledger()).submissions;
    if (!found) throw new Error('no submission');
    return found;
  }
}

async function uploaded(): Promise<Store> {
  const store = new Store();
  await store.write(UPLOAD.submissionId, numbers);
  await store.commit(UPLOAD, null);
  return store;
}

test('an erasure that reads rows while another process removes them writes none of what it read', async () => {
  const store = await uploaded();
  await store.decideToErase(FIRST);
  const known = await store.ledger();
  await store.eraseOpen(known);
  const left = await store.standing();
  expect(await store.keysOf(left.submissionId)).toEqual(numbers.slice(1));
  // The rows that were before are half removed: the first page of households is gone, that of identities is not.
  await store.write(UPLOAD.submissionId, numbers);
  await store.remove(rowsPartition(UPLOAD.submissionId, 'household', HERE), pageSort(0));
  expect(await store.keysOf(UPLOAD.submissionId)).toHaveLength(ROWS - 128);
  await store.eraseOpen(known);
  expect(await store.standing()).toEqual(left);
  expect(await store.keysOf(left.submissionId)).toEqual(numbers.slice(1));
});

test('an erasure leaves the pages alone that another one of the same version is writing', async () => {
  const store = await uploaded();
  await store.decideToErase(FIRST);
  await store.eraseOpen(await store.ledger());
  const one = await store.standing();
  const two = { ...one, submissionId: `${one.submissionId}~another`, erasedAt: '2016-07-10T02:01:00.000Z' };
  await store.write(two.submissionId, numbers.slice(2));
  await store.carryOut(async () => {
    await store.decideToErase(SECOND, 1);
    await store.commit({ ...two, partitions: { household: { [HERE]: ROWS - 2 } } }, one);
  });
  expect(await store.standing()).toMatchObject({ submissionId: two.submissionId });
  expect(await store.keysOf(two.submissionId)).toEqual(numbers.slice(2));
  expect(await store.keysOf(one.submissionId)).toEqual([]);
});

test('of a file that is judged while a household of it is erased the other rows stay', async () => {
  const store = new Store();
  await store.decideToErase(FIRST);
  await store.write(UPLOAD.submissionId, numbers);
  await store.carryOut(() => store.commit(UPLOAD, null));
  const left = await store.standing();
  expect(left.partitions).toEqual({ household: { [HERE]: ROWS - 1 } });
  expect(await store.keysOf(left.submissionId)).toEqual(numbers.slice(1));
  expect(await store.keysOf(UPLOAD.submissionId)).toEqual([]);
});

test('rows of a judgement that never counted go when nobody is at work any more', async () => {
  const store = new Store();
  await store.decideToErase(FIRST);
  await store.write(UPLOAD.submissionId, numbers);
  await store.carryOut(async () => undefined);
  expect(await store.keysOf(UPLOAD.submissionId)).toEqual([]);
});

test('a household stays erased whose erasure a table lost, also when another one of the file is erased before anybody has seen that', async () => {
  const store = await uploaded();
  await store.decideToErase(FIRST);
  await store.remove(ledgerPartition(PERIOD), decisionSort(0));
  expect((await store.ledger()).decisions).toEqual([]);
  await store.decideToErase(SECOND, 1);
  await store.carryOut(async () => undefined);
  expect(await store.keysOf((await store.standing()).submissionId)).toEqual(numbers.slice(2));
});

test('a sweep carries out an erasure of a household that nobody did, also where one of another household was done', async () => {
  const store = await uploaded();
  await store.decideToErase(FIRST);
  await store.eraseOpen(await store.ledger());
  await store.decideToErase(SECOND, 1);
  expect(await store.sweep(0, true)).toMatchObject({ erased: 1, gone: 0 });
  expect(await store.keysOf((await store.standing()).submissionId)).toEqual(numbers.slice(2));
  expect(await store.sweep(15, true)).toMatchObject({ erased: 0, gone: 0 });
});

test('what a restored table brought back is erased by the sweep after the one that sees the lost decision', async () => {
  const store = await uploaded();
  await store.decideToErase(FIRST);
  await store.eraseOpen(await store.ledger());
  expect(await store.sweep(0)).toMatchObject({ restored: 0, erased: 0 });
  const left = await store.standing();
  await store.remove(ledgerPartition(PERIOD), decisionSort(0));
  await store.write(UPLOAD.submissionId, numbers);
  await store.commit(UPLOAD, left);
  expect(await store.sweep(15)).toMatchObject({ restored: 1, erased: 0 });
  expect(await store.sweep(30)).toMatchObject({ restored: 0, erased: 1 });
  expect(await store.keysOf((await store.standing()).submissionId)).toEqual(numbers.slice(1));
  expect(await store.sweep(45)).toMatchObject({ restored: 0, erased: 0 });
});
