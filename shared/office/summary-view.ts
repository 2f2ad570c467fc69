/** What the page of an office is told about the summary of a quarter. */
import type { CityPack } from '../city/city.ts';
import type { Register } from '../city/register.ts';
import { cityFolder } from '../city/report-sets.ts';
import type { Text } from '../language/language.ts';
import { nilReturns, signaturesOf, stateOf, type RevisionState } from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import { counts } from '../ledger/submission.ts';

/** Files that a page leads to, by their names below the folder of a revision. */
const READ_FILES = ['bulletin.html', 'restatement.html', 'workbook.xlsx'] as const;

export type SummaryFile = {
  readonly edition: 'internal' | 'public';
  readonly file: (typeof READ_FILES)[number];
  /** Whose report it is; null for the reader's own. */
  readonly of: Text | null;
  /** Of the report set, below that of the edition. */
  readonly folder: string;
  /** Below the folder of the revision: `internal/cities/3801/signed/bulletin.html`. */
  readonly name: string;
};

export type SummaryView = {
  readonly revision: number;
  readonly state: RevisionState;
  /** Who answers for it, and since when (ISO 8601 UTC). */
  readonly signature: { readonly by: string; readonly at: string } | null;
  readonly files: readonly SummaryFile[];
  /** That the revision has no public edition, and what the public sees in its place. */
  readonly withheld: Text | null;
};

/** Where a run of the summary stands that the page has started; null where it is not known. */
export type SummaryRun = 'running' | 'done' | 'failed' | null;

/** An edition of a report set, as an office reads it. */
type Readable = Pick<SummaryFile, 'edition' | 'folder' | 'of'>;

/**
 * What an office reads. The internal edition has figures of every county, so that it is for the office above them:
 * for the root's all of it, for a city's that of the city. A county reads the public editions alone.
 */
function readableBy(division: string, register: Register): readonly Readable[] {
  const { root, cities, profile } = register;
  const whole = { folder: '', of: null };
  const open = { ...whole, edition: 'public' } as const;
  const ofCities = cities.map(({ code, name, en }) => ({ folder: cityFolder(code), of: { zh: name, en } }));
  if (division === root)
    return [
      { ...whole, edition: 'internal' },
      open,
      ...ofCities.map((set) => ({ ...set, edition: 'internal' as const })),
    ];
  const city = register.cityOf(division);
  if (city === null) return [open];
  const own = { folder: cityFolder(city.code), of: null };
  return [
    ...(city.code === division ? [{ ...own, edition: 'internal' as const }] : []),
    { ...own, edition: 'public' },
    { ...open, of: profile.name },
  ];
}

type PublishedRevision = {
  readonly revision: number;
  /** Names of its files. */
  readonly outputs: readonly string[];
  readonly register: Register;
};

/** The newest revision as an office may see it. @param division whose office it is */
export function summaryView(
  division: string,
  { revision, outputs, register }: PublishedRevision,
  { decisions }: Ledger,
): Omit<SummaryView, 'withheld'> {
  const signatures = signaturesOf(decisions);
  const signature = signatures.get(revision) ?? null;
  return {
    revision,
    state: stateOf(revision, [...signatures.keys()]),
    signature: signature && { by: signature.by, at: signature.at },
    files: readableBy(division, register).flatMap((set) =>
      READ_FILES.filter((file) => outputs.includes(nameOf({ ...set, file }, false))).map((file): SummaryFile => ({
        ...set,
        file,
        name: nameOf({ ...set, file }, signature !== null && file === 'bulletin.html'),
      })),
    ),
  };
}

/** Where a file lies below the folder of the revision, as it was made or as it is signed. */
export const nameOf = ({ edition, folder, file }: Omit<SummaryFile, 'of' | 'name'>, isSigned: boolean): string =>
  `${edition}/${folder}${isSigned ? 'signed/' : ''}${file}`;

/** Whether nobody has reported anything; most often the quarter is mistaken then. */
export const isNothingReported = (ledger: Ledger, pack: CityPack): boolean =>
  !standingSubmissions(ledger).some(counts) && nilReturns(pack.at(ledger.period), ledger.decisions).size === 0;
