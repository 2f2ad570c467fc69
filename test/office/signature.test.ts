import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import type { CityPack } from '../../shared/city/city.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
import { freeze, NOTHING_PLANNED, type Ledger } from '../../shared/ledger/manifest.ts';
import { withheldText, type PublicStanding } from '../../shared/publication/public-standing.ts';
import { chooseSignature, type SigningFacts } from '../../shared/office/signature.ts';
import { submission } from '../ledger/submission-fixture.ts';

const PERIOD = '2016Q2';
const NOW = '2016-07-16T02:00:00.000Z';
const DUE = CITY_PACK.registerOf(PERIOD).due.map(({ code }) => code);
const decided = (decision: object): Decision =>
  Decision.parse({ at: '2016-07-16T01:00:00.000Z', by: '李主任', reason: '核对无误', ...decision });

/** A summary of what so many townships sent, and the ledger as it was then; `change` says what is otherwise. */
function facts(townships: number, change: Partial<SigningFacts> = {}, decisions: readonly Decision[] = []) {
  const ledger: Ledger = {
    period: PERIOD,
    submissions: DUE.slice(0, townships).map((division) =>
      submission({ division, rows: 1, accepted: 1, partitions: { household: { [division]: 1 } } }),
    ),
    decisions,
  };
  const frozen = freeze(
    {
      period: PERIOD,
      ledgers: [ledger],
      planned: NOTHING_PLANNED,
      versions: { ruleSet: '2016.1', codeVersion: '0.1.0', config: 'c' },
      pack: CITY_PACK,
    },
    () => '0'.repeat(64),
  );
  return {
    pack: CITY_PACK,
    manifest: { ...frozen, revision: 2 },
    withheld: null,
    ledgers: [ledger],
    now: NOW,
    at: NOW,
    reason: null,
    isIncompleteAllowed: false,
    ...change,
  } satisfies SigningFacts;
}

const obstacles = (of: SigningFacts, isUndo = false): string[] =>
  chooseSignature(of, { isUndo, by: '李主任' }).obstacles.map(({ zh }) => zh);

describe('a signature', () => {
  it('is given to a quarter that nine tenths of the townships have reported, and says how many', () => {
    const enough = Math.ceil((DUE.length * 9) / 10);
    expect(obstacles(facts(enough))).toEqual([]);
    const { choice, effect } = chooseSignature(facts(enough), { isUndo: false, by: '李主任' });
    expect(choice).toEqual({ kind: 'sign', revision: 2 });
    expect(effect.map(({ zh }) => zh)).toEqual([
      '2016Q2 第2版定稿，署名：李主任',
      `应报 ${DUE.length}，已报 ${enough}`,
    ]);
    expect(obstacles(facts(enough - 1))).toEqual([expect.stringContaining('不到 90%')]);
  });

  it('says before it is given that the public does not see the revision, and what it sees', () => {
    const said = (seen: PublicStanding['seen']): string | undefined => {
      const withheld = withheldText(2, { isPublic: false, seen });
      return chooseSignature(facts(DUE.length, { withheld }), { isUndo: false, by: '李主任' }).effect.at(-1)?.zh;
    };
    expect(said({ revision: 1, state: 'final' })).toMatch(/^第2版没有公开版：.*公众看到的仍是第1版（定稿）$/);
    expect(said(null)).toMatch(/公众看不到这个季度的任何一版$/);
    expect(withheldText(2, { isPublic: true, seen: { revision: 2, state: 'provisional' } })).toBe(null);
  });

  it('is given to less only when that is said and a reason is given, and the decision holds it', () => {
    const said = { isIncompleteAllowed: true };
    expect(obstacles(facts(8, said))).toEqual([expect.stringContaining('请写明理由')]);
    expect(obstacles(facts(8, { ...said, reason: '汛期' }))).toEqual([]);
    expect(chooseSignature(facts(8, said), { isUndo: false, by: '李主任' }).choice).toEqual({
      kind: 'sign',
      revision: 2,
      incomplete: true,
    });
  });

  it('asks for as many as the city pack says', () => {
    const { profile } = CITY_PACK;
    const modest = new Proxy(CITY_PACK, {
      get: (pack, name) =>
        name === 'profile'
          ? { ...profile, publication: { completeness: 5 } }
          : typeof pack[name as keyof CityPack] === 'function'
            ? (pack[name as 'at'] as (...all: unknown[]) => unknown).bind(pack)
            : pack[name as keyof CityPack],
    });
    expect(obstacles(facts(8, { pack: modest }))).toEqual([]);
  });

  it('of a restatement needs a reason', () => {
    const signed = [decided({ kind: 'sign', revision: 1 })];
    expect(obstacles(facts(DUE.length, {}, signed))).toEqual([expect.stringContaining('第1版已经定稿，再定稿是修订')]);
    expect(obstacles(facts(DUE.length, { reason: '更正' }, signed))).toEqual([]);
  });

  it('waits for the window, and for a summary of what counts now', () => {
    expect(obstacles(facts(DUE.length, { now: '2016-07-15T02:00:00.000Z' }))).toEqual([
      expect.stringContaining('2016-07-15 才截止'),
    ]);
    const { ledgers } = facts(DUE.length - 1);
    expect(obstacles(facts(DUE.length, { ledgers }))).toEqual([
      expect.stringContaining('第2版之后2016Q2的数据又有变化'),
    ]);
  });

  it('can be taken back for a day, and not when it is none or a newer revision follows it', () => {
    const signed = [decided({ kind: 'sign', revision: 2 })];
    expect(obstacles(facts(DUE.length, {}, signed))).toEqual(['第2版已经定稿']);
    expect(obstacles(facts(DUE.length, {}, signed), true)).toEqual([]);
    expect(obstacles(facts(DUE.length, { now: '2016-07-17T00:59:59.999Z' }, signed), true)).toEqual([]);
    expect(obstacles(facts(DUE.length, { now: '2016-07-17T01:00:00.000Z' }, signed), true)).toEqual([
      expect.stringContaining('起不能再撤销'),
    ]);
    expect(obstacles(facts(DUE.length), true)).toEqual([expect.stringContaining('第2版没有定稿')]);
    expect(obstacles(facts(DUE.length, {}, [decided({ kind: 'sign', revision: 1 })]), true)).toHaveLength(1);
  });
});
