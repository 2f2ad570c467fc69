/** Compares what shared/check makes of a file with what the interpreted checker makes of it. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkOpened } from '../../shared/check/check-file.ts';
import { openFile } from '../../shared/check/open-file.ts';
import type { CheckedFile, Slot } from '../../shared/check/checked-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { toPages } from '../../shared/rows/pages.ts';
import { bytesOf, expectationOf } from '../golden/files/golden-file.ts';
import { PERIOD, RECEIVED, TOWNSHIP } from '../golden/rules/case.ts';
import { checkInterpreted } from './interpreted/check-file.ts';

/** All that is kept and told of a file, each row as one text; how its cells are held is nobody's business. */
function outcomeOf({ read, tables, ...told }: CheckedFile): object {
  const pages = tables.map(({ kind, accepted }) => [kind, toPages(accepted)]);
  const hash = createHash('sha256')
    .update(JSON.stringify([told, pages]))
    .digest('hex');
  const lines = tables.map(({ kind, rows, accepted }) => ({
    kind,
    rows,
    accepted: accepted.map((row) => JSON.stringify({ ...row, layout: row.layout.name })),
  }));
  return { ...told, tables: lines, located: read?.located.length ?? null, hash };
}

/** @throws when the two checkers differ in a finding, a repair, a line or a hash. */
export function expectAsInterpreted(bytes: Uint8Array, slot: Partial<Slot> = {}): CheckedFile {
  const place = {
    ...CITY_PACK.at(slot.period ?? PERIOD),
    division: TOWNSHIP,
    fileName: '表.csv',
    receivedOn: RECEIVED,
    ...slot,
  };
  const limits = limitsFor(place.division);
  // How a file is opened is the same for both.
  const opened = openFile(bytes, limits);
  const checked = checkOpened(opened, place, limits, ROW_LAYOUTS);
  expect(outcomeOf(checked)).toEqual(outcomeOf(checkInterpreted(opened, place, limits, ROW_LAYOUTS)));
  return checked;
}

/** The same of a golden file. */
export function expectGoldenAsInterpreted(file: string): void {
  const fileName = file.slice(file.indexOf('/') + 1);
  expectAsInterpreted(bytesOf(file), { division: expectationOf(file).division, fileName, receivedOn: '2016-07-05' });
}
