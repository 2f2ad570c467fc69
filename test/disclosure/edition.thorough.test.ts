import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { foldHouseholds, type HouseholdHistory } from '../../shared/fold/fold.ts';
import { publicEdition, type PublicEdition } from '../../shared/disclosure/edition.ts';
import { publishedOf } from '../../shared/disclosure/disclosure-record.ts';
import { relationsOf } from '../../shared/disclosure/relations.ts';
import { limitsOf, TREATMENTS } from '../../shared/disclosure/treatments.ts';
import { readSummaryJson, summaryJson } from '../../shared/summary/summary-json.ts';
import { textIn, SUPPRESSED, type ReportTable, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { SummaryDocument } from '../../shared/summary/summary-schema.ts';
import { summarise } from '../../shared/summary/summary.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import { historiesOf } from '../report/city.ts';
import { cityFacts } from '../report/city-summary.ts';
import { attack } from './reading.ts';

const PERIOD: Period = '2016Q2';
const CITY = CITY_PACK.at(PERIOD);
const ABSENT = '371525108';
/** 湖西: 26 households. */
const SMALL_TOWNSHIP = '371502004';
/** 古楼: two of its channels have few persons. */
const HIDING_TOWNSHIP = '371502001';
/** 高新区 */
const SMALL_UNIT = '371541';
const facts = cityFacts([ABSENT]);
const internal = summarise(facts);

const published = (edition: PublicEdition): Extract<PublicEdition, { withheld: false }> => {
  if (edition.withheld) throw new Error(edition.notice);
  return edition;
};
const edition = published(publicEdition(internal, CITY, []));

/** The facts with other households in some townships. */
function refolded(
  facts: SummaryFacts,
  townships: readonly string[],
  change: (histories: HouseholdHistory[]) => HouseholdHistory[],
): SummaryFacts {
  const changed = townships.map(
    (code) =>
      [
        code,
        foldHouseholds(change([...historiesOf(code, yearToDate(PERIOD)).values()]), CITY_PACK.at(PERIOD)),
      ] as const,
  );
  return { ...facts, tallies: new Map([...facts.tallies, ...changed]) };
}

/** The households without the first that a channel uplifted. */
function without(histories: HouseholdHistory[], channel: string): HouseholdHistory[] {
  const at = histories.findIndex((history) => {
    const row = history.get(PERIOD);
    return row?.primary_channel === channel && row.uplift_persons > 0;
  });
  return histories.filter((_, index) => index !== at);
}

const attackCity = (records: Parameters<typeof attack>[0]) => attack(records, relationsOf(CITY.register, 2016));

describe('the public edition of the city', () => {
  it('names only tables and columns that there are', () => {
    for (const [id, { columns }] of Object.entries(TREATMENTS)) {
      const table = internal.tables[id];
      const known = new Set(table?.columns.map(({ key }) => key));
      const optional = ['ratio', 'capacity', 'amount', 'share', 'names'];
      expect(
        Object.keys(columns).filter((key) => !known.has(key) && !optional.includes(key)),
        id,
      ).toEqual([]);
    }
  });

  it('prints no count below the limit, and the same totals as the internal edition', () => {
    for (const [id, { columns }] of Object.entries(TREATMENTS)) {
      const table = edition.summary.tables[id];
      for (const [column, { as }] of Object.entries(columns)) {
        if (as !== 'count' || TREATMENTS[id]?.rows === 'city') continue;
        for (const row of table?.rows ?? []) {
          const value = row[column];
          expect(
            value === SUPPRESSED || value === 0 || Number(value) >= limitsOf(CITY_PACK.profile).smallBelow.township,
            `${id} ${column} ${textIn(value)}`,
          ).toBe(true);
        }
        expect(table?.total?.[column], `${id} ${column}`).toBe(internal.tables[id]?.total?.[column]);
      }
    }
    expect(edition.summary.headline).toEqual(internal.headline);
  });

  it('hides some figures and leaves nearly all, and a hidden one in every table that has it', () => {
    const cells = Object.values(edition.summary.tables).flatMap(({ rows }) =>
      rows.flatMap((row) => Object.values(row)),
    );
    const hidden = cells.filter((value) => value === SUPPRESSED).length;
    expect(hidden).toBeGreaterThan(5);
    expect(hidden).toBeLessThan(cells.length / 50);
    const [, record] = [edition, publishedOf(edition.disclosure, PERIOD)];
    for (const name of record.hidden) expect(record.figures.get(name), name).toBeGreaterThan(0);
  });

  it('gives a reader who knows the structure no small count, nor a range narrower than the limit', () => {
    const { attacked, narrowed } = attackCity([publishedOf(edition.disclosure, PERIOD)]);
    expect(attacked).toBeGreaterThan(0);
    expect(narrowed).toEqual([]);
  });

  it('gives none away either when a corrected revision is laid beside it', () => {
    // Somebody of a hidden count is gone, and somebody of a printed one.
    const corrected = refolded(facts, [HIDING_TOWNSHIP], (histories) => without(histories, 'SOC'));
    const second = published(
      publicEdition(summarise({ ...corrected, revision: 2 }), CITY, [
        { period: PERIOD, disclosure: edition.disclosure },
      ]),
    );
    expect(second.disclosure.figures).not.toEqual(edition.disclosure.figures);
    const { attacked, narrowed } = attackCity(
      [edition, second].map(({ disclosure }) => publishedOf(disclosure, PERIOD)),
    );
    expect(attacked).toBeGreaterThan(0);
    expect(narrowed).toEqual([]);
  });

  it('is withheld where a count that was published falls below the limit and all around it is known to stand', () => {
    const corrected = refolded(facts, [SMALL_TOWNSHIP], (histories) => histories.slice(5));
    expect(publicEdition(summarise({ ...corrected, revision: 2 }), CITY, []).withheld).toBe(false);
    expect(
      publicEdition(summarise({ ...corrected, revision: 2 }), CITY, [
        { period: PERIOD, disclosure: edition.disclosure },
      ]).withheld,
    ).toBe(true);
  });

  it('names who is missing in both languages, without the count that last quarter’s edition may hide', () => {
    expect(internal.completeness.missing).toMatchObject([
      { code: ABSENT, registeredPersons: expect.any(Number) as number },
    ]);
    expect(internal.narrative).toMatch(/冠县定远寨镇（上季在册[\d,]+人）/);
    expect(edition.summary.completeness.missing).toMatchObject([{ code: ABSENT, registeredPersons: null }]);
    expect(edition.summary.narrative).toContain('冠县定远寨镇。');
    expect(edition.summary.narrativeEn).toContain('Guanxian Dingyuanzhai');
  });

  it('says of no unit that it leads or is last where a rank is hidden, and lists the units by their codes', () => {
    const whole = cityFacts();
    expect(summarise(whole).narrative).toContain('完成率最高的是');
    const unit = CITY_PACK.register.townships
      .filter((township) => township.unit === SMALL_UNIT)
      .map(({ code }) => code);
    const few = published(
      publicEdition(summarise(refolded(whole, unit, (histories) => histories.slice(0, 2))), CITY, []),
    );
    const rows = few.summary.tables['R02']?.rows ?? [];
    expect(rows.every(({ rank }) => rank === SUPPRESSED)).toBe(true);
    expect(rows.map(({ code }) => code)).toEqual(rows.map(({ code }) => textIn(code)).toSorted());
    expect(few.summary.narrative).not.toContain('完成率最高的是');
  });

  it('leaves out a table of the city’s own figures when a count of it is small', () => {
    const table = internal.tables['R10'] as ReportTable;
    const rows = table.rows.map((row) => (row['line'] === 'R10.households' ? { ...row, value: 3 } : row));
    const few = published(
      publicEdition({ ...internal, tables: { ...internal.tables, R10: { ...table, rows } } }, CITY, []),
    );
    expect(Object.keys(edition.summary.tables)).toContain('R10');
    expect(Object.keys(few.summary.tables)).not.toContain('R10');
    expect(few.summary.narrative).not.toContain('电商户');
  });

  it('is withheld while the city itself counts too few', () => {
    const two = foldHouseholds([...historiesOf(SMALL_TOWNSHIP, [PERIOD]).values()].slice(0, 2), CITY_PACK.at(PERIOD));
    expect(publicEdition(summarise({ ...facts, tallies: new Map([[SMALL_TOWNSHIP, two]]) }), CITY, [])).toMatchObject({
      withheld: true,
    });
  });

  it('has no rows, errors or file counts of clerks, and nothing per household', () => {
    expect(edition.summary.tables['R15']?.columns.map(({ key }) => key)).not.toContain('errors');
    expect(Object.keys(edition.summary.tables)).not.toContain('R16');
  });
});

describe('summary.json of the public edition', () => {
  const text = summaryJson(edition.summary);

  it('has null for a hidden figure and says so, as its schema does', () => {
    const document = JSON.parse(text) as z.infer<typeof SummaryDocument>;
    expect(SummaryDocument.parse(document)).toEqual(document);
    const row = document.tables['R03']?.rows.find((one) => 'suppressed' in one);
    expect(row).toBeDefined();
    for (const key of (row?.['suppressed'] ?? []) as string[]) expect(row?.[key], key).toBeNull();
    expect(text).not.toContain(`"${SUPPRESSED}"`);
  });

  it('reads back as the summary that it was written from', () => {
    expect(readSummaryJson(text)).toEqual(edition.summary);
  });
});
