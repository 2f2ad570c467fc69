import { z } from 'zod';
import { Disclosure } from '../disclosure/disclosure-record.ts';
import { Manifest } from '../ledger/manifest.ts';

const PublishedFile = z.object({ sha256: z.string(), bytes: z.int() });
export type PublishedFile = z.infer<typeof PublishedFile>;

/**
 * The manifest beside a revision's files: its number, every file of both editions by its name below the revision's
 * folder.
 */
export const PublishedManifest = Manifest.extend({
  revision: z.int().positive(),
  outputs: z.record(z.string(), PublishedFile),
  /** What the public edition gave away; null where there was none. */
  disclosure: Disclosure.nullable(),
  /** Editions of other quarters of the year that the public one was protected against, beside those of its own. */
  against: z.array(z.object({ period: Manifest.shape.period, revision: z.int().positive() })).default([]),
});
export type PublishedManifest = z.infer<typeof PublishedManifest>;

/** Who answers for a revision, and since when. */
const Signature = z.object({ by: z.string(), at: z.string() });

/**
 * `latest.json`: the newest finished revision of a period, where it lies, the last run that found it to be that, and
 * whether it is final.
 */
export const Latest = z.object({
  period: z.string(),
  revision: z.int().positive(),
  inputs: z.string(),
  prefix: z.string(),
  run: z.int().default(0),
  state: z.enum(['provisional', 'final', 'restated']).default('provisional'),
  /** Null while nobody has signed it. */
  signed: Signature.nullable().default(null),
});
export type Latest = z.infer<typeof Latest>;

/**
 * `latest.json` of a province's city. Its reports lie in `folder` of both editions of the province's revision:
 * `<prefix>public/<folder>bulletin.html`.
 */
export const CityLatest = Latest.omit({ inputs: true, run: true }).extend({ folder: z.string() });
