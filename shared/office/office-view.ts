/** What an office is told about a quarter: who reported, who is late, and what is wrong. Counts only, and no person. */
import type { City, CityPack } from '../city/city.ts';
import type { Holder } from '../door/link.ts';
import { offeredPeriods } from '../door/quarter-view.ts';
import { sameText, type Text } from '../language/language.ts';
import { correctionOf, isUnsound } from '../ledger/corrections.ts';
import { exceptionsAt, nilReturns, windowAt, type NilReturns, type Window } from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import { arrivedAt, type Submission } from '../ledger/submission.ts';
import { problemOf } from '../tables/r16-data-quality.ts';
import { reportings, type Reporting } from '../tables/completeness.ts';
import { cityDate, type Period } from '../time/period.ts';

/**
 * One upload, as an office may see it: without the file's name, since a clerk may have named the file after a person.
 */
export type OfficeUpload = {
  readonly versionId: string;
  /** When all of it was there, as its receipt says; ISO 8601 UTC. */
  readonly acceptedAt: string;
  readonly status: Submission['status'];
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly hasReceipt: boolean;
  /** Something of it was not taken, and nothing later settled that. */
  readonly isToCorrect: boolean;
};

export type TownshipState = {
  readonly code: string;
  readonly name: string;
  readonly reporting: Reporting;
  readonly isNil: boolean;
  /** Until when it may report though the quarter is closed. */
  readonly exceptionUntil: string | null;
  /** Oldest first. */
  readonly uploads: readonly OfficeUpload[];
};

export type UnitState = {
  readonly code: string;
  readonly name: string;
  readonly due: number;
  readonly onTime: number;
  readonly late: number;
  readonly missing: number;
  /** Of all files of the quarter, files that were sent again included. */
  readonly rows: number;
  readonly rejected: number;
  /** The errors that are found most often. */
  readonly problems: readonly { readonly rule: string; readonly text: Text; readonly count: number }[];
  /** Its own, which it sends for its townships; oldest first. */
  readonly uploads: readonly OfficeUpload[];
  readonly townships: readonly TownshipState[];
};

export type OfficeView = {
  readonly division: string;
  readonly name: string;
  readonly period: Period;
  readonly periods: readonly Period[];
  /** The server's time, ISO 8601 UTC. */
  readonly now: string;
  /** As it stands now, and as it will stand when all decisions apply. */
  readonly window: Window;
  readonly isLate: boolean;
  /** The link only shows this: it sends, opens and decides nothing. */
  readonly looksOnly: boolean;
  /** Its holder may open receipts of the townships, which the trail keeps. */
  readonly opensReceipts: boolean;
  /** Only the city's office, in a province the province's, decides about a quarter. */
  readonly mayDecide: boolean;
  /** The number of decisions that the view shows. A decision that was made on fewer than there are is refused. */
  readonly known: number;
  /** Decisions that are made and do not apply yet. */
  readonly pending: number;
  readonly units: readonly UnitState[];
};

/** Decisions are the business of the office above all others: a quarter has one window and one ledger. */
export const mayDecide = (division: string, { root }: City['register']): boolean => division === root;

/** How many kinds of problems are named. */
const NAMED_PROBLEMS = 3;

/** What the holder of a county's or the city's link is told. */
export function officeView(holder: Holder, ledger: Ledger, now: string, pack: CityPack): OfficeView {
  const { division, opensReceipts } = holder;
  const looksOnly = holder.looksUntil !== undefined;
  const { period, decisions } = ledger;
  const city = pack.at(period);
  const window = windowAt(city, decisions, now);
  const units = city.register.units
    .map(({ code }) => unitState(code, { city, ledger, now, division }))
    .filter(({ townships }) => townships.length > 0);
  return {
    division,
    name: pack.nameOf(division, period) ?? division,
    period,
    periods: offeredPeriods(pack, now),
    now,
    window,
    isLate: cityDate(new Date(now)) > window.deadline,
    looksOnly,
    opensReceipts,
    mayDecide: !looksOnly && mayDecide(division, city.register),
    known: decisions.length,
    pending: decisions.filter(({ at }) => at > now).length,
    units,
  };
}

type UnitFacts = {
  readonly city: City;
  readonly ledger: Ledger;
  readonly now: string;
  /** Whose office it is: it is told of what lies in it. */
  readonly division: string;
};

function unitState(code: string, { city, ledger, now, division: office }: UnitFacts): UnitState {
  const { register } = city;
  const standing = standingSubmissions(ledger);
  const nil = nilReturns(city, ledger.decisions);
  const reporting = reportings(standing, nil);
  const exceptions = exceptionsAt(ledger.decisions, now);
  const within = new Set(register.townshipsWithin(office).map((township) => township.code));
  const due = register.due.filter((township) => township.unit === code && within.has(township.code));
  const townships = due.map((township) => townshipState(township, { standing, reporting, nil, exceptions }));
  const senders = new Set(due.map((township) => township.code));
  if (register.covers(office, code)) senders.add(code);
  const files = ledger.submissions.filter(({ division }) => senders.has(division));
  const count = (reporting: Reporting): number => townships.filter((one) => one.reporting === reporting).length;
  return {
    code,
    name: register.textOf(code).zh,
    due: due.length,
    onTime: count('on time'),
    late: count('late'),
    missing: count('missing'),
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    rejected: files.reduce((sum, { rejected }) => sum + rejected, 0),
    problems: mainProblems(files),
    uploads: senders.has(code) ? uploadsOf(code, standing) : [],
    townships,
  };
}

type TownshipFacts = {
  /** Uploads that nobody withdrew, in the order of uploads. */
  readonly standing: readonly Submission[];
  readonly reporting: (township: string) => Reporting;
  readonly nil: NilReturns;
  readonly exceptions: ReadonlyMap<string, string>;
};

function townshipState(
  { code, name }: { readonly code: string; readonly name: string },
  { standing, reporting, nil, exceptions }: TownshipFacts,
): TownshipState {
  return {
    code,
    name,
    reporting: reporting(code),
    isNil: nil.has(code),
    exceptionUntil: exceptions.get(code) ?? null,
    uploads: uploadsOf(code, standing),
  };
}

const uploadsOf = (code: string, standing: readonly Submission[]): OfficeUpload[] =>
  standing
    .filter(({ division }) => division === code)
    .map((submission) => ({
      versionId: submission.versionId,
      acceptedAt: arrivedAt(submission),
      status: submission.status,
      rows: submission.rows,
      accepted: submission.accepted,
      rejected: submission.rejected,
      hasReceipt: submission.receiptParts.includes('html'),
      isToCorrect: isUnsound(submission) && correctionOf(submission, standing) === null,
    }));

function mainProblems(files: readonly Submission[]): UnitState['problems'] {
  const counts = new Map<string, number>();
  for (const { errors } of files)
    for (const [rule, count] of Object.entries(errors)) counts.set(rule, (counts.get(rule) ?? 0) + count);
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, NAMED_PROBLEMS)
    .map(([rule, count]) => ({ rule, count, text: problemOf(rule) ?? sameText(rule) }));
}
