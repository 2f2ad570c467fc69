/**
 * What rules are told of a row, a sheet or a file, and nothing else: a rule has no clock, reads no file and looks
 * nothing up.
 */
import type { City } from '../city/city.ts';
import type { Place } from '../city/place-resolution.ts';
import type { Located, PlacedColumn } from '../parse/header.ts';
import type { Stamp } from '../parse/template-stamp.ts';
import type { StoredRecord } from '../rows/codec.ts';
import type { TableKind } from '../schema/tables.ts';
import type { Refusal } from '../sheet/grid.ts';
import type { Period } from '../time/period.ts';

type StoredHousehold = StoredRecord['household'];

/** What a row is judged by beside itself: the city in the period, and the city date on which the file was received. */
export type RowContext = City & { readonly receivedOn: string };

/** The same of a file: also the division that uploaded it. */
export type FileContext = RowContext & { readonly division: string };

/** A row inside its file, for rules that compare rows. */
export type NumberedRow<R> = {
  readonly row: R;
  readonly number: number;
  /** Its sheet, where the table goes over several; '' where there is one only. */
  readonly sheet: string;
};

/** What is on file of one household in the quarters before. */
export type Past = {
  /** Its row `quarters` before (1 is the last quarter), or null. */
  readonly ago: (quarters: number) => StoredHousehold | null;
  /** Whether its township has any row of that quarter, so that a missing household is new and not merely unknown. */
  readonly reported: (quarters: number) => boolean;
  /** Whether the clerk wrote a remark (备注) beside the row; the remark itself is not kept. */
  readonly remarked: boolean;
};

/** A sheet, the table in it, and its data rows, zero-based. */
export type TablePart = Located & { readonly data: readonly number[] };

/** A figure of a total row, and what the rows come to that it adds up; both in the units of the column's values. */
export type TotalFigure = {
  /** Zero-based row of the total. */
  readonly row: number;
  readonly placed: PlacedColumn;
  readonly stated: number;
  readonly sum: number;
};

/** Rows that follow each other, zero-based, both included, and how many of them have a figure other than 0. */
export type RowBlock = { readonly first: number; readonly last: number; readonly withFigures: number };

/** Cells of a row that stand beside their columns: so many to the right (left where negative), from one column on. */
export type CellShift = { readonly by: number; readonly from: PlacedColumn };

/** One thing that is known of a sheet of the file, by `what` it is. */
export type SheetFacts =
  /** A sheet that holds a table and is hidden: not read. */
  | { readonly what: 'hidden sheet'; readonly name: string }
  /** A hidden one that is read, since no other sheet of the file holds a table. */
  | { readonly what: 'only hidden sheet'; readonly name: string }
  /** One whose name says that it is not to be reported: not read, unless no other sheet holds the same table. */
  | { readonly what: 'unmeant sheet'; readonly name: string; readonly word: string; readonly isRead: boolean }
  /** One of another quarter beside those of the quarter reported: not read. */
  | { readonly what: 'other quarter'; readonly name: string; readonly period: Period }
  /** One whose rows stand in another sheet too: not read. */
  | { readonly what: 'copy'; readonly name: string; readonly original: string }
  /** One without a header, with rows like those of the sheet `former`: not read. */
  | { readonly what: 'no header'; readonly name: string; readonly former: string }
  /** Rows, and columns by their headers, that are hidden in a sheet that is read. */
  | { readonly what: 'hidden rows'; readonly name: string; readonly rows: number }
  | { readonly what: 'hidden columns'; readonly name: string; readonly headers: readonly string[] }
  /**
   * Rows of a sheet that is read, from 1, of which something struck through was left out; of the `whole` ones nothing is
   * left.
   */
  | {
      readonly what: 'struck through';
      readonly name: string;
      readonly rows: readonly number[];
      readonly whole: readonly number[];
    }
  /** Rows of a sheet that is read, from 1, with values under a merge, which shows another one. */
  | { readonly what: 'covered values'; readonly name: string; readonly rows: readonly number[] }
  /** Rows of a clerk's sheet that the clerk corrected in a sheet of the system's own (`list`), which is not read. */
  | {
      readonly what: 'misplaced corrections';
      readonly name: string;
      readonly list: string;
      readonly rows: readonly number[];
    }
  /** The table of a sheet, before its cells are read. */
  | ({ readonly what: 'table' } & TablePart)
  | ({ readonly what: 'total' } & TotalFigure)
  /** A row, zero-based, whose cells do not stand in their columns. */
  | ({ readonly what: 'shifted row'; readonly row: number } & CellShift)
  /** Rows of the household table that are not blank and no households. */
  | { readonly what: 'rows aside'; readonly name: string; readonly blocks: readonly RowBlock[] };

