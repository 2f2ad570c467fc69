/** The uploads of a soak: small files of real households of every township, sent again and again with corrections. */
import { CITY_PACK } from '../../cities/pack.ts';
import { uploadKey } from '../../shared/ledger/keys.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { Period } from '../../shared/time/period.ts';
import { financeFile, projectFile, targetFile, townshipFile } from '../e2e/city-files.ts';
import { randomOf, type Random } from '../simulation/random.ts';
import { householdsOf } from '../generate/liaocheng.ts';

export type Upload = { readonly key: string; readonly bytes: Uint8Array };

/** The quarters that files are of, the later ones more often. The last two are summarised. */
const PERIODS: readonly Period[] = [
  '2015Q4',
  '2016Q1',
  '2016Q1',
  '2016Q1',
  '2016Q2',
  '2016Q2',
  '2016Q2',
  '2016Q2',
  '2016Q2',
  '2016Q2',
];
export const SUMMARISED: readonly Period[] = ['2016Q1', '2016Q2'];

/** Households of a township that files name: few, so that uploads meet in the same rows. */
const HOUSEHOLDS = 10;

const TOWNSHIPS: readonly string[] = CITY_PACK.register.due.map(({ code }) => code);
const households = new Map<string, readonly HouseholdRow[]>();

function firstHouseholds(township: string, period: Period): readonly HouseholdRow[] {
  const key = `${township}/${period}`;
  let rows = households.get(key);
  if (!rows) households.set(key, (rows = householdsOf(township, period).slice(0, HOUSEHOLDS)));
  return rows;
}

/** The upload of this number. The same seed and number make the same bytes, whatever became of those before. */
export function uploadOf(seed: number, number: number): Upload {
  const random = randomOf(seed * 1_000_003 + number);
  // Every township once, then at random.
  const township = TOWNSHIPS[number] ?? random.pick(TOWNSHIPS);
  const period = random.pick(PERIODS);
  const county = township.slice(0, 6);
  const draw = random.next();
  if (draw < 0.003)
    return {
      key: `999999/${period}/${number}.csv`,
      bytes: townshipFile(township, period, rowsOf(random, township, period)),
    };
  if (draw < 0.005) return { key: `3715/${period}/任务表.xlsx`, bytes: targetFile(period) };
  if (draw < 0.01)
    return { key: `${county}/${period}/项目表.xlsx`, bytes: projectFile(county, nameOf(county), period) };
  if (draw < 0.015)
    return { key: `${county}/${period}/金融表.xlsx`, bytes: financeFile(county, nameOf(county), period) };
  const fileName = `花名册${random.below(2)}${random.chance(0.15) ? '（全量确认）' : ''}.csv`;
  if (draw < 0.03) {
    // A bulk file of the county or the city: rows of two townships, in the hand of the first.
    const division = draw < 0.018 ? '3715' : county;
    const other = random.pick(TOWNSHIPS.filter((code) => CITY_PACK.register.covers(division, code)));
    const rows = [...new Set([township, other])].flatMap((code) => rowsOf(random, code, period));
    return { key: uploadKey({ division, period, fileName }), bytes: townshipFile(township, period, rows) };
  }
  return {
    key: uploadKey({ division: township, period, fileName }),
    bytes: townshipFile(township, period, rowsOf(random, township, period)),
  };
}

const nameOf = (division: string): string => CITY_PACK.register.nameOf(division) ?? division;

/** Some of the township's households, some of them corrected, now and then one with a wrong number or taken out. */
function rowsOf(random: Random, township: string, period: Period): HouseholdRow[] {
  const all = firstHouseholds(township, period);
  const some = all.filter(() => random.chance(0.5));
  return (some.length > 0 ? some : all.slice(0, 1)).map((row): HouseholdRow => {
    const draw = random.next();
    if (draw < 0.02)
      return { ...row, head_id_no: row.head_id_no.slice(0, 17) + (row.head_id_no.endsWith('0') ? '1' : '0') };
    if (draw < 0.04) return { ...row, remark: '删除' };
    if (draw < 0.3 && row.uplift_persons > 0) return { ...row, uplift_persons: random.below(row.uplift_persons + 1) };
    return row;
  });
}
