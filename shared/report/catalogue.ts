import type { TableBuilder } from './model.ts';
import { r01 } from './r01.ts';
import { r02 } from './r02.ts';
import { r03 } from './r03.ts';
import { r04 } from './r04.ts';
import { r15 } from './r15.ts';

/** The tables of a summary, in the order of the workbook. A new table is one file and one line here. */
export const REPORT_TABLES: readonly TableBuilder[] = [r01, r02, r03, r04, r15];
