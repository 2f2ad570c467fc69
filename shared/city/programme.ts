import { addDays, periodDays, type Period } from '../time/period.ts';

/** What the programme decided for one year: lines, targets, windows, zones. Data, dated and replaceable; money in fen. */
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
};

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

/** Where the bands of annual income per head begin (R06): nothing, 2,000 yuan, the national line, the provincial line, 5,000 yuan; in fen. */
export function bandEdges({ lines }: Programme): readonly number[] {
  return [0, 200_000, lines['1'], lines['2'], 500_000];
}
