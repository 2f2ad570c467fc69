import type { Text } from '../language/language.ts';
import type { Register } from '../city/register.ts';
import { BEHIND } from '../tables/r02-reporting-units.ts';
import { percentText } from '../tables/rounding.ts';
import { textIn, wordsIn, type ReportRow, type Tables } from '../tables/report-table.ts';
import { figure } from './figure.ts';
import { both, escapeHtml } from './page-text.ts';
import type { Summary } from '../summary/summary.ts';

/** Columns of a tile map that no pack lays out. */
const COLUMNS = 3;

/**
 * Where each reporting unit lies on the tile map: as the city's pack says, else in the order of codes, in columns of
 * about as many townships.
 */
export function tileColumns(
  register: Pick<Register, 'profile' | 'units' | 'townships'>,
): readonly (readonly string[])[] {
  if (register.profile.tiles) return register.profile.tiles;
  const columns = Array.from({ length: Math.min(COLUMNS, register.units.length) }, (): string[] => []);
  const share = register.townships.length / columns.length;
  let placed = 0;
  for (const { code } of register.units) {
    columns[Math.min(columns.length - 1, Math.floor(placed / share))]?.push(code);
    placed += register.townships.filter((township) => township.unit === code).length;
  }
  return columns.filter((column) => column.length > 0);
}

const STEPS = 5;

/** Steps of equal width in whole percents that take in every value; values and bounds in tenths of a percent. */
export function scaleOf(values: readonly number[]): { readonly from: number; readonly width: number } {
  if (values.length === 0) return { from: 0, width: 200 };
  const from = Math.floor(Math.min(...values) / 10) * 10;
  const width = Math.max(10, Math.ceil((Math.max(...values) + 1 - from) / (STEPS * 10)) * 10);
  return { from, width };
}

export const stepOf = (value: number, { from, width }: { from: number; width: number }): number =>
  Math.min(STEPS - 1, Math.trunc((value - from) / width));

/** Why a township has no colour, by its code. */
type Absent = ReadonlyMap<string, Text>;

/**
 * Townships as tiles within their unit, coloured by how many of the reported persons were uplifted (R03); each unit
 * with its own rate (R02).
 */
export function tileMap({ tables, completeness }: Summary, register: Register): string {
  const rows = tables['R03']?.rows ?? [];
  if (rows.length === 0) return '';
  const absent: Absent = new Map<string, Text>([
    ...completeness.missing.map(({ code }) => [code, { zh: '未报', en: 'missing' }] as const),
    ...completeness.notCounted.map(({ code }) => [code, { zh: '未汇总', en: 'not counted' }] as const),
  ]);
  const due = new Set(register.due.map(({ code }) => code));
  const scale = scaleOf(rows.flatMap((row) => figure(row, 'share') ?? []));
  const tile = (row: ReportRow): string => townshipTile(row, scale, absent, due);
  const byUnit = Map.groupBy(rows, (row) => textIn(row['unit']));
  const columns = tileColumns(register).map(
    (units) =>
      `<div class="column">${units.map((unit) => unitBlock({ code: unit, name: register.textOf(unit) }, tables, byUnit, tile)).join('\n')}</div>`,
  );
  return `<div class="key">${legend(scale)}</div>\n<div class="tiles">${columns.join('\n')}</div>`;
}

function unitBlock(
  { code, name }: { readonly code: string; readonly name: Text },
  tables: Tables,
  byUnit: ReadonlyMap<string, readonly ReportRow[]>,
  tile: (row: ReportRow) => string,
): string {
  const unit = tables['R02']?.rows.find((row) => row['code'] === code);
  const rate = unit?.['rate'];
  const shown = typeof rate === 'number' ? percentText(rate) : typeof rate === 'string' ? rate : '—';
  const late = textIn(unit?.['progress']) === BEHIND.zh ? ' behind' : '';
  const townships = byUnit.get(name.zh) ?? [];
  return `<section class="block"><h3>${both(name)} <span class="rate${late}">${both({ zh: '完成率', en: 'achieved' })} <b>${escapeHtml(shown)}</b></span></h3><ul>${townships.map(tile).join('')}</ul></section>`;
}

function townshipTile(
  row: ReportRow,
  scale: { from: number; width: number },
  absent: Absent,
  due: ReadonlySet<string>,
): string {
  const code = textIn(row['code']);
  const name = wordsIn(row['township']);
  const share = row['share'];
  const label = `<span class="place">${both({ zh: shortName(name.zh), en: name.en })}</span>`;
  const made = (kind: string, value: string): string =>
    `<li class="tile ${kind}" title="${escapeHtml(name.zh)}">${label}<b>${value}</b></li>`;
  if (typeof share === 'number') return made(`s${stepOf(share, scale)}`, percentText(share));
  if (typeof share === 'string') return made('hidden', escapeHtml(share));
  if (!due.has(code)) return made('free', both({ zh: '不需报', en: 'not due' }));
  const why = absent.get(code);
  return why ? made('none', both(why)) : made('free', both({ zh: '零报告', en: 'nil' }));
}

function legend({ from, width }: { from: number; width: number }): string {
  const steps = Array.from(
    { length: STEPS },
    (_, step) => `<li class="tile s${step}">${(from + step * width) / 10}–${(from + (step + 1) * width) / 10}%</li>`,
  );
  return `<p>${both({
    zh: '每格为一个乡镇（街道），颜色表示增收面：本年累计带动增收人数占上报人数的比例。县（市、区）名旁为年度任务完成率。',
    en: 'Each tile is a township, coloured by the share of its reported persons who were uplifted this year. Beside each unit: its rate against the annual plan.',
  })}</p><ul class="scale">${steps.join('')}<li class="tile none">${both({ zh: '未报', en: 'missing' })}</li></ul>`;
}

/** 古楼 for 古楼街道办事处, 沙镇 for 沙镇镇; a name of two characters stays whole. */
const shortName = (name: string): string => name.replace(/(?:街道办事处|管委会|(?<=.{2})[镇乡])$/, '');
