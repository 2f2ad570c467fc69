import { CITY_PACK } from '../../cities/pack.ts';
import { uploadKey } from '../../shared/ledger/keys.ts';
import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import type { Period } from '../../shared/time/period.ts';
import { csvOf, rowOf, sealed, type Written } from '../golden/rules/case.ts';
import type { Random } from './random.ts';

/**
 * One line of an upload: a household of a township, as one of a few variants; bad rows are refused, deletions take the
 * household out.
 */
export type Line = {
  readonly household: number;
  readonly township: number;
  readonly variant: number;
  readonly kind: 'sound' | 'bad' | 'deletion' | 'fallenBack';
};
export type Upload = {
  readonly division: string;
  readonly period: Period;
  readonly lines: readonly Line[];
  /** Marked as a full replacement; `confirmed` however much it removes. */
  readonly full: boolean | 'confirmed';
  readonly name: number;
};

export const TOWNSHIPS = ['371525108', '371525107'] as const;
const COUNTY = '371525';
const CITY = '3715';
const HOUSEHOLDS = 4;
const PERIODS: readonly Period[] = ['2016Q2', '2016Q2', '2016Q2', '2016Q2', '2016Q1'];

/** What must never be seen outside uploads and receipts. */
export const PERSONAL = /371599\d|王立冬|13800000000/;

/** What rows in the table and receipts say of a household, and no key, message or log does. */
export const HOUSEHOLD_NO = /371525108000\d{4}/;

const PLACES: readonly Written[] = TOWNSHIPS.map((code) => {
  const township = CITY_PACK.register.township(code);
  const village = CITY_PACK.register.villagesOf(code)[0];
  return { town_name: township?.name ?? '', village_name: village?.name ?? '', village_code: village?.code ?? '' };
});

/** The village that every line of a township names. */
export const villageOf = ({ township }: Line): string => PLACES[township]?.['village_name'] ?? '';

export const householdNo = (household: number): string => `371525108000${String(household).padStart(4, '0')}`;
/** Uplifted persons that a line reports: every variant another number. */
export const personsOf = ({ variant }: Line): number => 2 + (variant % 3);

/** Columns that a file may leave out: short files make more runs. The remark stays, it can take a household out. */
const OPTIONAL = HOUSEHOLD_COLUMNS.filter((column) => !('core' in column) && column.field !== 'remark').map(
  ({ field }) => field,
);

const written = new Map<string, Written>();

function rowText(line: Line, period: Period): Written {
  const key = JSON.stringify([line, period]);
  let row = written.get(key);
  if (!row) {
    const id = sealed(`371599196001${String(10 + line.household)}001`);
    const perHead = Math.round(550_000 / personsOf(line)) / 100;
    row = rowOf('household', {
      ...PLACES[line.township],
      period,
      report_date: period === '2016Q1' ? '2016-04-05' : '2016-07-05',
      household_no: householdNo(line.household),
      head_id_no: line.kind === 'bad' ? `${id.slice(0, 17)}${id.endsWith('0') ? '1' : '0'}` : id,
      uplift_persons: String(personsOf(line)),
      // Rows without a finding, so that most receipts have no marked workbook, which takes longer than all else.
      household_size: String(personsOf(line)),
      pc_net_income: perHead.toFixed(2),
      base_pc_net_income: '1000',
      uplift_amount: ((perHead - 1000) * personsOf(line)).toFixed(2),
      exit_status: line.kind === 'fallenBack' ? '返贫' : '未脱贫',
      remark: line.kind === 'deletion' ? '删除' : '动态管理纳入',
    });
    written.set(key, row);
  }
  return row;
}

const files = new Map<string, Uint8Array>();

/** The file as a clerk saves it. The same upload makes the same bytes. */
export function bytesOf({ lines, period }: Upload): Uint8Array {
  const key = JSON.stringify([lines, period]);
  let bytes = files.get(key);
  if (!bytes)
    files.set(
      key,
      (bytes = new TextEncoder().encode(
        csvOf(
          'household',
          lines.map((line) => rowText(line, period)),
          OPTIONAL,
        ),
      )),
    );
  return bytes;
}

const MARKS: Readonly<Record<string, string>> = { true: '（全量）', confirmed: '（全量确认）' };

export const keyOf = ({ division, period, full, name }: Upload): string =>
  uploadKey({ division, period, fileName: `花名册${name}${MARKS[String(full)] ?? ''}.csv` });

/** Two to five uploads of a township, its neighbour, their county or the city. */
export function uploadsOf(random: Random): Upload[] {
  return Array.from({ length: 2 + random.below(4) }, () => {
    const division = random.pick([TOWNSHIPS[0], TOWNSHIPS[0], TOWNSHIPS[1], COUNTY, CITY]);
    const full = random.chance(0.2) && (random.chance(0.3) || 'confirmed');
    const households = Array.from({ length: HOUSEHOLDS }, (_, household) => household).filter(() => random.chance(0.5));
    const lines = (households.length > 0 ? households : [0]).map((household): Line => {
      const own = TOWNSHIPS.findIndex((township) => township === division);
      const kind = random.chance(0.85) ? 'sound' : random.pick(['bad', 'deletion', 'fallenBack'] as const);
      return { household, township: own >= 0 ? own : random.below(2), variant: random.below(3), kind };
    });
    return { division, period: random.pick(PERIODS), lines, full, name: random.below(2) };
  });
}
