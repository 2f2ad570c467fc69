/** The marked workbook of a long roster against exceljs, which writes the same cells and marks the same of them. */
import { CITY_PACK } from '../cities/pack.ts';
import { checkFile } from '../shared/check/check-file.ts';
import type { Slot } from '../shared/check/checked-file.ts';
import { markedWorkbook } from '../shared/receipt/marked-workbook.ts';
import { receiptOf } from '../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../shared/rows/merge.ts';
import { messageOf } from '../shared/rules/finding.ts';
import { writeMarked } from './exceljs-households.ts';
import { householdBook } from './household-csv.ts';
import { measured, type Result } from './measure.ts';

/** A sheet of more than 20,000 rows does not come back, the header among them. */
const ROWS = 19_990;
/** About 2,000 findings. */
const WRONG_PER_THOUSAND = 2;
const TARGET = 3;

export function markedBook(slot: Slot): Promise<Result> {
  const checked = checkFile(
    householdBook({ rows: ROWS, period: slot.period, wrongPerThousand: WRONG_PER_THOUSAND }),
    slot,
  );
  // As of a township: a bulk file does not come back.
  const key = `371525108/${slot.period}/households.xlsx`;
  const received = { key, versionId: 'v', acceptedAt: '2016-07-15T02:00:00Z', sha256: '', bytes: 0 };
  const receipt = receiptOf(received, checked, { pack: CITY_PACK, changes: NO_CHANGES });
  const [sheet] = checked.read?.workbook.sheets ?? [];
  if (!sheet) throw new RangeError('the workbook of the benchmark cannot be read');
  const marked = checked.findings.flatMap((finding) =>
    finding.row === null || finding.index === null
      ? []
      : [{ row: finding.row - 1, index: finding.index, note: messageOf(finding, 'zh') }],
  );
  return measured({
    name: `marked workbook, ${ROWS} rows, ${checked.findings.length} findings`,
    peerName: 'exceljs streaming writer',
    target: TARGET,
    count: ROWS,
    turns: 3,
    ours: () => void markedWorkbook(receipt, checked),
    peer: () => writeMarked(sheet, marked),
  });
}