/** How a period stands to uploads: its window and what the office decided about it. */
export type Standing = {
  readonly period: Period;
  readonly state: 'open' | 'not yet open' | 'locked';
  /** City date of the first day, and when it was locked, ISO 8601 UTC. */
  readonly opens: string;
  readonly lockedAt: string | null;
};

/**
 * What a full replacement removes of one kind of rows: those that stand where it replaces, and that it does not name.
 */
export type Removal = {
  readonly kind: TableKind;
  readonly standing: number;
  readonly removed: number;
  /** Where they are, by name: most first. */
  readonly places: readonly { readonly name: string; readonly rows: number }[];
  /** The same of each township, or other unit that sent rows, of which it removes any: most removed first. */
  readonly units: readonly UnitRemoval[];
};

export type UnitRemoval = { readonly name: string; readonly standing: number; readonly removed: number };

/**
 * Why a file is given up: the function died of it, storage refuses to hand it out, or the fault is ours (also where an
 * operator skips it).
 */
export type GiveUpReason = 'died' | 'refused' | 'fault';

/** One thing that is known of a file as a whole, by `when` it is known. */
export type FileFacts =
  /**
   * Of an upload that is not read yet: its period (null when its key leads nowhere), whether that has a programme, and
   * its size.
   */
  | {
      readonly when: 'received';
      readonly period: Period | null;
      readonly hasProgramme: boolean;
      readonly bytes: number;
      readonly mostBytes: number;
    }
  /** No try brought it to an end, or an operator skipped it. */
  | { readonly when: 'given up'; readonly reason: GiveUpReason }
  /** Whether the period takes it. */
  | ({ readonly when: 'admitted' } & Standing)
  /** The newest file of the division before it had the same bytes; `former` is its time, as people read it. */
  | { readonly when: 'repeated'; readonly former: string }
  /** The reader gave it up. */
  | { readonly when: 'refused'; readonly refusal: Refusal }
  /** Its tables are found, their cells not yet read. */
  | {
      readonly when: 'located';
      readonly located: readonly Located[];
      /** Where no table is found: the row, from 1, of a header that is all in one cell. */
      readonly unseparated: number | null;
      readonly rows: number;
      readonly mostRows: number;
      /** The template that it was filled in on; null for a sheet of the clerk's own. */
      readonly stamp: Stamp | null;
      readonly context: FileContext;
    }
  /** The rows of a table are read: how many lie in each place. */
  | { readonly when: 'read'; readonly places: ReadonlyMap<Place, number>; readonly context: FileContext }
  /** All of its rows are judged. */
  | {
      readonly when: 'judged';
      /** The file is marked as a full replacement. */
      readonly isMarked: boolean;
      readonly rows: number;
      readonly accepted: number;
    }
  /** A full replacement is weighed against what stands. */
  | {
      readonly when: 'weighed';
      readonly removal: readonly Removal[];
      /** Of what stands, in percent: more is not removed unless the clerk says so twice. */
      readonly share: number;
      readonly isConfirmed: boolean;
    }
  /** It is compared with what is on file of one of its townships. */
  | {
      readonly when: 'compared';
      readonly township: string;
      /** The township's households of last quarter by their numbers. */
      readonly last: ReadonlyMap<string, StoredHousehold>;
      /** Whether the household is in the file or on file of the quarter. */
      readonly isReported: (householdNo: string) => boolean;
    };
