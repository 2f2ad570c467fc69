/** What the page asks the validator, and what it answers. The validator runs in a worker: the page never freezes. */
import type { Text } from '../../shared/language/language.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import type { Severity } from '../../shared/rules/rule.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Standing } from '../../shared/rules/facts.ts';

/** Where the file would go, and how the quarter stands to it. */
export type Place = {
  readonly division: string;
  readonly period: Period;
  /** The server's time, ISO 8601 UTC. */
  readonly now: string;
  /** Null where the page does not know it. */
  readonly standing: Omit<Standing, 'period'> | null;
};

/** A cell that the clerk writes anew; row and column are zero-based. */
export type Edit = { readonly sheet: number; readonly row: number; readonly column: number; readonly text: string };

export type Question =
  | { readonly kind: 'check'; readonly place: Place; readonly fileName: string; readonly bytes: Uint8Array }
  | { readonly kind: 'edit'; readonly edits: readonly Edit[] }
  | { readonly kind: 'marked' }
  | { readonly kind: 'template'; readonly place: Place; readonly earlier: Uint8Array | null };

/** One problem, where the grid shows it. */
export type Problem = {
  readonly rule: string;
  readonly severity: Severity;
  /** Of the sheets below; null where it is about the file. */
  readonly sheet: number | null;
  /** Zero-based; null where it is about the sheet or the file. */
  readonly row: number | null;
  readonly column: number | null;
  /** As the receipt writes the place: C12. */
  readonly cell: string | null;
  readonly text: Text;
  /** What the cell should hold, where the other cells of the row say it. */
  readonly suggestion: string | null;
};

/** A sheet as the clerk sees it. */
export type SheetView = {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** The row behind the header, zero-based; null where no table of ours is in the sheet. */
  readonly firstRow: number | null;
  /** By column, what may be chosen for a cell. */
  readonly choices: Readonly<Record<number, readonly string[]>>;
};

/** What the cloud would say of the file. */
export type CheckedView = {
  /** As the clerk's file is called, to send it under that name; what is shown is the receipt's. */
  readonly fileName: string;
  /** In hexadecimal, of the bytes that would be sent. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly receipt: Receipt;
  readonly result: Text;
  readonly tone: 'good' | 'warning' | 'error';
  readonly steps: readonly Text[];
  readonly problems: readonly Problem[];
  /** How many problems there are beyond those listed. */
  readonly unlisted: number;
  readonly sheets: readonly SheetView[];
  readonly hasMarked: boolean;
  /** Whether cells can be changed here: a file that could not be read, or is too long, is corrected in Excel. */
  readonly canEdit: boolean;
};

export type Reply =
  | { readonly kind: 'checked'; readonly checked: CheckedView }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly said: Text };
