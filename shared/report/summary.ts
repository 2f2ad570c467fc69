import { REPORT_TABLES } from './catalogue.ts';
import { bulletinText } from './bulletin.ts';
import { completenessOf, type Completeness } from './completeness.ts';
import { headlineOf, type Headline } from './headline.ts';
import type { ReportTable, SummaryFacts } from './model.ts';

export type Edition = 'internal' | 'public';

/** A summary as data: what summary.json holds and every other format is written from. */
export type Summary = {
  /** The public edition has fewer tables, and some figures of them hidden (shared/disclosure). */
  readonly edition: Edition;
  readonly period: string;
  readonly revision: number;
  readonly headline: Headline;
  readonly completeness: Completeness;
  readonly tables: Readonly<Record<string, ReportTable>>;
  readonly narrative: string;
};

/** @throws SummaryCheckError when tables contradict each other (rule T03): nothing is published then */
export function summarise(facts: SummaryFacts): Summary {
  const headline = headlineOf(facts);
  const completeness = completenessOf(facts.submissions);
  const tables = Object.fromEntries(REPORT_TABLES.map((build) => build(facts)).map((table) => [table.id, table]));
  checkTotals(headline, tables);
  return {
    edition: 'internal',
    period: facts.period,
    revision: facts.revision,
    headline,
    completeness,
    tables,
    narrative: bulletinText(facts, headline, completeness),
  };
}

/** Rule T03: the figures of two tables, or of a total and its parts, differ. Publication stops; the message names table and figures. */
export class SummaryCheckError extends Error {
  override name = 'SummaryCheckError';
}

function checkTotals(headline: Headline, tables: Readonly<Record<string, ReportTable>>): void {
  const { yearToDate, quarter } = headline.personsUplifted;
  const expect = (table: string, figure: number | string | null | undefined, wanted: number): void => {
    if (figure !== wanted) throw new SummaryCheckError(`汇总校验失败：${table} ${figure ?? '无'}≠${wanted}`);
  };
  expect(
    'R01',
    Object.values(headline.byChannel).reduce((sum, value) => sum + value, 0),
    yearToDate,
  );
  expect('R02', tables['R02']?.total?.['ytd'], yearToDate);
  expect('R02', tables['R02']?.total?.['quarter'], quarter);
  expect('R03', tables['R03']?.total?.['ytd'], yearToDate);
  expect('R03', tables['R03']?.total?.['quarter'], quarter);
  expect('R04', tables['R04']?.total?.['sum'], yearToDate);
}
