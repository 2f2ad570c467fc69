import { SUMMARY_CHECK_ERROR } from '../contract.ts';
import { stateOf, type RevisionState } from '../ledger/decisions.ts';
import { bulletinOf } from '../narrative/bulletin-text.ts';
import { printed } from '../tables/basis.ts';
import { REPORT_TABLES } from '../tables/catalogue.ts';
import { checkSummary, type SummaryCheck } from '../tables/summary-rules.ts';
import { completenessOf, type Completeness } from '../tables/completeness.ts';
import { headlineOf, type Headline } from '../tables/headline.ts';
import type { Tables, SummaryFacts } from '../tables/report-table.ts';

export type Edition = 'internal' | 'public';

/** A summary as data: what summary.json holds and every other format is written from. */
export type Summary = {
  /** The public edition has fewer tables, and some figures of them hidden (shared/disclosure). */
  readonly edition: Edition;
  readonly period: string;
  readonly revision: number;
  /**
   * 初步数 or 修订数: whether an earlier revision was signed. Whether this one was signed is said where revisions are listed.
   */
  readonly state: RevisionState;
  /** 制表日期: the city date of the newest upload that the figures hold. */
  readonly asOf: string | null;
  readonly headline: Headline;
  readonly completeness: Completeness;
  /** What readers should know of the figures (rules T02 and T04); an error is never published. */
  readonly checks: readonly SummaryCheck[];
  readonly tables: Tables;
  readonly narrative: string;
  readonly narrativeEn: string;
};

/**
 * @throws SummaryCheckError when the plans or the tables contradict each other (rules T01 and T03): nothing is
 * published then
 */
export function summarise(facts: SummaryFacts): Summary {
  const completeness = completenessOf(facts);
  const tables = tablesOf(facts);
  const checks = checkSummary(facts, tables);
  const errors = checks.filter((check) => check.severity === 'error');
  if (errors.length > 0)
    throw new SummaryCheckError(errors.map(({ rule, zh, en }) => `${rule} ${zh} (${en})`).join('；'));
  const bulletin = bulletinOf(facts, tables, completeness, checks);
  return {
    edition: 'internal',
    period: facts.period,
    revision: facts.revision,
    state: stateOf(facts.revision, facts.signed ?? []),
    asOf: facts.asOf,
    headline: headlineOf(facts),
    completeness,
    checks,
    tables: { ...tables, [bulletin.table.id]: bulletin.table },
    narrative: bulletin.zh,
    narrativeEn: bulletin.en,
  };
}

/** The tables of the catalogue by their names; R19 is made from them. */
export const tablesOf = (facts: SummaryFacts): Tables =>
  Object.fromEntries(REPORT_TABLES.map(({ id, build }) => [id, { id, ...printed(build(facts)) }]));

/**
 * A figure differs from the sum of its parts, or from the same figure of another table. Publication stops; the message
 * names the rule, the table and both figures.
 */
export class SummaryCheckError extends Error {
  override name = SUMMARY_CHECK_ERROR;
}
