/**
 * What the rows of a sheet say, kept column by column. A row is looked at through a view, which has a field for each
 * column and holds no value of its own: rules read a view as they read a record.
 */
import type { Column, Value } from '../schema/column.ts';

export type Row = Readonly<Record<string, Value>>;

/** The values of one column, one for each row. */
export type ColumnValues = Value[];

/** Columns in the order of their table, all of one length. */
export class RowValues {
  readonly columns: readonly Column[];
  readonly values: readonly ColumnValues[];
  readonly #View: ViewClass;

  constructor(columns: readonly Column[], rows: number) {
    this.columns = columns;
    this.values = columns.map(() => Array<Value>(rows).fill(null));
    this.#View = viewClassOf(columns);
  }

  of(field: string): ColumnValues | undefined {
    return this.values[this.columns.findIndex((column) => column.field === field)];
  }

  /** @param at place of the row among those that were read */
  row(at: number): Row {
    return new this.#View(this.values, at) as unknown as Row;
  }
}

type ViewClass = new (columns: readonly ColumnValues[], at: number) => object;

/** One class for all files of a table, so that the engine sees one kind of rows. */
const viewClasses = new WeakMap<readonly Column[], ViewClass>();

function viewClassOf(columns: readonly Column[]): ViewClass {
  let known = viewClasses.get(columns);
  if (known) return known;
  class RowView {
    readonly columnsOfView: readonly ColumnValues[];
    readonly rowOfView: number;
    constructor(values: readonly ColumnValues[], at: number) {
      this.columnsOfView = values;
      this.rowOfView = at;
    }
  }
  for (const [index, { field }] of columns.entries())
    Object.defineProperty(RowView.prototype, field, {
      enumerable: true,
      get(this: RowView): Value | undefined {
        return this.columnsOfView[index]?.[this.rowOfView];
      },
    });
  known = RowView;
  viewClasses.set(columns, known);
  return known;
}
