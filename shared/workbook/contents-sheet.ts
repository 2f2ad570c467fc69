import type { Merge } from '../sheet/grid.ts';
import type { CellSpec, SheetSpec } from '../sheet/write.ts';
import type { CityProfile } from '../city/pack-schema.ts';
import { titleOf } from '../city/profile.ts';
import type { Summary } from '../summary/summary.ts';
import { stateText } from '../bulletin/standing.ts';
import { dateOf, footerOf, heightOf, LOOK, periodOf, sheetNameOf, SIGNATURE } from './workbook-style.ts';

const WIDTHS = [8, 38, 24, 10];
const LAST = WIDTHS.length - 1;

/** The first sheet: the bulletin's text, who has not reported, the list of tables, and the line that is signed. */
export function contentsSheet(summary: Summary, profile: CityProfile): SheetSpec {
  const tables = Object.values(summary.tables);
  const rows: CellSpec[][] = [];
  const heights: number[] = [];
  const merges: Merge[] = [];
  const add = (cells: CellSpec[], height: number, merged = false): void => {
    if (merged) merges.push({ top: rows.length, left: 0, bottom: rows.length, right: LAST });
    rows.push(cells);
    heights.push(height);
  };
  const places = WIDTHS.reduce((sum, width) => sum + width, 0);

  add([{ value: `${titleOf(profile).zh}${periodOf(summary)}汇总`, style: LOOK.title }], 36, true);
  add(
    [
      { value: `填报单位：${profile.office.zh}${dateOf(summary)}`, style: LOOK.unit },
      null,
      null,
      { value: `${stateText(summary)}第${summary.revision}版`, style: LOOK.unitRight },
    ],
    20,
  );
  add([], 8);
  for (const line of summary.narrative.trim().split('\n').slice(2)) {
    const text = line === '' ? line : `　　${line}`;
    // Characters of 12 points are wider than the places of a column.
    add([{ value: text, style: LOOK.story }], heightOf(text, Math.floor(places * 0.84), 18), true);
  }
  add([], 8);
  add([{ value: '目　录', style: LOOK.heading }], 24, true);
  add(
    ['表号', '表　名', '计量单位', '行数'].map((value) => ({ value, style: LOOK.header })),
    20,
  );
  for (const table of tables) {
    const link = `'${sheetNameOf(table)}'!A1`;
    add(
      [
        { value: table.id, style: LOOK.link, link },
        { value: table.zh, style: LOOK.link, link },
        { value: table.unit.zh, style: LOOK.centred },
        { value: table.rows.length, style: LOOK.centred },
      ],
      19,
    );
  }
  add([], 16);
  for (const part of SIGNATURE.split(/(?=填表人)/)) add([{ value: part, style: LOOK.signature }], 26, true);
  return {
    name: '目录',
    rows,
    columnWidths: WIDTHS,
    rowHeights: heights,
    merges,
    printArea: { top: 0, left: 0, bottom: rows.length - 1, right: LAST },
    pagesHigh: 1,
    footer: footerOf(summary, profile),
  };
}
