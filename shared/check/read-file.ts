import type { Located } from '../parse/header.ts';
import type { Workbook } from '../sheet/grid.ts';

/** A file as it was opened, and where its tables lie. */
export type ReadFile = { readonly workbook: Workbook; readonly located: readonly Located[] };
