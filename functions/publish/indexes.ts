import { indexKey, REPORTS, revisionPrefix } from '../../shared/keys.ts';
import { stateOf } from '../../shared/records/decisions.ts';
import { PublishedManifest } from '../../shared/records/manifest.ts';
import { periodIndex, reportsIndex, type ListedRevision } from '../../shared/report/index-page.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';

export type IndexEffects = {
  readonly listKeys: (prefix: string) => Promise<string[]>;
  readonly readText: (key: string) => Promise<string | null>;
  /** Revisions of a period that are signed. */
  readonly signed: (period: Period) => Promise<readonly number[]>;
  readonly write: (key: string, body: Body) => Promise<void>;
};

/** Writes the pages that list what is published, from the manifests that are there: of one period, and of all. */
export async function writeIndexes(period: Period, effects: IndexEffects): Promise<void> {
  const keys = (await effects.listKeys(REPORTS)).filter((key) => key.endsWith('/internal/manifest.json'));
  const texts = await Promise.all(keys.map(effects.readText));
  const manifests = texts.flatMap((text) => (text === null ? [] : [PublishedManifest.parse(JSON.parse(text))]));
  const periods = [...new Set(manifests.map((manifest) => manifest.period))];
  const signed = new Map(await Promise.all(periods.map(async (one) => [one, await effects.signed(one)] as const)));
  const revisions = manifests.map((manifest) => listed(manifest, signed.get(manifest.period) ?? []));
  const page = (content: string): Body => ({ content, type: 'text/html; charset=utf-8' });
  await effects.write(indexKey(period), page(periodIndex(period, revisions)));
  await effects.write(indexKey(), page(reportsIndex(revisions)));
}

function listed({ period, revision, inputs, ruleSet, codeVersion, outputs }: PublishedManifest, signed: readonly number[]): ListedRevision {
  const folder = revisionPrefix(period, revision).slice(`${REPORTS}${period}/`.length);
  const files = Object.entries(outputs).map(([name, file]) => ({ name, ...file }));
  return { period, revision, state: stateOf(revision, signed), inputs, ruleSet, codeVersion, folder, files };
}
