import type { Merge } from '../../shared/sheet/grid.ts';
import type { CellSpec } from '../../shared/sheet/sheet-spec.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { encodeGb18030 } from './gb18030.ts';
import type { FileForm } from './style.ts';

/** Bytes of a sheet in the form that the clerk saves. */
export function fileBytes(
  name: string,
  rows: readonly (readonly CellSpec[])[],
  merges: readonly Merge[],
  form: FileForm,
): Uint8Array {
  if (form.extension === 'xlsx') return writeWorkbook([{ name, rows, merges }]);
  const text = rows.map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
  if (form.encoding === 'gb18030') return encodeGb18030(text);
  return new TextEncoder().encode(form.encoding === 'utf-8-bom' ? `\uFEFF${text}` : text);
}

function csvCell(cell: CellSpec): string {
  const value = cell !== null && typeof cell === 'object' ? cell.value : cell;
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
