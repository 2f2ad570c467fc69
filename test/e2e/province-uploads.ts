/** The invented province as files: its folder, and what its divisions send of two quarters, at every level. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileBytes } from '../../cli/generate/files.ts';
import { householdSheet } from '../../cli/generate/household-sheet.ts';
import { officeSheet } from '../../cli/generate/office-sheet.ts';
import { syntheticCityOf } from '../../cli/generate/synthetic-city.ts';
import { netIncome, perCapita } from '../../shared/rules/money.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow } from '../../shared/schema/household.ts';
import { TARGET_COLUMNS } from '../../shared/schema/target.ts';
import { inventedProvince, provinceFiles } from '../city/invented-province.ts';
import type { Sending } from '../report/sent-files.ts';
import type { FileForm } from '../../cli/generate/style.ts';

const XLSX: FileForm = { extension: 'xlsx', encoding: 'utf-8' };
const CSV: FileForm = { extension: 'csv', encoding: 'utf-8' };

export const PERIOD = '2016Q2';
const QUARTERS = ['2016Q1', PERIOD] as const;
export const pack = inventedProvince();
export const synthetic = syntheticCityOf(pack);
const { register } = pack;

/** Writes the folder of the province or of one of its cities alone. */
export function writePack(folder: string, prefix = '38'): void {
  for (const [file, value] of Object.entries(provinceFiles(prefix))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(value));
  }
}

/** Who sends a township’s rows of the quarter beside or in place of itself: the last in the order of paths wins. */
const WIDER: Readonly<Record<string, { readonly by: string; readonly alone: boolean }>> = {
  '380101101': { by: '38', alone: true },
  '380201101': { by: '38', alone: false },
  '380102101': { by: '3801', alone: true },
  '380102102': { by: '3801', alone: false },
  '380202101': { by: '380202', alone: true },
  '380203102': { by: '3802', alone: false },
};

/** Rows as a wider file has them where the township’s own are newer: other figures, and half of the households. */
const older = (rows: readonly HouseholdRow[]): HouseholdRow[] =>
  rows
    .filter((_, index) => index % 2 === 0)
    .map((row) => ({ ...row, wage_income: row.wage_income + 50_000 }))
    .map((row) => ({ ...row, net_income: netIncome(row), pc_net_income: perCapita(row) }));

/** Every file of households in the order of paths, with the rows that it holds. */
export const sendings: readonly Sending[] = QUARTERS.flatMap((period) =>
  register.due.flatMap(({ code }): Sending[] => {
    const rows = synthetic.householdsOf(code, period);
    const wider = period === PERIOD ? WIDER[code] : undefined;
    const own: Sending = { division: code, period, township: code, rows };
    if (!wider) return [own];
    return [{ ...own, division: wider.by, rows: wider.alone ? rows : older(rows) }, ...(wider.alone ? [] : [own])];
  }),
).toSorted((a, b) => (a.division < b.division ? -1 : a.division > b.division ? 1 : 0));

/**
 * The files of a pack: those of its divisions, and of a file from above what lies in it, sent by its root.
 * @param from what `uplift generate` wrote for the province
 */
export function writeUploads(from: string, to: string, prefix: string): void {
  const write = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), bytes);
  };
  for (const division of readdirSync(from))
    if (division.startsWith(prefix) && division.length < 9 && division !== '38')
      cpSync(join(from, division), join(to, division), { recursive: true });
  const targets = synthetic.targetsOf('2016Q1').filter(({ unit_name: name }) => {
    const unit = register.findUnit(name ?? '');
    return unit?.found.code.startsWith(prefix);
  });
  const sheet = officeSheet({ title: '年度脱贫任务表', unit: '', columns: TARGET_COLUMNS, records: targets }, true);
  write(`${prefix}/2016Q1/年度脱贫任务表.xlsx`, fileBytes('任务', sheet.rows, sheet.merges, XLSX));
  const own = sendings.filter(({ township }) => township.startsWith(prefix));
  const sent = Map.groupBy(
    own,
    ({ division, period }) =>
      `${division.length < prefix.length ? prefix : division}/${period}/${division.length < prefix.length ? '0上级' : '1户表'}.csv`,
  );
  for (const [path, of] of sent) {
    const [first] = of;
    if (!first) continue;
    const { rows, merges } =
      first.division.length === 9
        ? householdSheet(synthetic.townshipAt(first.period, first.township), first.rows, false)
        : officeSheet(
            {
              title: '建档立卡贫困户增收情况季度表',
              unit: '',
              columns: HOUSEHOLD_COLUMNS,
              records: of.flatMap((one) =>
                one.rows.map((row) => ({
                  ...row,
                  county_name: register.unitLabel(register.unitOf(one.township) ?? ''),
                })),
              ),
            },
            false,
          );
    write(path, fileBytes('户表', rows, merges, CSV));
  }
}
