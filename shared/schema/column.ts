import type { Text } from '../language/language.ts';
import type { CodeList } from './codes.ts';

/**
 * What one column of a sheet is. From tables of these derive the TypeScript types of records, the cell parsers
 * (parse/values.ts), the schema that checks stored records and the item codec (rows/codec.ts), the template and the
 * data dictionary.
 */
export type ColumnType =
  | { readonly kind: 'period' }
  | { readonly kind: 'text' }
  /** Digits that must have stayed text in the sheet: a numeric cell has lost its last ones. */
  | { readonly kind: 'household_no' | 'id_no' | 'village_code' | 'credit_code' }
  /**
   * An office's own number of digits and letters, in whatever characters: compared as parse/project-number.ts folds it.
   */
  | { readonly kind: 'project_no' }
  /** `unit` is what is counted. */
  | { readonly kind: 'int'; readonly unit?: string }
  /** Integer fen; `unit` is what the sheet writes unless a header or unit row says otherwise. */
  | { readonly kind: 'money'; readonly unit: '元' | '万元' }
  /** Integer in units of 10^-scale. */
  | { readonly kind: 'decimal'; readonly scale: number; readonly unit?: string }
  | { readonly kind: 'code' | 'codes'; readonly list: CodeList }
  | { readonly kind: 'flag' }
  | { readonly kind: 'date' };

export type Column = {
  /** The name of the value in records, reports and the data dictionary (domain: fields.csv). */
  readonly field: string;
  readonly header: string;
  readonly aliases: readonly string[];
  /** Headers of the opposite meaning; the values are inverted and rule X13 says so. */
  readonly inverse?: readonly string[];
  /**
   * What to fill in, in the clerk's words; format, unit, choices and rules are said by the other members. `{city}`,
   * `{areaCode}`, `{loan}` and `{times}` are filled in where it is printed (template/column-text.ts).
   */
  readonly hint: Text;
  readonly type: ColumnType;
  /** The column must be in the sheet. */
  readonly core?: true;
  /** A row without it is rejected, unless it is only checked. */
  readonly required?: true;
  /** It is only checked, or left blank: what counts is computed from other columns of the row. */
  readonly checkedOnly?: true;
  /** Personal: masked wherever it is shown. */
  readonly personal?: true;
  /** Not kept in the table: names, identity numbers, phones, and what the key or the place codes say already. */
  readonly stored?: false;
  /** The rule that reports a cell that cannot be read as this type, or a blank where one is required. */
  readonly invalid: string;
  /**
   * What rule `invalid` accepts. The words of the rule, its check, the template and the data dictionary take it from
   * here (schema/range.ts).
   */
  readonly range?: NumberRange | DateRange;
  readonly note?: string;
};

/** Whether a row with a blank cell there is rejected. */
export const mustBeFilled = ({ required, checkedOnly }: Column): boolean => required === true && checkedOnly !== true;

/**
 * In the unit of the sheet, both ends included. `max` may depend on the row, as a multiple of another column, or on the
 * year's programme.
 */
export type NumberRange = {
  readonly min: number;
  /** The value must be above `min`. */
  readonly isAbove?: true;
  readonly max?:
    | number
    | { readonly field: string; readonly times?: number }
    | { readonly programme: 'maximumLeverage' };
};

/** Days of the reporting period, days up to its end, or days after the one in another column. */
export type DateRange = { readonly days: 'of the period' | 'until its end' | { readonly after: string } };

/** A value of a record: text, code, ISO date and period as strings; money in fen and scaled decimals as integers. */
export type Value = string | number | boolean | readonly string[] | null;

export type ValueOf<T extends ColumnType> = T extends { kind: 'int' | 'money' | 'decimal' }
  ? number
  : T extends { kind: 'flag' }
    ? boolean
    : T extends { kind: 'codes'; list: infer L extends CodeList }
      ? readonly L[number]['code'][]
      : T extends { kind: 'code'; list: infer L extends CodeList }
        ? L[number]['code']
        : string;

/** The record of a row: a value for each column, null where an optional cell is blank. */
export type RecordOf<C extends readonly Column[]> = {
  readonly [K in C[number] as K['field']]: K extends { required: true }
    ? ValueOf<K['type']>
    : ValueOf<K['type']> | null;
};

/**
 * The part of a record that the table keeps. A row that was stored before a column was added lacks it, so that only a
 * required column of the first layout is never null.
 * @typeParam First the fields of the first layout (row-layouts.ts)
 */
export type StoredOf<C extends readonly Column[], First> = {
  readonly [K in C[number] as K extends { stored: false } ? never : K['field']]: K extends {
    required: true;
    field: First;
  }
    ? ValueOf<K['type']>
    : ValueOf<K['type']> | null;
};

/** The column of a field, with all that its literal says. */
export function columnOf<C extends readonly Column[], F extends C[number]['field']>(
  columns: C,
  field: F,
): Extract<C[number], { readonly field: F }> {
  return columns.find((column) => column.field === field) as Extract<C[number], { readonly field: F }>;
}
