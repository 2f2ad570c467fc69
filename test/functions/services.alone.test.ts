/**
 * What functions/aws and functions/store ask of S3, DynamoDB and SQS, and what they make of the answers, refusals and
 * half answers among them. The services are those of the simulation, which test/contract holds against real ones.
 */
import { S3ServiceException } from '@aws-sdk/client-s3';
import { ProvisionedThroughputExceededException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { offerAgain, sendAll } from '../../functions/aws/queue.ts';
import * as objects from '../../functions/aws/objects.ts';
import { itemKey, query, readItems, ThrottledError, writeBatch, type Item } from '../../functions/aws/table.ts';
import { decide, DecisionConflictError, reconcileDecisions } from '../../functions/store/decisions.ts';
import { findFold, putFold } from '../../functions/store/folds.ts';
import * as store from '../../functions/store/ledger.ts';
import { findLink, listLinks, putLink, use } from '../../functions/store/links.ts';
import { readRows, writePages, type Resume } from '../../functions/store/pages.ts';
import { HeldVersionError, tryNotes, type Ending } from '../../functions/store/tries.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
import { rowsPartition } from '../../shared/ledger/keys.ts';
import { toPages } from '../../shared/rows/pages.ts';
import { submission } from '../ledger/submission-fixture.ts';
import { calmly, type Refuse } from '../simulation/calm.ts';
import { eventOf } from '../simulation/memory-queue.ts';
import { randomOf } from '../simulation/random.ts';
import { prepareSimulation } from '../simulation/setup.ts';
import { World } from '../simulation/world.ts';

beforeAll(prepareSimulation);

const { uploads: BUCKET, reports: REPORTS } = World.buckets;
const MINUTE = '2016-07-12T09:30:00.000Z';
/** Keys with what a listing, a copy or a notification may write otherwise. */
const ODD_KEYS = ['371525108/2016Q2/名册 (终版)+2.csv', '371525108/2016Q2/100%.csv', '371525108/2016Q2/a%2Bb&c=d?.csv'];

let world: World;
beforeEach(() => {
  // Half of the longest pause, whenever there is one.
  world = new World({ ...randomOf(1), next: () => 0.5 }, null);
});

const run = <T>(code: () => Promise<T>, refuse?: Refuse): Promise<T> => calmly(world, code, refuse);
const failure = (code: () => Promise<unknown>, refuse?: Refuse): Promise<unknown> =>
  run(code, refuse).then(
    () => null,
    (error: unknown) => error,
  );
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | null): string | null => content && new TextDecoder().decode(content);
const outage = (): Error => new ProvisionedThroughputExceededException({ message: 'too much', $metadata: {} });
const s3Error = (name: string, httpStatusCode: number): Error =>
  new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } });
