/**
 * What each kind of work asks the services for: requests by action, as a policy names it, and request units of the table.
 * test/e2e/cost.system.test.ts compares all of it with what the functions of the template ask for.
 */

/** How large the system is, and how old. */
export type Extent = {
  readonly townships: number;
  /** Files of a township in a quarter. */
  readonly uploads: number;
  /** Quarters on file, with the one that is reported. The first is the first of a year. */
  readonly quarters: number;
};

/** What is stored of a file, and what reading it costs. */
export type Sizes = {
  /** Bytes of a file's item in the ledger. */
  readonly ledgerBytes: number;
  /** Items of rows, and the units that writing them all takes. */
  readonly rowItems: number;
  readonly rowWrites: number;
  /** Units that reading a file's rows of households takes, and the hashes beside them. */
  readonly rowReads: number;
  readonly identityReads: number;
  /** Bytes of a folded township. */
  readonly foldBytes: number;
};

export type Work = {
  readonly requests: Readonly<Record<string, number>>;
  readonly reads: number;
  readonly writes: number;
};

const QUARTERS_LOOKED_BACK = 4;
const READS_PER_BATCH = 100;
const WRITES_PER_BATCH = 25;
const KEYS_PER_PAGE = 1_000;
/** A query gives up to so many bytes at once. */
const QUERY_BYTES = 1_048_576;
const READ_BYTES = 4_096;
const WRITE_BYTES = 1_024;
/** A township, its county and its city. */
export const PREFIXES = 3;
/** A receipt as data, as a page, as a text, and the marked workbook. */
export const RECEIPT_PARTS = 4;
/** Files of a revision in both editions, with what is written beside it. */
export const REPORT_WRITES = 77;
/** Quarters that are open at once: the one that runs and the two before it. */
const OPEN_QUARTERS = 3;

const pages = (amount: number, perPage: number): number => Math.max(1, Math.ceil(amount / perPage));

/** The ledger of a quarter: requests and units of reading it whole. */
function ledgerOf({ townships, uploads }: Extent, { ledgerBytes }: Sizes): { queries: number; reads: number } {
  const bytes = townships * uploads * ledgerBytes;
  return { queries: pages(bytes, QUERY_BYTES), reads: pages(bytes, READ_BYTES) };
}

/** The quarter of its year, from 1 on, and the quarters that its summary folds. */
function folding({ quarters }: Extent): { quarter: number; folded: number; onFile: number } {
  const quarter = ((quarters - 1) % 4) + 1;
  const folded = 4 + quarter;
  return { quarter, folded, onFile: Math.min(quarters, folded) };
}

/** Which file it is. */
type Upload = {
  /** The township's files of this quarter before it. */
  readonly before: number;
  readonly parts?: number;
  readonly prefixes?: number;
};

/** Reads, judges and answers a file of a township that names all its households. */
export function uploadWork(
  { uploads, quarters }: Extent,
  sizes: Sizes,
  { before, parts = RECEIPT_PARTS, prefixes = PREFIXES }: Upload,
): Work {
  const earlier = Math.min(quarters - 1, QUARTERS_LOOKED_BACK);
  const inScope = earlier * uploads + before + 1;
  const earlierFiles = earlier * uploads;
  // What the rules compare with, and what the file changes.
  const rowQueries = earlierFiles + (earlier > 0 ? before : 0) + before;
  const decisionQueries = earlier + 1 + 1;
  return {
    requests: {
      's3:ListBucketVersions': prefixes,
      's3:GetObjectVersion': 1,
      's3:GetObject': 1,
      's3:PutObject': 2 * parts,
      'dynamodb:BatchGetItem': pages(inScope, READS_PER_BATCH) + 1,
      'dynamodb:Query': decisionQueries + rowQueries,
      'dynamodb:BatchWriteItem': pages(sizes.rowItems, WRITES_PER_BATCH),
      'dynamodb:PutItem': 2,
      'dynamodb:UpdateItem': 2,
    },
    reads: inScope + 1 + decisionQueries + rowQueries * sizes.rowReads,
    writes: sizes.rowWrites + pages(sizes.ledgerBytes, WRITE_BYTES) + 3,
  };
}

/** Freezes the inputs of a summary. */
export function planWork(extent: Extent, sizes: Sizes): Work {
  const { quarter, folded, onFile } = folding(extent);
  const ledger = ledgerOf(extent, sizes);
  const files = extent.townships * extent.uploads * onFile;
  return {
    requests: {
      's3:GetObject': quarter === 1 ? 1 : 3,
      's3:PutObject': 3,
      'dynamodb:BatchGetItem': folded + 1,
      'dynamodb:Query': onFile * ledger.queries + (folded - onFile) + files,
      'dynamodb:UpdateItem': 1,
    },
    reads: folded + 1 + onFile * ledger.reads + (folded - onFile) + files * sizes.identityReads,
    writes: 1,
  };
}

/** Folds one township. */
export function foldWork(extent: Extent, sizes: Sizes): Work {
  const files = extent.uploads * folding(extent).onFile;
  return {
    requests: { 's3:GetObject': 1, 'dynamodb:GetItem': 1, 'dynamodb:Query': files, 'dynamodb:PutItem': 1 },
    reads: 1 + files * sizes.rowReads,
    writes: pages(sizes.foldBytes, WRITE_BYTES),
  };
}

