import type { City } from '../city/city.ts';
import type { Register } from '../city/register.ts';
import { SUPPRESSED, textIn, type ReportCell, type ReportRow } from '../tables/report-table.ts';
import { isPeriod, type Period } from '../time/period.ts';
import type { Summary } from './summary.ts';

/** A published count: `suppressed` where the edition does not give it, null where nobody has said it. */
export type PublishedCount = number | 'suppressed' | null;

/** Persons uplifted as one quarter's revision published them. */
type UpliftFigures = {
  readonly quarter: PublishedCount;
  readonly ytd: PublishedCount;
  /** Persons of the year's plan. */
  readonly plan: number | null;
};

export type UnitFigures = UpliftFigures & {
  /** Townships that owe a report and whose rows are not in the figures. */
  readonly absent: number;
  /** Whether other townships belonged to it than do now. */
  readonly isRecut: boolean;
};

/** What pages draw of a published quarter, by the reporting units of the quarter that they are drawn for. */
export type QuarterFigures = {
  readonly period: Period;
  readonly revision: number;
  readonly whole: UnitFigures;
  readonly units: ReadonlyMap<string, UnitFigures>;
};

/** The divisions of a published quarter, and those of the quarter that draws it. */
export type Divisions = {
  readonly before: Register;
  readonly now: Register;
  /** The code of a division by now. */
  readonly codeNow: (code: string) => string;
};

/** Of a summary that is drawn for its own quarter. */
export const ownDivisions = ({ register }: Pick<City, 'register'>): Divisions => ({
  before: register,
  now: register,
  codeNow: (code) => code,
});

/**
 * The figures of a published quarter as a later one draws them: units that became one are added, and one that was cut
 * otherwise says so. Nothing is worked out that the edition does not print.
 * @throws RangeError where the summary is of no quarter
 */
export function quarterFigures({ period, revision, tables, completeness }: Summary, of: Divisions): QuarterFigures {
  if (!isPeriod(period)) throw new RangeError(`got period ${period}, expected one such as 2016Q2`);
  const { before, now, codeNow } = of;
  const absent = [...new Set([...completeness.missing, ...completeness.notCounted].map(({ code }) => code))];
  const rows = (tables['R02']?.rows ?? []).map((row) => ({ row, unit: codeNow(textIn(row['code'])) }));
  const townshipsBefore = Map.groupBy(before.townships, ({ unit }) => codeNow(unit));
  const units = [...Map.groupBy(rows, ({ unit }) => unit)].map(([unit, parts]): [string, UnitFigures] => {
    const own = townshipsBefore.get(unit) ?? [];
    const missing = own.filter(({ code }) => absent.includes(code)).length;
    const silent = own.filter(({ code }) => before.due.some((due) => due.code === code)).length === missing;
    const figures = parts.map(({ row }) => upliftOf(row, silent && missing > 0));
    const townshipsNow = now.townships.filter((township) => township.unit === unit);
    return [
      unit,
      {
        ...added(figures),
        absent: missing,
        isRecut: !isSame(
          own.map(({ code }) => codeNow(code)),
          townshipsNow.map(({ code }) => code),
        ),
      },
    ];
  });
  const line = (id: string): ReportCell | undefined => tables['R01']?.rows.find((row) => row['line'] === id)?.['value'];
  const whole: UnitFigures = {
    quarter: countOf(line('R01.total.quarter')),
    ytd: countOf(line('R01.total.ytd')),
    plan: numberOf(line('R01.target.year')),
    absent: absent.length,
    isRecut: !isSame(
      before.townships.map(({ code }) => codeNow(code)),
      now.townships.map(({ code }) => code),
    ),
  };
  return { period, revision, whole, units: new Map(units) };
}

/** @param isSilent whether no township of the unit has reported: a zero says nothing then */
function upliftOf(row: ReportRow, isSilent: boolean): UpliftFigures {
  const said = (key: string): PublishedCount => {
    const count = countOf(row[key]);
    return isSilent && count === 0 ? null : count;
  };
  return { quarter: said('quarter'), ytd: said('ytd'), plan: numberOf(row['plan']) };
}

const countOf = (cell: ReportCell | undefined): PublishedCount => (cell === SUPPRESSED ? 'suppressed' : numberOf(cell));

const numberOf = (cell: ReportCell | undefined): number | null => (typeof cell === 'number' ? cell : null);

/** A sum with a part that is hidden is hidden, and one with a part that nobody has said is not known. */
function added(parts: readonly UpliftFigures[]): UpliftFigures {
  const sum = <T extends PublishedCount>(values: readonly T[]): T | number | null => {
    const odd = values.find((value) => value === 'suppressed') ?? values.find((value) => value === null);
    return odd === undefined ? values.reduce((total: number, value) => total + Number(value), 0) : odd;
  };
  return {
    quarter: sum(parts.map(({ quarter }) => quarter)),
    ytd: sum(parts.map(({ ytd }) => ytd)),
    plan: sum(parts.map(({ plan }) => plan)),
  };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => {
  const [one, other] = [new Set(a), new Set(b)];
  return one.size === other.size && [...one].every((code) => other.has(code));
};
