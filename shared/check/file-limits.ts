import type { ReadLimits } from '../sheet/grid.ts';

/** A township's file has about 1,000 rows, a county's bulk file tens of thousands (rule F11). */
export function limitsFor(division: string): ReadLimits {
  const bulk = division.length < 9;
  return {
    fileBytes: (bulk ? 100 : 20) * 1024 * 1024,
    inflatedBytes: (bulk ? 400 : 200) * 1024 * 1024,
    archiveEntries: 1_000,
    rows: bulk ? 200_000 : 20_000,
    columns: 1_024,
    cellCharacters: 32_767,
  };
}
