import { CITY_PACK } from '../../cities/pack.ts';
import { expect, test } from 'vitest';
import { renderRevision } from '../../shared/publication/report-files.ts';
import { SummaryDocument } from '../../shared/summary/summary-schema.ts';
import { citySummary } from './city-summary.ts';

const summary = citySummary(['371525108']);
const document = JSON.parse(
  String(renderRevision(summary, CITY_PACK.at('2016Q2')).get('summary.json')?.content),
) as Record<string, unknown>;

test('summary.json of the city is what its schema says, field by field', () => {
  expect(SummaryDocument.parse(document)).toEqual(document);
});

test('a field that the schema does not know, or a figure that is no integer, is refused', () => {
  expect(SummaryDocument.safeParse({ ...document, more: 1 }).success).toBe(false);
  expect(SummaryDocument.safeParse({ ...document, revision: 1.5 }).success).toBe(false);
  expect(
    SummaryDocument.safeParse({ ...document, tables: { R02: { ...summary.tables['R02'], rows: [{ ytd: 0.5 }] } } })
      .success,
  ).toBe(false);
});
