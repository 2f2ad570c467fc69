/** What the template calculates in the rows of households: amounts that follow from others. */
import type { Column } from '../schema/column.ts';
import { columnLetters } from '../sheet/reference.ts';

type Formula = (cellOf: (field: string) => string) => string;

/**
 * Blank until what they are made of is there, and where it is no number: the check tells what is wrong with a part, and
 * fills in what is blank.
 */
const FORMULAS: Readonly<Record<string, Formula>> = {
  net_income: (cell) => {
    const gains = ['wage_income', 'business_income', 'property_income', 'transfer_income'].map(cell);
    const cost = cell('business_cost');
    const filled = [...gains, cost].map((part) => `${part}=""`).join(',');
    return `IF(OR(${filled}),"",IFERROR(ROUND(${gains.join('+')}-${cost},2),""))`;
  },
  pc_net_income: (cell) =>
    `IF(${cell('net_income')}="","",IFERROR(ROUND(${cell('net_income')}/${cell('household_size')},2),""))`,
};

/** The formula of a column in a row, without an equals sign; undefined for what the clerk fills in. @param row from 0 */
export const formulaOf = (columns: readonly Column[], { field }: Column, row: number): string | undefined =>
  FORMULAS[field]?.((part) => `${columnLetters(columns.findIndex((column) => column.field === part))}${row + 1}`);
