/** What holds of all report tables. */
import { describe, expect, it } from 'vitest';
import { lineTreatment } from '../../shared/tables/treatment.ts';
import { PUBLICATION_POLICY, TREATMENTS } from '../../shared/disclosure/treatments.ts';
import { NARRATIVE } from '../../shared/narrative/narrative-text.ts';
import { summarise } from '../../shared/summary/summary.ts';
import { cityFacts } from './city-summary.ts';
import { textIn } from '../../shared/tables/report-table.ts';

const facts = cityFacts();
const summary = summarise(facts);
const tables = Object.values(summary.tables);

describe('the ids of lines', () => {
  const lines = tables.flatMap(({ id, rows }) =>
    rows.flatMap(({ line, code, partOf }) => (line === undefined ? [] : [{ id, line: textIn(line), code, partOf }])),
  );

  it('begin with their table, say what the line is and not where it stands, and are one row’s alone', () => {
    expect(lines.length).toBeGreaterThan(60);
    for (const { id, line } of lines) {
      expect(line).toMatch(new RegExp(`^${id}(?:\\.[A-Za-z0-9]+)+$`));
      expect(line).not.toMatch(/^R\d\d\.\d+$/);
    }
    const names = lines.map(({ line, code }) => `${textIn(code)} ${textIn(line)}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('name the whole of a part where there is such a line', () => {
    const wholes = lines.flatMap(({ partOf }) => (partOf === undefined ? [] : [partOf]));
    expect(new Set(wholes)).toEqual(new Set(['R01.total.ytd', 'R12.fund']));
    for (const whole of wholes) expect(lines.map(({ line }) => line)).toContain(whole);
  });
});

describe('the sentences of the bulletin', () => {
  it('refer to rows and columns that there are', () => {
    const clauses = NARRATIVE.flat().flatMap((sentence) => sentence.clauses);
    const references = new Set<string>();
    for (const { zh, en, when } of clauses) {
      for (const [, reference = ''] of `${zh}${en}`.matchAll(/\{(R\d\d[^{}]*)\|\w+\}/g)) references.add(reference);
      const cell = (reference: string): number => {
        references.add(reference.split('|')[0] ?? '');
        return 0;
      };
      when?.(cell, { notCounted: '' });
    }
    expect(references.size).toBeGreaterThan(45);
    for (const reference of references) {
      const table = summary.tables[reference.slice(0, 3)];
      const [, row, column] = /@(\w+)\.(.+)$/.exec(reference) ?? [];
      if (row === undefined) expect(table?.rows.map(({ line }) => line)).toContain(reference);
      else {
        expect(table?.columns.map(({ key }) => key)).toContain(column);
        expect(row === 'total' ? table?.total : table?.rows[0], reference).toHaveProperty(
          row === 'total' ? [column ?? ''] : 'rank',
        );
      }
    }
  });
});

it('a clause has the same cells in both languages, so that the sentences of both stand in one row of R19', () => {
  for (const { zh, en } of NARRATIVE.flat().flatMap((sentence) => sentence.clauses)) {
    const cellsOf = (text: string): string[] => [...text.matchAll(/\{(R\d\d[^{}]*)\}/g)].map(([, cell = '']) => cell);
    expect(cellsOf(en).toSorted()).toEqual(cellsOf(zh).toSorted());
  }
});

/** docs/editions.md says of each whose it is. */
const PUBLIC_MONEY = [
  'R12.fund',
  'R12.fund.city',
  'R12.fund.county',
  'R12.capacity',
  'R12.deposits',
  'R12.deposits.capacity',
  'R12.grants.each',
  'R12.grants.due',
  'R13.greenhouses.investment',
  'R13.greenhouses.average',
  'R13.financing',
];

describe('the policy of the public edition', () => {
  it('is plain data, so that it can be compared with another', () => {
    expect(JSON.parse(JSON.stringify(PUBLICATION_POLICY))).toEqual(PUBLICATION_POLICY);
    expect(Object.keys(PUBLICATION_POLICY.tables)).toEqual([
      'R01',
      'R02',
      'R03',
      'R04',
      'R09',
      'R10',
      'R11',
      'R12',
      'R13',
      'R15',
    ]);
  });

  it('names every public amount that is nobody’s own: of public bodies, of the programme and of projects', () => {
    const money = Object.entries(TREATMENTS).flatMap(([id, { lines }]) =>
      (summary.tables[id]?.rows ?? []).flatMap(({ line, amount }) =>
        lines && typeof amount === 'number' && lineTreatment(lines, textIn(line)) === 'plain' ? [textIn(line)] : [],
      ),
    );
    expect(money).toEqual(PUBLIC_MONEY);
  });

  it('works figures out from lines alone that say whose their amount is', () => {
    const treated = Object.values(TREATMENTS).flatMap(({ lines = {} }) => Object.entries(lines));
    const owned = treated.flatMap(([line, of]) => (typeof of === 'object' && 'partsOf' in of ? [line] : []));
    const followed = treated.flatMap(([, of]) => (typeof of === 'object' && 'from' in of ? [of.from] : []));
    expect(owned).toEqual(['R01.amount.ytd', 'R12.loans', 'R12.grants.reported']);
    expect(owned).toEqual(expect.arrayContaining([...new Set(followed)]));
  });

  it('has thought about every line of a public table, and names none that there is not', () => {
    for (const [id, { lines }] of Object.entries(TREATMENTS)) {
      if (!lines) continue;
      const own = summary.tables[id]?.rows.map(({ line }) => textIn(line)) ?? [];
      expect(
        own.filter((line) => lineTreatment(lines, line) === null),
        id,
      ).toEqual([]);
      const isThere = (named: string): boolean =>
        own.some((line) => line === named || (named.endsWith('*') && line.startsWith(named.slice(0, -1))));
      expect(
        Object.keys(lines).filter((named) => !isThere(named)),
        id,
      ).toEqual([]);
    }
  });

  it('keeps back a line that it does not name', () => {
    const lines = TREATMENTS['R01']?.lines ?? {};
    expect(lineTreatment(lines, 'R01.channel.NEW')).toEqual({ counts: 'ytd.persons.NEW' });
    expect(lineTreatment(lines, 'R01.quarter.2016Q4')).toEqual({ counts: 'persons.2016Q4' });
    expect(lineTreatment(lines, 'R01.total.week')).toBeNull();
  });
});