/** Publishes a revision of both editions, and what follows it: series, pages and lists of all quarters. */
export function publishWork(extent: Extent, sizes: Sizes): Work {
  const { townships, uploads, quarters } = extent;
  const { quarter, onFile } = folding(extent);
  const older = quarters - onFile;
  // What is published and signed is read before the pages are written, and again after; a quarter's decisions are few.
  const decisionQueries = 2 * quarters + 1;
  return {
    requests: {
      's3:GetObject': 14 + quarters + 5 * (onFile - 1) + 3 * older + 2 * (quarter - 1),
      's3:PutObject': REPORT_WRITES,
      's3:ListBucket': 5 + quarters + 2 * pages(quarters * REPORT_WRITES, KEYS_PER_PAGE),
      'dynamodb:GetItem': townships,
      'dynamodb:Query': decisionQueries + 2 * townships * uploads,
      'dynamodb:PutItem': 1,
    },
    reads:
      townships * pages(sizes.foldBytes, READ_BYTES) +
      decisionQueries +
      townships * uploads * (sizes.rowReads + sizes.identityReads),
    writes: 1,
  };
}

/** What a sweep finds. */
type Found = {
  /** Uploads of the last day. */
  readonly arrived?: number;
  /** Those of them of which the sweep before this one was not certain. */
  readonly unsettled?: number;
  /** Whether the city has a programme of the quarter that ended last, whose summary is then looked for. Default: yes. */
  readonly isWatched?: boolean;
  readonly parts?: number;
};

/** Looks for what should have happened in the quarter that ended last. */
function watchWork(
  extent: Extent,
  sizes: Sizes,
  isWatched: boolean,
): { lists: number; queries: number; reads: number } {
  const { queries, reads } = ledgerOf(extent, sizes);
  return isWatched ? { lists: 1, queries, reads } : { lists: 0, queries: 0, reads: 0 };
}

/** The sweep that goes on from its checkpoint (docs/decisions/0093-the-sweep-goes-on-from-its-checkpoint.md). */
export function nextSweepWork(
  extent: Extent,
  sizes: Sizes,
  { arrived = 0, unsettled = 0, isWatched = true }: Found = {},
): Work {
  const { townships, uploads, quarters } = extent;
  const watch = watchWork(extent, sizes, isWatched);
  const all = pages(townships * uploads * quarters, KEYS_PER_PAGE);
  const open = pages(townships * uploads * Math.min(quarters, OPEN_QUARTERS), KEYS_PER_PAGE);
  const asked = arrived > 0 ? 1 : 0;
  return {
    requests: {
      's3:ListBucketVersions': Math.min(all, open + townships),
      's3:ListBucket': OPEN_QUARTERS + watch.lists + unsettled,
      'dynamodb:BatchGetItem': 1 + Math.ceil(arrived / READS_PER_BATCH),
      'dynamodb:Query': OPEN_QUARTERS + watch.queries + asked,
      'dynamodb:PutItem': 1,
    },
    reads: 1 + arrived + OPEN_QUARTERS + watch.reads + asked,
    writes: 1,
  };
}

/** The sweep that looks at all that ever came. */
export function fullSweepWork(
  extent: Extent,
  sizes: Sizes,
  { parts = RECEIPT_PARTS, isWatched = true }: Found = {},
): Work {
  const { townships, uploads, quarters } = extent;
  const ledger = ledgerOf(extent, sizes);
  const watch = watchWork(extent, sizes, isWatched);
  const versions = townships * uploads * quarters;
  // The receipts, and the drafts of those that came last.
  const receipts = (versions + townships * uploads) * parts;
  return {
    requests: {
      's3:ListBucketVersions': pages(versions, KEYS_PER_PAGE),
      's3:ListBucket': pages(receipts, KEYS_PER_PAGE) + 1 + watch.lists,
      'dynamodb:BatchGetItem': 1,
      'dynamodb:Query': quarters * ledger.queries + quarters + watch.queries,
      'dynamodb:PutItem': 2,
    },
    reads: 1 + quarters * ledger.reads + quarters + watch.reads,
    writes: 2,
  };
}

/** Looks who is late. */
export function remindWork(extent: Extent, sizes: Sizes): Work {
  const ledger = ledgerOf(extent, sizes);
  const quarters = Math.min(2, extent.quarters);
  return { requests: { 'dynamodb:Query': quarters * ledger.queries }, reads: quarters * ledger.reads, writes: 0 };
}

/** Requests of a page: each is counted twice when it is the first of its minute. */
const USES = 2;
const GATE = { 'dynamodb:BatchGetItem': 1, 'dynamodb:UpdateItem': USES };

/** What the door does for one request of a clerk's page. */
export const DOOR_WORK = {
  page: { requests: { 'dynamodb:BatchGetItem': 1 }, reads: 1, writes: 0 },
  quarter: {
    requests: { ...GATE, 'dynamodb:Query': 2, 's3:ListBucketVersions': 1 },
    reads: 3,
    writes: USES,
  },
  upload: { requests: { ...GATE, 'dynamodb:UpdateItem': 2 * USES, 's3:PutObject': 1 }, reads: 1, writes: 2 * USES },
  receipt: {
    requests: { ...GATE, 's3:ListBucketVersions': 1, 's3:GetObject': 2 },
    reads: 1,
    writes: USES,
  },
} as const satisfies Readonly<Record<string, Work>>;
