import { addDays, periodDays, type Period } from '../time/period.ts';

/**
 * What the programme decided for one year: lines, targets, windows, zones. Data, dated and replaceable; money in fen.
 */
export type Programme = {
  readonly year: number;
  /** Per-capita net income of a year, in fen, by poverty standard (1 national, 2 provincial, 3 municipal). */
  readonly lines: Readonly<Record<'1' | '2' | '3', number>>;
  /** Persons to be uplifted in the year; null when none was set. */
  readonly cityTarget: number | null;
  /** Days after the quarter's last day. Reporting opens the day after the quarter ends. */
  readonly deadlineDays: number;
  /** 片区: a zone and the divisions that belong to it (county, township or village codes; the longest code decides). */
  readonly zones: readonly { readonly name: string; readonly divisions: readonly string[] }[];
  /** How many zones there are; not all of them are named in public sources. */
  readonly zoneCount: number;
  readonly maximumLeverage: number;
  /** 专项资金 for one household, and the most that is lent for each person driven; in fen. */
  readonly grantPerHousehold: number;
  readonly loanPerPerson: number;
  /** Head of stock that a donkey farm should have. */
  readonly smallestDonkeyFarm: number;
  /**
   * Percent of what stands that a full replacement may remove without being confirmed; {@link REPLACEMENT_SHARE} where
   * none is set.
   */
  readonly replacementShare?: number;
};

/**
 * Of a township's few hundred households a fifth do not leave in one quarter: whoever names fewer has most likely sent
 * a part of them.
 */
const REPLACEMENT_SHARE = 20;

/** Percent of what stands beyond which a full replacement must be confirmed. */
export const replacementShareOf = ({ replacementShare = REPLACEMENT_SHARE }: Programme): number => replacementShare;

/** A period and the programme of its year. */
export type ProgrammeAt = { readonly period: Period; readonly programme: Programme };

/** City dates: the day on which reporting opens, and the last day on time. */
export type ReportingWindow = { readonly opens: string; readonly deadline: string };

/** The reporting window that the programme gives a period. */
export function windowOf({ period, programme }: ProgrammeAt): ReportingWindow {
  const { last } = periodDays(period);
  return { opens: addDays(last, 1), deadline: addDays(last, programme.deadlineDays) };
}

/** The zone that a place belongs to by its code; null for 插花, the villages outside all zones. */
export function zoneOf({ zones }: Programme, place: string): string | null {
  let zone: string | null = null;
  let length = 0;
  for (const { name, divisions } of zones) {
    for (const division of divisions) {
      if (division.length <= length || !place.startsWith(division)) continue;
      zone = name;
      length = division.length;
    }
  }
  return zone;
}

/** A band of annual income per head, lower bound included (R06). */
export type IncomeBand = {
  readonly key: string;
  /** What tallies call it. Cached folds hold this name, so it stays, wherever the band comes to stand. */
  readonly tally: string;
  /** Its bounds in fen, null where it has none. */
  readonly from: number | null;
  readonly to: number | null;
};

/**
 * The bands, from those without income to those from 5,000 yuan. Two of them begin at the national and the provincial
 * line.
 */
export function incomeBands({ lines }: Programme): readonly IncomeBand[] {
  const edges = [
    { key: '0', tally: '1', from: 0 },
    { key: '2000', tally: '2', from: 200_000 },
    { key: 'national', tally: '3', from: lines['1'] },
    { key: 'provincial', tally: '4', from: lines['2'] },
    { key: '5000', tally: '5', from: 500_000 },
  ];
  return [
    { key: 'none', tally: '0', from: null, to: 0 },
    ...edges.map((edge, index) => ({ ...edge, to: edges[index + 1]?.from ?? null })),
  ];
}
