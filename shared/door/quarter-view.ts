/** What a division's page is told about a quarter: whether it may report, and what became of what it sent. */
import type { CityPack } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { correctionOf, isUnsound } from '../ledger/corrections.ts';
import { admissionOf, exceptionsAt, nilReturns, withdrawnAt, type Admission } from '../ledger/decisions.ts';
import { shownFileName } from '../ledger/file-names.ts';
import { standingSubmissions, submissionsAsDecided, type Ledger } from '../ledger/manifest.ts';
import { misplaced } from '../ledger/misplaced.ts';
import { arrivedAt, counts, inOrder, type Submission } from '../ledger/submission.ts';
import { isSystemFile } from '../ledger/system-files.ts';
import type { UploadVersion } from '../ledger/versions-in-scope.ts';
import { parseUploadKey } from '../ledger/keys.ts';
import { belongsAt, faultsText } from '../receipt/misplaced-text.ts';
import { submissionStatus } from '../receipt/status-text.ts';
import { shiftPeriod, lastEndedPeriod, type Period } from '../time/period.ts';

/**
 * Where an upload stands: `reading` has no receipt yet, `counts` is taken in full, `to correct` waits for its clerk,
 * `settled` was corrected by a later one.
 */
export type UploadState = 'reading' | 'counts' | 'to correct' | 'settled' | 'withdrawn' | 'misplaced';

/** One upload, as its clerk is told of it. */
export type UploadView = {
  readonly versionId: string;
  readonly file: string;
  /** Of its bytes, in hexadecimal; null while it is being read. */
  readonly sha256: string | null;
  /** When all of it was there, as its receipt says; ISO 8601 UTC. */
  readonly acceptedAt: string;
  readonly state: UploadState;
  /** The result in one line; null while the file is being read. */
  readonly result: Text | null;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly warnings: number;
  readonly late: boolean;
  /** Which parts of the receipt can be opened. */
  readonly hasReceipt: boolean;
  readonly hasMarked: boolean;
  /** The file that settled it. */
  readonly correctedBy: string | null;
};

/** A quarter of a division. */
export type QuarterView = {
  readonly division: string;
  readonly name: string;
  /** The county or zone of a township; null for a county or the city. */
  readonly unit: string | null;
  readonly period: Period;
  /** The quarters that the page offers, newest first. */
  readonly periods: readonly Period[];
  /** The server's time, ISO 8601 UTC: that of the clerk's PC may be wrong. */
  readonly now: string;
  readonly state: Admission['state'];
  readonly window: Admission['window'];
  readonly isLate: boolean;
  /** Until when it may report though the quarter is closed. */
  readonly exceptionUntil: string | null;
  readonly isNil: boolean;
  /** Newest first; what is to be corrected is told by its state. */
  readonly uploads: readonly UploadView[];
};

/** What the view is made of: the division's own submissions, the quarter's decisions, and the division's uploads. */
export type QuarterFacts = {
  readonly division: string;
  readonly ledger: Ledger;
  /** All versions under the division's prefix. */
  readonly versions: readonly UploadVersion[];
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly pack: CityPack;
};

/** How many quarters the page offers. */
const OFFERED = 6;
/**
 * How many quarters back a year with a programme is looked for, so that the archive of an old campaign stays readable.
 */
const LOOKED_BACK = 80;

/** The newest quarters that have ended and whose year has a programme, newest first. */
export function offeredPeriods(pack: CityPack, now: string): Period[] {
  const last = lastEndedPeriod(new Date(now));
  return Array.from({ length: LOOKED_BACK }, (_, back) => shiftPeriod(last, -back))
    .filter((period) => pack.hasProgramme(period))
    .slice(0, OFFERED);
}

/** What is told about a quarter. */
export function quarterView({ division, ledger, versions, now, pack }: QuarterFacts): QuarterView {
  const { period, decisions } = ledger;
  const city = pack.at(period);
  const admission = admissionOf(city, division, decisions, now);
  const township = city.register.township(division);
  return {
    division,
    name: pack.nameOf(division, period) ?? division,
    unit: township ? city.register.unitLabel(township.unit) : null,
    period,
    periods: offeredPeriods(pack, now),
    now,
    state: admission.state,
    window: admission.window,
    isLate: admission.late,
    exceptionUntil: exceptionsAt(decisions, now).get(division) ?? null,
    isNil: nilReturns(city, decisions).has(division),
    uploads: uploadViews({ division, ledger, versions, now, pack }),
  };
}

function uploadViews({ ledger, versions, now, pack }: QuarterFacts): UploadView[] {
  const standing = standingSubmissions(ledger);
  const byVersion = new Map(submissionsAsDecided(ledger).map((submission) => [submission.versionId, submission]));
  const withdrawn = withdrawnAt(ledger.decisions, now);
  return versions
    .filter((version) => !isSystemFile(version))
    .toSorted((a, b) => inOrder(b, a))
    .flatMap((version) => {
      const slot = parseUploadKey(version.key, pack);
      if (slot === null) return misplacedView(version, ledger.period, pack);
      if (slot.period !== ledger.period) return [];
      const submission = byVersion.get(version.versionId);
      return [
        submission
          ? submissionView(submission, standing, withdrawn.has(version.versionId))
          : { ...nothingYet(version), state: 'reading' as const, result: null },
      ];
    });
}

const nothingYet = ({ key, versionId, acceptedAt }: UploadVersion) => ({
  versionId,
  file: shownFileName(key),
  acceptedAt,
  sha256: null,
  rows: 0,
  accepted: 0,
  rejected: 0,
  warnings: 0,
  late: false,
  hasReceipt: false,
  hasMarked: false,
  correctedBy: null,
});

function submissionView(submission: Submission, standing: readonly Submission[], isWithdrawn: boolean): UploadView {
  const { key, versionId, rows, accepted, rejected, late, receiptParts } = submission;
  const correction = isUnsound(submission) ? correctionOf(submission, standing) : null;
  const state = isWithdrawn ? 'withdrawn' : correction ? 'settled' : isUnsound(submission) ? 'to correct' : 'counts';
  return {
    versionId,
    file: shownFileName(key),
    acceptedAt: arrivedAt(submission),
    sha256: submission.sha256,
    state,
    result: submissionStatus(submission),
    rows,
    accepted: counts(submission) ? accepted : 0,
    rejected,
    warnings: Object.values(submission.warnings).reduce((sum, count) => sum + count, 0),
    late,
    hasReceipt: receiptParts.includes('html'),
    hasMarked: receiptParts.includes('marked.xlsx'),
    correctedBy: correction === null ? null : shownFileName(correction.key),
  };
}

/** An upload at a wrong place is shown in the quarter that its key means, and in each where it means none. */
function misplacedView(version: UploadVersion, period: Period, pack: CityPack): UploadView[] {
  const place = misplaced(version.key, pack);
  if (place === null || (place.period !== null && place.period !== period)) return [];
  const [faults, right] = [faultsText(place), belongsAt(place)];
  return [
    {
      ...nothingYet(version),
      state: 'misplaced',
      hasReceipt: true,
      result: {
        zh: `上传的位置不对，没有读取：${faults.zh}；应为 ${right.zh}`,
        en: `at the wrong place, not read: ${faults.en}; it belongs at ${right.en}`,
      },
    },
  ];
}
