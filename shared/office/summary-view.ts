/** What the page of an office is told about the summary of a quarter. */
import type { CityPack } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { nilReturns, signaturesOf, stateOf, type RevisionState } from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import { counts } from '../ledger/submission.ts';

/** Files that a page leads to, by their names below the folder of a revision. */
const READ_FILES = ['bulletin.html', 'restatement.html', 'workbook.xlsx'] as const;

export type SummaryFile = {
  readonly edition: 'internal' | 'public';
  readonly file: (typeof READ_FILES)[number];
  /** Below the folder of the revision: `internal/signed/bulletin.html`. */
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

/**
 * The newest revision. The internal edition is for the highest office, which alone sees every county.
 * @param isHighest whether that office reads it
 * @param outputs names of the revision's files
 */
export function summaryView(
  isHighest: boolean,
  revision: number,
  outputs: readonly string[],
  { decisions }: Ledger,
): Omit<SummaryView, 'withheld'> {
  const signatures = signaturesOf(decisions);
  const signature = signatures.get(revision) ?? null;
  const editions = isHighest ? (['internal', 'public'] as const) : (['public'] as const);
  return {
    revision,
    state: stateOf(revision, [...signatures.keys()]),
    signature: signature && { by: signature.by, at: signature.at },
    files: editions.flatMap((edition) =>
      READ_FILES.filter((file) => outputs.includes(`${edition}/${file}`)).map((file): SummaryFile => {
        const isSigned = signature !== null && file === 'bulletin.html';
        return { edition, file, name: `${edition}/${isSigned ? 'signed/' : ''}${file}` };
      }),
    ),
  };
}

/** Whether nobody has reported anything; most often the quarter is mistaken then. */
export const isNothingReported = (ledger: Ledger, pack: CityPack): boolean =>
  !standingSubmissions(ledger).some(counts) && nilReturns(pack.at(ledger.period), ledger.decisions).size === 0;
