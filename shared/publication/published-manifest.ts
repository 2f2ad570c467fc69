import * as z from 'zod';
import { Disclosure } from '../disclosure/disclosure-record.ts';
import { Manifest } from '../ledger/manifest.ts';

/** A revision of an earlier quarter that the bulletin draws, by the file that is read of it. */
const DrawnQuarter = z.object({
  period: Manifest.shape.period,
  revision: z.int().positive(),
  /** Of the page that draws it: a public page draws public figures alone. */
  edition: z.enum(['internal', 'public']),
  /** Of the report set: of a province's city its own. */
  folder: z.string(),
  key: z.string(),
  sha256: z.string(),
});
export type DrawnQuarter = z.infer<typeof DrawnQuarter>;

const PublishedFile = z.object({ sha256: z.string(), bytes: z.int() });
export type PublishedFile = z.infer<typeof PublishedFile>;

/**
 * The manifest beside a revision's files: its number, every file of both editions by its name below the revision's
 * folder.
 */
export const PublishedManifest = Manifest.extend({
  revision: z.int().positive(),
  outputs: z.record(z.string(), PublishedFile),
  /** What the public edition discloses; null where there was none. */
  disclosure: Disclosure.nullable(),
  /** Editions of other quarters of the year that the public one was protected against, beside those of its own. */
  against: z.array(z.object({ period: Manifest.shape.period, revision: z.int().positive() })).default([]),
  /** The earlier quarters that the bulletins draw, as they stood when this revision was made. */
  drawn: z.array(DrawnQuarter).default([]),
});
export type PublishedManifest = z.infer<typeof PublishedManifest>;

/** Who answers for a revision, and since when. */
const Signature = z.object({ by: z.string(), at: z.string() });

const RevisionStanding = {
  revision: z.int().positive(),
  prefix: z.string(),
  state: z.enum(['provisional', 'final', 'restated']).default('provisional'),
  /** Null while nobody has signed it. */
  signed: Signature.nullable().default(null),
};

/**
 * `latest.json`: the newest finished revision of a period, where it lies, the last run that found it to be that, and
 * whether it is final.
 */
export const Latest = z.object({
  period: z.string(),
  inputs: z.string(),
  run: z.int().default(0),
  ...RevisionStanding,
  /**
   * The newest revision that has a public edition: what the public sees while that of a newer one is withheld. Null while
   * none has.
   */
  public: z.object(RevisionStanding).nullable().default(null),
});
export type Latest = z.infer<typeof Latest>;

/**
 * `latest.json` of a province's city. Its reports lie in `folder` of both editions of the province's revision:
 * `<prefix>public/<folder>bulletin.html`.
 */
export const CityLatest = Latest.omit({ inputs: true, run: true }).extend({ folder: z.string() });
