import type { ReportSet } from '../../shared/city/report-sets.ts';
import { stateOf } from '../../shared/ledger/decisions.ts';
import { revisionPrefix, seriesPrefix } from '../../shared/ledger/keys.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { seriesFiles, type NewestSummary } from '../../shared/tidy/tidy-files.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';

export type SeriesEffects = {
  readonly readText: (key: string) => Promise<string | null>;
  readonly write: (key: string, body: Body) => Promise<void>;
};

/** A quarter with its newest revision, the revisions that are whole, and those that are signed. */
export type PublishedQuarter = {
  readonly period: Period;
  readonly newest: number;
  readonly revisions: readonly number[];
  readonly signed: readonly number[];
};

/**
 * Writes the figures of all published quarters of a report set, of each its newest revision. Where that one has no
 * public edition, the public series holds the one before it that has. A signature given since a revision was made shows
 * here.
 */
export async function writeSeries(
  quarters: readonly PublishedQuarter[],
  { folder, reporter }: ReportSet,
  effects: SeriesEffects,
): Promise<void> {
  for (const edition of ['internal', 'public'] as const) {
    const newest: NewestSummary[] = [];
    // One after the other: a summary holds every table.
    for (const quarter of quarters) {
      const summary = await newestSummary(quarter, `${edition}/${folder}`, effects);
      if (summary) newest.push(summary);
    }
    for (const [name, file] of seriesFiles(newest, edition, reporter))
      await effects.write(`${seriesPrefix(edition, folder)}${name}`, file);
  }
}

async function newestSummary(
  { period, newest, revisions, signed }: PublishedQuarter,
  folder: string,
  { readText }: SeriesEffects,
): Promise<NewestSummary | null> {
  const candidates = revisions.filter((revision) => revision <= newest).sort((a, b) => b - a);
  for (const revision of candidates) {
    const text = await readText(`${revisionPrefix(period, revision)}${folder}summary.json`);
    if (text !== null) return { ...readSummaryJson(text), period, state: stateOf(revision, signed) };
  }
  return null;
}
