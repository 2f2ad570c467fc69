import { addDays, periodDays, type Period } from '../time/period.ts';
import type { ProgrammeData } from './pack-schema.ts';

/** What the programme decided for one year: lines, targets, windows, zones. Money in fen. */
export type Programme = ProgrammeData;

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
  return {
    opens: addDays(last, 1),
    deadline: programme.deadlines?.[period] ?? addDays(last, programme.deadlineDays),
  };
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

/** The part of a programme that can change a figure, to be hashed. Its English words are left out. */
export const decidedIn = (programme: Programme): object => ({
  ...programme,
  zones: programme.zones.map(({ en: _en, ...zone }) => zone),
});

/** A band of annual income per head, lower bound included (R06). */
export type IncomeBand = {
  readonly key: string;
  /** Its name in tallies. Cached folds hold this name, so it never changes, even if the band moves. */
  readonly tally: string;
  /** Its bounds in fen, null where it has none. */
  readonly from: number | null;
  readonly to: number | null;
};

/** Lower bounds of bands beside the lines, in fen, where a programme names none (reports: R06). */
const BANDS = [200_000, 500_000];
/** Bands whose tallies had names before a programme could have bands of its own. */
const FIRST_TALLIES: Readonly<Record<number, string>> = { 200_000: '2', 500_000: '5' };

/**
 * The bands, from those without income upward. Two of them begin at the national and the provincial line; a bound that
 * is there already begins no second band.
 */
export function incomeBands({ lines, bands = BANDS }: Programme): readonly IncomeBand[] {
  const edges = [
    { key: '0', tally: '1', from: 0 },
    { key: 'national', tally: '3', from: lines['1'] },
    { key: 'provincial', tally: '4', from: lines['2'] },
    ...bands.map((from) => ({ key: String(from / 100), tally: FIRST_TALLIES[from] ?? `from.${from}`, from })),
  ]
    .sort((a, b) => a.from - b.from)
    .filter(({ from }, index, all) => from !== all[index - 1]?.from);
  return [
    { key: 'none', tally: '0', from: null, to: 0 },
    ...edges.map((edge, index) => ({ ...edge, to: edges[index + 1]?.from ?? null })),
  ];
}
