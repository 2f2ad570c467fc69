import { CITY_PACK } from '../cities/pack.ts';
import type { City } from '../shared/city/city.ts';
import { evidenceWithin } from '../shared/explanation/evidence-within.ts';
import { explainFigures, type Explanation, type ReadTownship } from '../shared/explanation/explain.ts';
import type { Figure } from '../shared/explanation/figures.ts';
import type { Evidence, Part } from '../shared/explanation/parts.ts';
import { branchesOf, type FoldBranch } from '../shared/ledger/fold-branches.ts';
import { shownFileName } from '../shared/ledger/file-names.ts';
import type { PublishedManifest } from '../shared/publication/published-manifest.ts';
import type { Manifest } from '../shared/ledger/manifest.ts';
import { rowPlace } from '../shared/rows/row-number.ts';
import type { Period } from '../shared/time/period.ts';
import { ROWS_ARE_GONE } from './reproduction.ts';
import type { System } from './system.ts';
import { BadDataError } from './told-errors.ts';

/** A row of a file, or the file as a whole, and what it adds to a figure. */
export type FileRow = { readonly value: number; readonly sheet: number | null; readonly row: number | null };

/** A file that a figure is made of, as people know it. */
export type FilePart = {
  /** The clerk's name of it, without any number of a person; empty when its upload is no longer on record. */
  readonly file: string;
  readonly versionId: string;
  readonly period: Period;
  /** Where it was put. */
  readonly division: string;
  readonly of: Part['of'];
  readonly value: number;
  readonly rows: readonly FileRow[];
};

/** What is no file: nil returns, and what the register and the programme say. */
export type OtherPart = Exclude<Part, { readonly submissionId: string }>;

/** The parts of a figure, by file. */
export type FiledParts = { readonly files: readonly FilePart[]; readonly others: readonly OtherPart[] };

/**
 * Explains figures of a revision from the rows that are stored.
 * @param city whose reports print the figures: the pack's, or a city of its province
 * @param figures as the revision prints them
 * @throws BadDataError when rows of the revision are erased
 */
export async function explainedBySystem(
  system: System,
  { manifest, city }: { readonly manifest: PublishedManifest; readonly city: City },
  figures: readonly Figure[],
): Promise<{ readonly explanations: readonly Explanation[]; readonly filed: (parts: readonly Part[]) => FiledParts }> {
  try {
    const { evidence, readTownship } = await readEvidence(manifest);
    const explanations = await explainFigures(figures, evidenceWithin(evidence, city), readTownship);
    return { explanations, filed: await filing(system, manifest) };
  } catch (error) {
    if (error instanceof Error && ROWS_ARE_GONE.has(error.name)) await refuseErased(system, manifest);
    throw error;
  }
}

/** @throws BadDataError that names the uploads of a revision of which personal data is erased, if there are any */
async function refuseErased(system: System, manifest: PublishedManifest): Promise<void> {
  const periods = [...new Set(manifest.submissions.map(({ period }) => period))];
  const ledgers = await Promise.all(periods.map((period) => system.ledger(period)));
  const erased = new Set(
    ledgers.flatMap(({ submissions }) =>
      submissions.flatMap(({ versionId, erasedAt }) => (erasedAt === undefined ? [] : [versionId])),
    ),
  );
  const own = manifest.submissions.map(({ versionId }) => versionId).filter((id) => erased.has(id));
  if (own.length === 0) return;
  throw new BadDataError({
    zh: `这一版的 ${own.length} 份上传已按决定清除个人信息（audit 可查），不能再逐行说明；请看之后的版次：${own.join('、')}`,
    en: `personal data of ${own.length} uploads of this revision was erased (audit says by whom and why), so its rows cannot be told any more; look at a later revision: ${own.join(', ')}`,
  });
}

/**
 * What a revision was made of, with the rows and files that it is from; folds that were kept are not made again.
 * Rows of townships are read when they are asked for. The table is the one that a connected system has named.
 */
async function readEvidence(
  manifest: PublishedManifest,
): Promise<{ readonly evidence: Evidence; readonly readTownship: ReadTownship }> {
  const [{ evidenceOf, findFolds }, { fold }, { findFold }, { foldKey }, { countingRows }, { readRows }] =
    await Promise.all([
      import('../functions/publish/facts.ts'),
      import('../functions/fold/fold.ts'),
      import('../functions/store/folds.ts'),
      import('../functions/store/manifest.ts'),
      import('../functions/store/counting-rows.ts'),
      import('../functions/store/pages.ts'),
    ]);
  const effects = {
    readRows,
    pack: CITY_PACK,
    findFold: async (branch: FoldBranch) =>
      (await findFold(branch.period, branch.township, foldKey(branch, CITY_PACK))) ?? fold(branch, effects),
  };
  const evidence = await evidenceOf(manifest, await findFolds(manifest, effects), effects);
  return { evidence, readTownship: (township) => countingRows(branchesOf(manifest, CITY_PACK).of(township), effects) };
}

/** Puts parts to the files that they are from. */
async function filing(system: System, manifest: Manifest): Promise<(parts: readonly Part[]) => FiledParts> {
  const bySubmission = new Map(manifest.submissions.map((submission) => [submission.submissionId, submission]));
  const periods = [...new Set(manifest.submissions.map(({ period }) => period))];
  const ledgers = await Promise.all(periods.map((period) => system.ledger(period)));
  const keys = new Map(
    ledgers.flatMap(({ submissions }) => submissions.map(({ versionId, key }) => [versionId, key] as const)),
  );
  return (parts) => {
    const others: OtherPart[] = [];
    const files = new Map<string, { file: FilePart; rows: FileRow[] }>();
    for (const part of parts) {
      if (!('submissionId' in part)) {
        others.push(part);
        continue;
      }
      const { submissionId, of, period, value, row } = part;
      const group = `${submissionId} ${of}`;
      const known = files.get(group) ?? { file: fileOf(submissionId, of, period), rows: [] };
      files.set(group, known);
      known.rows.push({ value, ...(row === null ? { sheet: null, row: null } : rowPlace(row)) });
    }
    return { files: [...files.values()].map(summed).sort(inOrder), others };
  };
  function fileOf(submissionId: string, of: Part['of'], period: Period): FilePart {
    const submission = bySubmission.get(submissionId);
    const versionId = submission?.versionId ?? submissionId;
    const file = shownFileName(keys.get(versionId) ?? '');
    return { file, versionId, period, division: submission?.division ?? '', of, value: 0, rows: [] };
  }
}

const summed = ({ file, rows }: { readonly file: FilePart; readonly rows: FileRow[] }): FilePart => ({
  ...file,
  value: rows.reduce((sum, { value }) => sum + value, 0),
  rows: rows.sort((a, b) => (a.sheet ?? 0) - (b.sheet ?? 0) || (a.row ?? 0) - (b.row ?? 0)),
});

/** By division, quarter and version. */
const inOrder = (a: FilePart, b: FilePart): number => {
  const key = ({ division, period, versionId }: FilePart): string => `${division} ${period} ${versionId}`;
  return key(a) < key(b) ? -1 : 1;
};

/** Townships below a division that the revision could not count. */
export const notCountedIn = (manifest: Manifest, unit: string): string[] => {
  const register = CITY_PACK.registerOf(manifest.period);
  const without = new Set(manifest.notCounted.map(({ township }) => township));
  return register
    .townshipsWithin(unit)
    .filter(({ code }) => without.has(code))
    .map(({ name }) => name);
};