const item = (number: number, pk = 'P'): Item => ({
  ...itemKey(pk, String(number).padStart(4, '0')),
  n: { N: `${number}` },
});
const put = (of: Item) => ({ PutRequest: { Item: of } });
const numbers = (items: readonly Item[]): number[] => items.map(({ n }) => Number(n?.N)).sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function all(pages: AsyncIterable<Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** Writes without the code under test. */
async function stored(items: readonly Item[]): Promise<void> {
  for (const one of items) await run(async () => writeBatch([put(one)]));
}

describe('the table', () => {
  test('a batch is written to its last item, however often some are left, and each time after a longer pause', async () => {
    let refused = 4;
    world.table.unprocessed = (count) => (refused-- > 0 ? Math.ceil(count / 2) : 0);
    const begun = world.now;
    await run(async () => writeBatch(upTo(25).map((number) => put(item(number)))));
    expect(world.table.partition('P').length).toBe(25);
    expect(world.now - begun).toBe((50 + 100 + 200 + 400) / 2);
  });

  test('a batch that is refused time after time is given up after some seconds, and says so', async () => {
    world.table.unprocessed = () => 1;
    const begun = world.now;
    expect(await failure(async () => writeBatch([put(item(1))]))).toBeInstanceOf(ThrottledError);
    expect(world.calls).toBe(8);
    expect(world.now - begun).toBe((50 + 100 + 200 + 400 + 800 + 1_600 + 2_000 + 2_000) / 2);
  });

  test('more items than one request names are read, and those that are left of it are asked for again', async () => {
    await stored(upTo(130).map((number) => item(number)));
    world.table.unprocessed = (count) => Math.floor(count / 2);
    const begun = world.now;
    const keys = upTo(131).map((number) => itemKey('P', String(number).padStart(4, '0')));
    expect(numbers(await run(async () => readItems(keys)))).toEqual(upTo(130));
    expect(world.now).toBeGreaterThan(begun);
  });

  test('a read that is refused time after time is given up, and no part of it is taken for the whole', async () => {
    await stored([item(1)]);
    world.table.unprocessed = () => 1;
    world.calls = 0;
    expect(await failure(async () => readItems([itemKey('P', '0001')]))).toBeInstanceOf(ThrottledError);
    expect(world.calls).toBe(8);
  });

  test('a query reads all pages of its partition, in order, or those of a prefix', async () => {
    await stored([...upTo(30).map((number) => item(number)), item(1, 'Q')]);
    expect((await run(async () => all(query('P')))).map(({ n }) => Number(n?.N))).toEqual(upTo(30));
    expect(numbers(await run(async () => all(query('P', '001'))))).toEqual(upTo(20).slice(10));
    expect(await run(async () => all(query('R')))).toEqual([]);
  });

  test('every read gets what was written last', async () => {
    await stored([item(1), { ...item(1), n: { N: '7' } }]);
    expect(numbers(await run(async () => readItems([itemKey('P', '0001')])))).toEqual([7]);
    expect(numbers(await run(async () => all(query('P'))))).toEqual([7]);
    for (const households of [1, 2]) await run(async () => putFold('2016Q2', '371525108', 'inputs', { households }));
    expect(await run(async () => findFold('2016Q2', '371525108', 'inputs'))).toEqual({ households: 2 });
    expect(await run(async () => findFold('2016Q2', '371525108', 'others'))).toBeNull();
  });
});

describe('the buckets', () => {
  test('a listing names every version of every key on all its pages, by the key that the clerk gave', async () => {
    const sent = [...ODD_KEYS, ...ODD_KEYS, ...upTo(9).map((number) => `371525108/2016Q2/${number}.csv`)];
    const versions = sent.map((key, index) => world.store.put(BUCKET, key, bytes('x'.repeat(index))));
    world.store.put(BUCKET, '371525109/2016Q2/x.csv', bytes('other'));
    await run(async () => objects.remove(BUCKET, ODD_KEYS[0] ?? ''));
    const listed = await run(async () => objects.listVersions(BUCKET, ['371525108/']));
    const shown = (of: readonly { key: string; versionId: string; size: number }[]): string[] =>
      of.map(({ key, versionId, size }) => `${versionId} ${key} ${size}`).sort();
    expect(shown(listed)).toEqual(shown(versions.map((one) => ({ ...one, size: one.bytes.length }))));
    expect(listed.every(({ acceptedAt }) => acceptedAt === new Date(world.now).toISOString())).toBe(true);
    expect((await run(async () => objects.listVersions(BUCKET, ['371525108/', '371525109/']))).length).toBe(16);
  });

  test('a listing tells versions that were uploaded in parts', async () => {
    const tags = ['"0f34"', '"0f34-2"', '"0f34-12"', '0f34-2'];
    for (const [at, tag] of tags.entries()) {
      world.store.put(BUCKET, `parts/${at}`, bytes('x'));
      Object.assign(world.store.newest(BUCKET, `parts/${at}`) ?? {}, { tag });
    }
    const listed = await run(async () => objects.listVersions(BUCKET, ['parts/']));
    expect(listed.map(({ isInParts }) => isInParts === true)).toEqual([false, true, true, true]);
  });

  test('a key is deleted as long as its newest version is a mark', async () => {
    const [again = '', ...odd] = ODD_KEYS;
    const gone = [...odd, ...upTo(9).map((number) => `gone/${number}`)];
    for (const key of [again, ...gone]) world.store.put(BUCKET, key, bytes('x'));
    for (const key of [again, ...gone]) await run(async () => objects.remove(BUCKET, key));
    world.store.put(BUCKET, again, bytes('y'));
    const at = new Date(world.now).toISOString();
    const deletions = await run(async () => objects.listDeletions(BUCKET, ''));
    expect(deletions.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(gone.sort().map((key) => ({ key, at })));
  });

  test('a look around is one request', async () => {
    for (const number of upTo(20)) world.store.put(BUCKET, `${number}`, bytes('x'));
    const some = await run(async () => objects.someVersions(BUCKET));
    expect([world.calls, some.length > 0]).toEqual([1, true]);
    expect(await run(async () => objects.someVersions(REPORTS))).toEqual([]);
  });

  test('a version is read as it was sent, whatever came after it', async () => {
    const [key = ''] = ODD_KEYS;
    const { versionId } = world.store.put(BUCKET, key, bytes('first'));
    world.store.put(BUCKET, key, bytes('second'));
    expect(text(await run(async () => objects.readVersion(BUCKET, { key, versionId })))).toBe('first');
    expect(await run(async () => objects.canRead(BUCKET, { key, versionId }))).toBe(true);
    expect(await run(async () => objects.readVersion(BUCKET, { key, versionId: 'v9' }))).toBeNull();
    expect(await run(async () => objects.canRead(BUCKET, { key, versionId: 'v9' }))).toBe(false);
    expect(await run(async () => objects.readVersion(BUCKET, { key: 'none', versionId: 'v9' }))).toBeNull();
    const read = async () => objects.readVersion(BUCKET, { key, versionId });
    for (const name of ['NoSuchKey', 'NoSuchVersion']) expect(await run(read, () => s3Error(name, 404))).toBeNull();
  });

  test('whether a version can be read is asked for one byte of it', async () => {
    const { versionId } = world.store.put(BUCKET, 'k', bytes('first'));
    const asked: unknown[] = [];
    await run(
      async () => objects.canRead(BUCKET, { key: 'k', versionId }),
      ({ Range }) => (asked.push(Range), null),
    );
    expect(asked).toEqual(['bytes=0-0']);
  });

  test('a version that S3 refuses is told from one that is gone and from an outage', async () => {
    const { versionId } = world.store.put(BUCKET, 'k', bytes('x'));
    const read = async () => objects.readVersion(BUCKET, { key: 'k', versionId });
    const peek = async () => objects.canRead(BUCKET, { key: 'k', versionId });
    for (const name of ['AccessDenied', 'KMS.DisabledException', 'InvalidObjectState']) {
      const refuse = () => s3Error(name, 403);
      expect(await failure(read, refuse)).toMatchObject({ name: 'RefusedReadError', cause: { name } });
      expect(await run(peek, refuse)).toBe(false);
    }
    for (const name of ['SlowDown', 'KMS.ThrottlingException'])
      for (const code of [read, peek]) expect(await failure(code, () => s3Error(name, 503))).toMatchObject({ name });
    for (const code of [read, peek]) expect(await failure(code, outage)).toMatchObject({ message: 'too much' });
  });

  test('parts of an object are read, and an end before them is told', async () => {
    world.store.put(REPORTS, 'k', bytes('0123456789'));
    const part = async (from: number, length: number, key = 'k') =>
      text(await run(async () => objects.readPart(REPORTS, key, from, length)));
    expect([await part(0, 4), await part(8, 4), await part(10, 4)]).toEqual(['0123', '89', null]);
    expect(await part(0, 4, 'none')).toBeNull();
    expect(await run(async () => objects.readRange(REPORTS, 'k', { from: 2, to: 5 }))).toBe('234');
    expect(await run(async () => objects.readRange(REPORTS, 'none', { from: 2, to: 5 }))).toBeNull();
  });

  test('what is not there is null, and a failure is no such thing', async () => {
    world.store.put(REPORTS, 'k', bytes('text'), { submission: 's1' });
    const reads = {
      text: async (key: string) => objects.readText(REPORTS, key),
      label: async (key: string) => objects.readLabel(REPORTS, key, 'submission'),
      tagged: async (key: string) => (await objects.readTagged(REPORTS, key))?.text ?? null,
      part: async (key: string) => text(await objects.readPart(REPORTS, key, 0, 4)),
    };
    for (const [what, read] of Object.entries(reads)) {
      expect(await run(async () => read('k'))).toBe(what === 'label' ? 's1' : 'text');
      expect(await run(async () => read('none'))).toBeNull();
      expect(
        await failure(
          async () => read('k'),
          () => s3Error('SlowDown', 503),
        ),
      ).toMatchObject({ name: 'SlowDown' });
      expect(await failure(async () => read('k'), outage)).toMatchObject({ message: 'too much' });
    }
    expect(await run(async () => objects.readLabel(REPORTS, 'k', 'other'))).toBe('');
  });

  test('a copy has content and labels of its source; without a source there is none', async () => {
    const [from = '', to = ''] = ODD_KEYS;
    world.store.put(REPORTS, from, bytes('x'), { submission: 's1' });
    expect(await run(async () => objects.copy(REPORTS, from, to))).toBe(true);
    expect(world.store.newest(REPORTS, to)).toMatchObject({ bytes: bytes('x'), labels: { submission: 's1' } });
    expect(await run(async () => objects.copy(REPORTS, 'none', to))).toBe(false);
    const copy = async () => objects.copy(REPORTS, from, to);
    for (const name of ['NoSuchKey', 'NotFound']) expect(await run(copy, () => s3Error(name, 404))).toBe(false);
    expect(
      await failure(
        async () => objects.copy(REPORTS, from, to),
        () => s3Error('SlowDown', 503),
      ),
    ).not.toBeNull();
    expect(await failure(async () => objects.copy(REPORTS, from, to), outage)).not.toBeNull();
  });

  test('keys are listed on all pages, without those that are deleted', async () => {
    for (const key of [...ODD_KEYS, ...upTo(9).map(String)]) world.store.put(REPORTS, key, bytes('x'));
    world.store.put(REPORTS, 'deleted', bytes('x'));
    await run(async () => objects.remove(REPORTS, 'deleted'));
    expect((await run(async () => objects.listKeys(REPORTS, ''))).sort()).toEqual(
      [...ODD_KEYS, ...upTo(9).map(String)].sort(),
    );
    expect((await run(async () => objects.listKeys(REPORTS, '371525108/'))).length).toBe(ODD_KEYS.length);
  });

  test('when an object was written last is told by its own key, and not by one that begins with it', async () => {
    world.store.put(REPORTS, 'latest.json.old', bytes('x'));
    expect(await run(async () => objects.writtenAt(REPORTS, 'latest.json'))).toBeNull();
    world.now += 60_000;
    world.store.put(REPORTS, 'latest.json', bytes('x'));
    const at = new Date(world.now).toISOString();
    expect(await run(async () => objects.writtenAt(REPORTS, 'latest.json'))).toBe(at);
  });

  test('of two who write over the same content one is told that the other came first', async () => {
    const over = async (content: string, tag: string | null) =>
      run(async () => objects.writeOver(REPORTS, 'k', { content, type: 'text/plain' }, tag));
    expect([await over('a', null), await over('b', null)]).toEqual([true, false]);
    const { tag } = (await run(async () => objects.readTagged(REPORTS, 'k'))) ?? { tag: '' };
    expect([await over('c', tag), await over('d', tag)]).toEqual([true, false]);
    expect(await run(async () => objects.readText(REPORTS, 'k'))).toBe('c');
    const write = async () => objects.writeOver(REPORTS, 'k', { content: 'e', type: 'text/plain' }, null);
    for (const status of [404, 409, 412]) expect(await run(write, () => s3Error('Refused', status))).toBe(false);
    expect(await failure(write, () => s3Error('SlowDown', 503))).toMatchObject({ name: 'SlowDown' });
    expect(await failure(write, outage)).toMatchObject({ message: 'too much' });
    expect(await failure(write, () => new Error('no network'))).toMatchObject({ message: 'no network' });
  });

  test('a write says what it is and is labelled', async () => {
    const asked: Record<string, unknown>[] = [];
    const body = { content: 'x', type: 'text/plain', labels: { submission: 's1' } };
    await run(
      async () => objects.write(REPORTS, 'k', body),
      (input) => (asked.push(input), null),
    );
    expect(asked).toMatchObject([{ Bucket: REPORTS, Key: 'k', ContentType: 'text/plain' }]);
    expect(world.store.newest(REPORTS, 'k')).toMatchObject({ bytes: bytes('x'), labels: { submission: 's1' } });
  });
});

describe('the queue', () => {
  test('all messages are sent, in as many requests as they need, and the number is that of those that were taken', async () => {
    const bodies = upTo(25).map((number) => `message ${number}`);
    expect(await run(async () => sendAll(bodies))).toBe(25);
    expect(world.queue.messages.map(({ body }) => body)).toEqual(bodies);
    expect(world.calls).toBe(3);
    world.queue.full = true;
    expect(await run(async () => sendAll(bodies))).toBe(0);
  });

  test('a message that is offered again is there at once, or after so many seconds', async () => {
    world.queue.enqueue('message');
    const message = world.queue.visible[0] ?? expect.fail();
    const receive = (): string => {
      world.queue.receive(message);
      return eventOf([message]).Records[0]?.receiptHandle ?? '';
    };
    const first = receive();
    expect(world.queue.visible).toEqual([]);
    await run(async () => offerAgain(first));
    expect(world.queue.visible).toEqual([message]);
    const second = receive();
    await run(async () => offerAgain(second, 2));
    expect(world.queue.visible).toEqual([]);
    world.now += 2_000;
    expect(world.queue.visible).toEqual([message]);
  });
});

describe('the ledger', () => {
  const FIRST = submission({ division: '371525108', accepted: 3 });
  const SECOND = { ...FIRST, submissionId: 'v371525108~r2', ruleSet: 'r2' };
  const known = async () =>
    (await run(async () => store.ledger('2016Q2'))).submissions.map(({ submissionId }) => submissionId);

  test('a submission counts once, and is replaced only by who knows what it replaces', async () => {
    const commit = async (one: typeof FIRST, replaces: typeof FIRST | null) =>
      run(async () => store.commit(one, replaces));
    expect([await commit(FIRST, null), await commit(SECOND, null)]).toEqual([true, false]);
    expect(await known()).toEqual([FIRST.submissionId]);
    expect([await commit(SECOND, SECOND), await commit(SECOND, { ...FIRST, status: 'failed' })]).toEqual([
      false,
      false,
    ]);
    expect([await commit(SECOND, FIRST), await commit(FIRST, FIRST)]).toEqual([true, false]);
    expect(await known()).toEqual([SECOND.submissionId]);
    expect(await failure(async () => store.commit(FIRST, SECOND), outage)).toMatchObject({ message: 'too much' });
  });

  test('a ledger of many divisions is read whole, or as one division’s own', async () => {
    const many = upTo(30).map((number) => submission({ division: String(371525108 + number) }));
    for (const one of many) await run(async () => store.commit(one, null));
    await run(async () => decide(REPORTS, '2016Q2', [], LOCK));
    const whole = await run(async () => store.ledger('2016Q2'));
    expect([whole.submissions, whole.decisions]).toEqual([many, [LOCK]]);
    const own = await run(async () => store.ledgerOf('2016Q2', '371525110'));
    expect([own.submissions, own.decisions]).toEqual([[many[2]], [LOCK]]);
    const later = submission({ division: '371525110', versionId: 'v2', acceptedAt: '2016-07-06T02:00:00.000Z' });
    await run(async () => store.commit(later, null));
    const both = await run(async () => store.ledgerOf('2016Q2', '371525110'));
    expect(both.submissions).toEqual([many[2], later]);
    expect(await run(async () => store.ledgerOf('2016Q1', '371525110'))).toMatchObject({
      submissions: [],
      decisions: [],
    });
    const slot = { division: '371525110', period: '2016Q2', fileName: '花名册.xlsx' } as const;
    const versions = [many[2], { ...many[3], versionId: 'unknown' }].map((one) => ({ ...one, slot, size: 1 }));
    const found = await run(async () => store.findSubmissions(versions as Parameters<typeof store.findSubmissions>[0]));
    expect(found).toEqual([{ period: '2016Q2', submissions: [many[2]], decisions: [LOCK] }]);
  });

  test('an entry of the trail is written once', async () => {
    const entry = {
      period: '2016Q2',
      at: MINUTE,
      what: 'submission',
      subject: 's1',
      who: 'clerk',
      detail: 'accepted',
    } as const;
    await run(async () => store.audit(entry));
    await run(async () => store.audit({ ...entry, who: 'order of uploads' }));
    await run(async () => store.audit({ ...entry, subject: 's2' }));
    expect(await run(async () => store.auditTrail('2016Q2'))).toEqual([entry, { ...entry, subject: 's2' }]);
    expect(await failure(async () => store.audit(entry), outage)).toMatchObject({ message: 'too much' });
  });

  test('runs are counted from what was published, each once', async () => {
    const next = async (published: number) => run(async () => store.nextRun('2016Q2', published));
    expect([await next(0), await next(0), await next(2), await next(7), await next(7)]).toEqual([1, 2, 3, 8, 9]);
    expect(await run(async () => store.nextRun('2016Q1', 0))).toBe(1);
  });

  test('divisions that have a notice are remembered', async () => {
    expect(await run(async () => store.noticedDivisions('2016Q2'))).toEqual([]);
    await run(async () => store.noteNoticed('2016Q2', ['371525108']));
    expect(await run(async () => store.noticedDivisions('2016Q2'))).toEqual(['371525108']);
  });
});

const LOCK = Decision.parse({ kind: 'lock', at: '2016-07-16T02:00:00.000Z', by: '市扶贫办', reason: '关账' });
const UNLOCK = Decision.parse({ ...LOCK, kind: 'unlock', at: '2016-07-17T02:00:00.000Z' });

describe('decisions', () => {
  const made = async () => (await run(async () => store.ledger('2016Q2'))).decisions;
  const copies = (): string[] => world.store.keys(REPORTS);
  const reconcile = async (refuse?: Refuse) => {
    const { restored } = await run(async () => reconcileDecisions(REPORTS, ['2016Q2'], 'and all others'), refuse);
    return restored;
  };

  test('one is made on those that the office has seen, and kept twice', async () => {
    await run(async () => decide(REPORTS, '2016Q2', [], LOCK));
    const late = async (seen: readonly Decision[]) => failure(async () => decide(REPORTS, '2016Q2', seen, UNLOCK));
    expect(await late([])).toBeInstanceOf(DecisionConflictError);
    expect(await late([LOCK, LOCK])).toBeInstanceOf(DecisionConflictError);
    expect([await made(), copies().length]).toEqual([[LOCK], 1]);
    expect(await late([LOCK])).toBeNull();
    expect([await made(), copies().length]).toEqual([[LOCK, UNLOCK], 2]);
    expect(await failure(async () => decide(REPORTS, '2016Q2', [LOCK, UNLOCK], LOCK), outage)).toMatchObject({
      message: 'too much',
    });
  });

  test('what either place lacks comes back from the other, in the order in which it takes effect', async () => {
    const saved = world.table.save();
    await run(async () => decide(REPORTS, '2016Q2', [], LOCK));
    await run(async () => decide(REPORTS, '2016Q2', [LOCK], UNLOCK));
    expect(await reconcile()).toBe(0);
    world.table.restore(saved);
    expect([await reconcile(), await made()]).toEqual([2, [LOCK, UNLOCK]]);
    for (const key of copies()) await run(async () => objects.remove(REPORTS, key));
    expect([await reconcile(), copies().length]).toEqual([0, 2]);
  });

  test('the decisions of every quarter come back, each to its own', async () => {
    const saved = world.table.save();
    await run(async () => decide(REPORTS, '2016Q1', [], LOCK));
    await run(async () => decide(REPORTS, '2016Q2', [], UNLOCK));
    const [first, second] = await run(async () => Promise.all([store.ledger('2016Q1'), store.ledger('2016Q2')]));
    world.table.restore(saved);
    world.store.put(REPORTS, 'decisions/readme.txt', bytes('x'));
    const only = await run(async () => reconcileDecisions(REPORTS, ['2016Q1']));
    expect(only).toEqual({ restored: 1, decided: ['2016Q1'] });
    const all = await run(async () => reconcileDecisions(REPORTS, ['2016Q1'], 'and all others'));
    expect(all).toEqual({ restored: 1, decided: ['2016Q1', '2016Q2'] });
    expect(await run(async () => store.ledger('2016Q1'))).toEqual(first);
    expect(await run(async () => store.ledger('2016Q2'))).toEqual(second);
  });

  test('a decision that is made while another comes back is not lost', async () => {
    const saved = world.table.save();
    await run(async () => decide(REPORTS, '2016Q2', [], LOCK));
    world.table.restore(saved);
    const [again] = await run(async () =>
      Promise.all([reconcileDecisions(REPORTS, ['2016Q2']), decide(REPORTS, '2016Q2', [], UNLOCK)]),
    );
    expect([again.restored, await made()]).toEqual([1, [LOCK, UNLOCK]]);
  });

  test('an outage is not taken for a decision of somebody else', async () => {
    const saved = world.table.save();
    await run(async () => decide(REPORTS, '2016Q2', [], LOCK));
    world.table.restore(saved);
    const refuse: Refuse = ({ ConditionExpression }) => (ConditionExpression === undefined ? null : outage());
    await expect(reconcile(refuse)).rejects.toThrow('too much');
  });
});

describe('links', () => {
  const LINK = { division: '371525108', issue: 2, revokedAt: null };
  const QUOTA = {
    what: 'requests',
    windowLength: '2016-07-12T09:30'.length,
    most: 3,
    exceeded: { zh: '', en: '' },
  } as const;

  test('the list names every division, each with its newest issue', async () => {
    const others = upTo(20).map((number) => ({ ...LINK, division: String(371522101 + number), issue: 1 }));
    for (const one of [{ ...LINK, issue: 1 }, LINK, ...others]) await run(async () => putLink(one));
    expect(await run(async () => findLink(LINK.division))).toEqual(LINK);
    expect(await run(async () => findLink('371500'))).toBeNull();
    expect(await run(listLinks)).toEqual([...others, LINK]);
  });

  test('a link is used as often as its quota says in a time span, also by two at once and by a clock that is behind', async () => {
    const uses = async (count: number, at: string) =>
      run(async () => Promise.all(upTo(count).map(async () => use(LINK, QUOTA, at))));
    expect((await uses(5, MINUTE)).filter(Boolean).length).toBe(3);
    expect(await uses(1, '2016-07-12T09:29:59.000Z')).toEqual([false]);
    expect((await uses(4, '2016-07-12T09:31:00.000Z')).filter(Boolean).length).toBe(3);
    expect(await run(async () => use({ division: '371525109' }, QUOTA, MINUTE))).toBe(true);
    expect(await failure(async () => use(LINK, QUOTA, MINUTE), outage)).toMatchObject({ message: 'too much' });
  });
});

describe('rows', () => {
  const RESUME: Resume = { versionId: 'v1', submissionId: 'v1~r1', remainingMs: () => 100_000, reserveMs: 20_000 };
  const OF = { submissionId: 'v1~r1', kind: 'finance', partition: '371525108' } as const;
  /** Pages of so many batches. */
  const pagesOf = (count: number) => upTo(count * 25).map(() => ({ rows: '' }));
  const written = (): number => world.table.partition(rowsPartition('v1~r1', 'finance', '371525108')).length;

  test('what time does not suffice for is written by the next invocation, which begins where the first stopped', async () => {
    const pages = pagesOf(10);
    let left = 5;
    const stops = { ...RESUME, remainingMs: () => (left-- > 0 ? 100_000 : 0) };
    const write = (resume: Resume) => async () => writePages([{ ...OF, pages }], resume);
    expect(await failure(write(stops))).toMatchObject({ name: 'OutOfTimeError' });
    const first = written();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(250);
    world.calls = 0;
    await run(write(RESUME));
    expect(written()).toBe(250);
    // The request for the progress, and those for what was left.
    expect(world.calls).toBe(1 + (250 - first) / 25);
    expect((await run(async () => readRows(OF))).length).toBe(250);
  });

  test('each invocation writes something, however little time it has', async () => {
    const write = async () => writePages([{ ...OF, pages: pagesOf(6) }], { ...RESUME, remainingMs: () => 0 });
    for (let invocations = 0; written() < 150; invocations++) {
      expect(invocations).toBeLessThan(6);
      await failure(write);
    }
  });

  test('pages that an earlier release kept under the number of their first household are read', async () => {
    const pk = rowsPartition('v1~r1', 'finance', '371525108');
    const put = (sk: string, rows: string) =>
      world.table.send(
        new PutItemCommand({ TableName: 't', Item: { pk: { S: pk }, sk: { S: sk }, rows: { S: rows } } }),
      );
    await put('3715251080000002', '3715251080000002\t2\tb');
    await put('3715251080000001', '3715251080000001\t1\ta');
    expect((await run(async () => readRows(OF))).map(({ line }) => line)).toEqual(['a', 'b']);
  });

  test('no pages are no requests', async () => {
    await run(async () => writePages([{ ...OF, pages: toPages([]) }], RESUME));
    expect(world.calls).toBe(0);
  });
});

describe('notes of tries', () => {
  const MINUTE_MS = 60_000;
  const notesOf = (message: string, invocation: string) =>
    tryNotes({ message, invocation, remainingMs: () => 2 * MINUTE_MS });
  const begin = async (message: string, invocation: string) =>
    run(async () => notesOf(message, invocation).beginTry('v1'));
  const end = async (message: string, invocation: string, how: Ending) =>
    run(async () => notesOf(message, invocation).endTry('v1', how));

  test('a start that is not ended counts as a death, one that ended with a fault as that, one taken back as none', async () => {
    expect((await begin('m1', 'i1')).all.count).toBe(0);
    expect((await begin('m1', 'i2')).all).toEqual({ count: 1, onlyFaults: false });
    await end('m1', 'i1', 'fault');
    expect((await begin('m1', 'i2')).all).toEqual({ count: 1, onlyFaults: true });
    await end('m1', 'i1', 'taken back');
    expect((await begin('m1', 'i2')).all.count).toBe(0);
    await end('m1', 'i2', 'fault');
    const { all, ofMessage } = await begin('m2', 'i3');
    expect([all.count, ofMessage.count]).toEqual([1, 0]);
  });

  test.each(['done', 'taken back', 'fault'] as const)(
    'a version is held by one message until its work is %s',
    async (how) => {
      await begin('m1', 'i1');
      expect(await failure(async () => notesOf('m2', 'i2').beginTry('v1'))).toBeInstanceOf(HeldVersionError);
      expect((await run(async () => notesOf('m2', 'i2').beginTry('v2'))).all.count).toBe(0);
      await end('m1', 'i1', how);
      expect((await begin('m2', 'i2')).all.count).toBe(how === 'fault' ? 1 : 0);
      expect(await failure(async () => notesOf('m1', 'i3').beginTry('v1'))).toBeInstanceOf(HeldVersionError);
    },
  );

  test('a version on which an invocation died is free when that can run no longer, and at once for its own message', async () => {
    await begin('m1', 'i1');
    expect((await begin('m1', 'i2')).all).toEqual({ count: 1, onlyFaults: false });
    world.now += 2 * MINUTE_MS;
    expect(await failure(async () => notesOf('m2', 'i3').beginTry('v1'))).toBeInstanceOf(HeldVersionError);
    world.now += MINUTE_MS;
    expect((await begin('m2', 'i3')).all).toEqual({ count: 2, onlyFaults: false });
  });

  test('the note is tried for some seconds, since a start that is not taken back counts', async () => {
    const notes = notesOf('m1', 'i1');
    let failures = 5;
    const refuse: Refuse = () => (failures-- > 0 ? outage() : null);
    await run(async () => notes.beginTry('v1'));
    const begun = world.now;
    await run(async () => notes.endTry('v1', 'taken back'), refuse);
    expect(world.now - begun).toBe((50 + 100 + 200 + 400 + 800) / 2);
    expect(await failure(async () => notes.endTry('v1', 'fault'), outage)).toMatchObject({ message: 'too much' });
  });

  test('an outage is no other invocation', async () => {
    expect(await failure(async () => notesOf('m1', 'i1').beginTry('v1'), outage)).toMatchObject({
      message: 'too much',
    });
  });
});
