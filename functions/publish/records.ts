import { decodeRecord } from '../../shared/rows/codec.ts';
import { decodeIdentity, refKey } from '../../shared/ledger/identities.ts';
import { countedTownshipsOf, submissionsOf, type Manifest } from '../../shared/ledger/manifest.ts';
import { submissionsByPartition } from '../../shared/ledger/visible-submissions.ts';
import { RecordsFile } from '../../shared/publication/records-file.ts';
import { cityFolder } from '../../shared/city/report-sets.ts';
import { readIdentities, readVisible, TornReadError, type VisibleEffects } from '../store/visible.ts';

/**
 * records.parquet of a revision's report sets, by their folders: the households that the period counts, each once, township by
 * township and by pseudonym inside one, so that neither the order nor a column tells who they are. The same manifest
 * gives the same bytes.
 * @throws TornReadError when a row has no identity beside it
 */
export async function recordsOf(manifest: Manifest, effects: VisibleEffects): Promise<ReadonlyMap<string, Uint8Array>> {
  const { period } = manifest;
  const byTownship = submissionsByPartition(submissionsOf(manifest, period), 'household', effects.pack);
  const dropped = new Set(manifest.duplicates.flatMap((duplicate) => duplicate.dropped.map(refKey)));
  const { register } = effects.pack.at(period);
  const whole = new RecordsFile(effects.pack.at(period));
  const cities = new Map(register.cities.map(({ code }) => [code, new RecordsFile(effects.pack.at(period))]));
  for (const township of countedTownshipsOf(manifest, effects.pack)) {
    const submissions = byTownship.get(township) ?? [];
    const [rows, identities] = await Promise.all([
      readVisible(submissions, 'household', township, effects),
      readIdentities(submissions, township, effects),
    ]);
    const pseudonyms = new Map(identities.map(({ key, line }) => [key, decodeIdentity(line).pseudonym]));
    const counted = rows.flatMap((row) => {
      const { key, submissionId, number } = row;
      if (dropped.has(refKey({ period, submissionId, row: number }))) return [];
      const pseudonym = pseudonyms.get(key);
      if (pseudonym === undefined)
        throw new TornReadError(`row ${number} of submission ${submissionId} has no identity`);
      return [{ pseudonym, record: decodeRecord('household', row) }];
    });
    counted.sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1));
    for (const file of [whole, cities.get(register.cityOf(township)?.code ?? '')]) file?.append(counted);
  }
  return new Map([
    ['', whole.finish()],
    ...[...cities].map(([code, file]): [string, Uint8Array] => [cityFolder(code), file.finish()]),
  ]);
}
