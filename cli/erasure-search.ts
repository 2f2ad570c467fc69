/** Finds what is to be erased: object versions by their ids, by their period, or by a household that they name. */
import { CITY_PACK } from '../cities/pack.ts';
import { limitsFor } from '../shared/check/file-limits.ts';
import { erasedVersions } from '../shared/ledger/decisions.ts';
import { parseUploadKey } from '../shared/ledger/keys.ts';
import { misplaced, trailPeriodOf } from '../shared/ledger/misplaced.ts';
import { inOrder } from '../shared/ledger/submission.ts';
import type { UploadVersion } from '../shared/ledger/versions-in-scope.ts';
import { hasKnownHeader } from '../shared/parse/header.ts';
import { readWorkbook } from '../shared/sheet/read.ts';
import type { Cell } from '../shared/sheet/grid.ts';
import type { Period } from '../shared/time/period.ts';
import type { System } from './system.ts';

/** An object version that can be erased, and what the ledger knows of it. */
export type Erasable = {
  readonly period: Period;
  readonly division: string;
  readonly versionId: string;
  /** ISO 8601 UTC. */
  readonly acceptedAt: string;
  /** Rows that count now; null where it is in no ledger. */
  readonly accepted: number | null;
  /** Whether the bucket still has it. */
  readonly isStored: boolean;
};

/** What is on record or in the bucket of a period and is not erased yet, oldest first. */
export async function erasableOf(
  system: System,
  period: Period,
  listed: readonly UploadVersion[],
): Promise<Erasable[]> {
  const [ledger, trail] = [await system.ledger(period), await system.auditTrail(period)];
  const erased = erasedVersions(ledger.decisions);
  const stored = new Set(listed.map(({ versionId }) => versionId));
  const found = new Map<string, Erasable>();
  for (const version of listed) {
    const place = placeOf(version);
    if (place.period === period) found.set(version.versionId, { ...place, ...version, accepted: null, isStored: true });
  }
  for (const { at, what, subject, detail } of trail)
    if (what === 'misplaced' && !found.has(subject))
      found.set(subject, {
        ...placeOf({ key: detail, acceptedAt: at }),
        period,
        versionId: subject,
        acceptedAt: at,
        accepted: null,
        isStored: false,
      });
  for (const { division, versionId, acceptedAt, accepted } of ledger.submissions)
    found.set(versionId, { period, division, versionId, acceptedAt, accepted, isStored: stored.has(versionId) });
  return [...found.values()]
    .filter(({ versionId, isStored }) => isStored || !erased.has(versionId))
    .map(({ period: of, division, versionId, acceptedAt, accepted, isStored }) => ({
      period: of,
      division,
      versionId,
      acceptedAt,
      accepted,
      isStored,
    }))
    .sort(inOrder);
}

/** Where an upload is on record: a misplaced one in the trail of the quarter that its place means. */
function placeOf({
  key,
  acceptedAt,
}: Pick<UploadVersion, 'key' | 'acceptedAt'>): Pick<Erasable, 'period' | 'division'> {
  const slot = parseUploadKey(key, CITY_PACK);
  if (slot) return slot;
  const place = misplaced(key, CITY_PACK);
  return {
    period: trailPeriodOf(place, acceptedAt, CITY_PACK),
    division: place?.division ?? CITY_PACK.register.root,
  };
}

/** What a search for a household comes to. */
export type HouseholdSearch = {
  /** Versions whose file or whose rows name it. */
  readonly found: readonly Erasable[];
  /** Stored versions that no reader opens: nobody can say whether they name it. */
  readonly unread: readonly Erasable[];
};

/**
 * Looks for a household number in every cell of every stored file, and in the rows of those that are gone.
 * @param onProgress is told how many of all versions are looked through
 */
export async function searchHousehold(
  system: System,
  number: string,
  onProgress: (done: number, all: number) => void,
): Promise<HouseholdSearch> {
  const listed = await system.allVersions();
  const periods = [...new Set(listed.map((version) => placeOf(version).period))].sort();
  const byId = new Map(listed.map((version) => [version.versionId, version]));
  const [found, unread]: Erasable[][] = [[], []];
  let done = 0;
  for (const period of periods)
    for (const one of await erasableOf(system, period, listed)) {
      onProgress(++done, Math.max(done, listed.length));
      const version = byId.get(one.versionId);
      const names = version ? await fileNames(system, version, number) : await rowsName(system, one, number);
      if (names === true) found?.push(one);
      if (names === null) unread?.push(one);
    }
  return { found: found ?? [], unread: unread ?? [] };
}

/** Whether a file names the household in any cell; null when it cannot be read. */
async function fileNames(system: System, version: UploadVersion, number: string): Promise<boolean | null> {
  const bytes = await system.readVersion(version);
  if (bytes === null) return false;
  const read = readWorkbook(bytes, limitsFor(placeOf(version).division), { looksRight: hasKnownHeader });
  if ('refused' in read) return null;
  const isIt = (cell: Cell): boolean =>
    cell !== null && typeof cell !== 'object' && plain(String(cell)).includes(number);
  return read.sheets.some(
    ({ rows, struck, partlyStruck, covered }) =>
      rows.some((row) => row.some(isIt)) ||
      [struck, partlyStruck, covered].some((unseen) => unseen?.cells.some(({ cell }) => isIt(cell))),
  );
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '');

/** Whether stored rows of a version name the household. */
async function rowsName(system: System, { period, versionId }: Erasable, number: string): Promise<boolean> {
  const submission = (await system.ledger(period)).submissions.find((one) => one.versionId === versionId);
  // Loaded now: it makes a client of the table.
  const { hasRowOf } = await import('../functions/store/erasure.ts');
  return submission !== undefined && (await hasRowOf(submission, number));
}
