import { NO_REPAIRS, type Repairs } from '../parse/repair.ts';
import type { StoredLine } from '../rows/codec.ts';
import type { FileContext, Removal } from '../rules/facts.ts';
import { nameSheets, type Finding } from '../rules/finding.ts';
import type { TableKind } from '../schema/tables.ts';
import type { KeptFindings, Unkept } from './finding-log.ts';
import type { ReadFile } from './read-file.ts';
import type { SheetFate } from './sheet-fates.ts';
import type { FileFormat, TextEncoding } from '../sheet/grid.ts';

/**
 * Where a file was put and when it came: the division of its key, the city in the period of its key, and the city date
 * of reception.
 */
export type Slot = FileContext & { readonly fileName: string };

/**
 * How a submission ended (design: promise 4). The protocol decides on superseded and failed, the file on the others.
 */
export type Status = 'accepted' | 'accepted_with_warnings' | 'partly_accepted' | 'rejected' | 'superseded' | 'failed';

/**
 * A row that counts: where it is kept, under which key, as which line. An empty line removes the household (备注 is 删除).
 */
export type AcceptedRow = StoredLine & {
  readonly sheet: string;
  /** Which of the sheets of its table, from 0, and the row in it, from 1. */
  readonly part: number;
  readonly number: number;
  readonly partition: string;
  readonly key: string;
  /**
   * First 18 characters of the head's identity number, '' where there is none. Hashed with a key before anything is
   * kept.
   */
  readonly head: string;
  readonly remarked: boolean;
};

/** One table of the programme; it may go over several sheets. */
export type CheckedTable = {
  readonly kind: TableKind;
  readonly rows: number;
  readonly accepted: readonly AcceptedRow[];
};

export type CheckedFile = KeptFindings & {
  readonly status: Status;
  readonly format: FileFormat | null;
  readonly encoding: TextEncoding | null;
  /** rows = accepted + rejected, always. */
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  /** What became of each sheet; none of a file that could not be read. */
  readonly sheets: readonly SheetFate[];
  /** Repairs: what was read otherwise than it is written. A file that is refused before its rows are read has none. */
  readonly repairs: Repairs;
  readonly tables: readonly CheckedTable[];
  /** A full replacement (全量): rows that it does not name are removed. Marked in the file's name or title. */
  readonly replacement: boolean;
  /** It is marked 全量确认: it replaces however much that removes. */
  readonly isConfirmed: boolean;
  /**
   * The rows of each kind that it removes as a full replacement; empty where that is not known, as on a clerk's own
   * machine.
   */
  readonly removal: readonly Removal[];
  /**
   * The file as read, marks of an earlier receipt left out, and where its tables lie; null when it could not be read.
   */
  readonly read: ReadFile | null;
};

export const NO_REMOVAL: readonly Removal[] = [];

/** A file of which nothing counts. @param read null where it could not be read */
export function rejectedFile(
  read: ReadFile | null,
  rows: number,
  findings: readonly Finding[],
  unkept: readonly Unkept[] = [],
): CheckedFile {
  const { format = null, encoding = null } = read?.workbook ?? {};
  return {
    status: 'rejected',
    format,
    encoding,
    rows,
    accepted: 0,
    rejected: rows,
    findings: nameSheets(findings, read?.located ?? []),
    unkept,
    sheets: [],
    repairs: NO_REPAIRS,
    tables: [],
    replacement: false,
    isConfirmed: false,
    removal: NO_REMOVAL,
    read,
  };
}
