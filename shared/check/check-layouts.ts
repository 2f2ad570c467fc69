import { unseparatedHeader } from '../parse/header.ts';
import { findStamp, STAMP_PROPERTY, type Stamp } from '../parse/template-stamp.ts';
import { ruleOf, type RuleCode } from '../rules/catalogue.ts';
import type { FileContext, TablePart } from '../rules/facts.ts';
import type { Finding } from '../rules/finding.ts';
import type { ReadLimits, Workbook } from '../sheet/grid.ts';
import type { ReadFile } from './read-file.ts';
import { fileFindings, sheetFindings } from './findings.ts';
import type { AsideBlock } from './household-evidence.ts';
import { bodyOf, type Total } from './table-body.ts';

/** A sheet's table, with its data rows and its total rows. */
export type TableSheet = TablePart & {
  readonly totals: readonly Total[];
  /** Rows that are no households though they are not blank. */
  readonly aside: readonly AsideBlock[];
  /** Rules that need not say of its cells what another says of the whole sheet. */
  readonly silenced: ReadonlySet<RuleCode>;
};

export type LaidOutFile = {
  readonly sheets: readonly TableSheet[];
  readonly rows: number;
  readonly findings: readonly Finding[];
};

/**
 * Stage 3: what must hold before a cell is looked at, so that a missing column does not become a thousand cell errors.
 * An error refuses the file.
 */
export function checkLayouts({ workbook, located }: ReadFile, context: FileContext, limits: ReadLimits): LaidOutFile {
  const judged = located.map((one) => {
    const { data, totals, aside } = bodyOf(one.sheet, one.layout);
    const { name } = one.sheet;
    const findings = [
      ...sheetFindings({ what: 'table', ...one, data }, name, context),
      ...sheetFindings({ what: 'rows aside', name, blocks: aside }, name, context),
    ];
    const silenced = new Set(findings.flatMap(({ rule }) => ruleOf(rule).silences ?? []));
    return { sheet: { ...one, data, totals, aside, silenced }, findings };
  });
  const sheets = judged.map(({ sheet }) => sheet);
  const rows = sheets.reduce((sum, { data }) => sum + data.length, 0);
  const ofFile = fileFindings({
    when: 'located',
    located,
    unseparated: located.length > 0 ? null : unseparatedIn(workbook),
    rows,
    mostRows: limits.rows,
    stamp: stampOf({ workbook, located }),
    context,
  });
  return { sheets, rows, findings: [...judged.flatMap(({ findings }) => findings), ...ofFile] };
}

function unseparatedIn({ sheets }: Workbook): number | null {
  for (const sheet of sheets) {
    const row = unseparatedHeader(sheet);
    if (row !== null) return row;
  }
  return null;
}

/**
 * The stamp of the template that a file was filled in on; null for a sheet of the clerk's own. What the sheet shows
 * outlives every format.
 */
function stampOf({ workbook, located }: ReadFile): Stamp | null {
  for (const { layout } of located) {
    const stamp = findStamp(layout.title);
    if (stamp) return stamp;
  }
  return findStamp(workbook.properties?.get(STAMP_PROPERTY) ?? '');
}
