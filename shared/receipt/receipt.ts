import type { CheckedFile, Status } from '../check/checked-file.ts';
import { FINDINGS_PER_RULE, type KeptFindings } from '../check/finding-log.ts';
import type { CityPack } from '../city/city.ts';
import { windowOf } from '../city/programme.ts';
import type { Language } from '../language/language.ts';
import { maskedName } from '../ledger/file-names.ts';
import { parseUploadKey, submissionIdOf } from '../ledger/keys.ts';
import { misplaced, type Misplaced } from '../ledger/misplaced.ts';
import { repairNamed, REPAIRS, type Repairs } from '../parse/repair.ts';
import type { Changes } from '../rows/merge.ts';
import { RULE_SET_VERSION } from '../rules/rule-sets.ts';
import type { RuleCode } from '../rules/catalogue.ts';
import type { Removal } from '../rules/facts.ts';
import { showFinding, type Finding, type ShownFinding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import { cellReference } from '../sheet/reference.ts';
import { cityDate, type Period } from '../time/period.ts';
import { shownSheets, type ShownSheet } from './sheets-text.ts';
import { SEVERITIES } from './severity-text.ts';

/** The result of a file, in every receipt and, with the repairs, in the output of `validate --json`. */
export type Outcome = {
  readonly status: Status;
  readonly summary: {
    readonly rows: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly warnings: number;
  };
  readonly findings: readonly ShownFinding[];
};

/** The receipt (回执) of one submission. */
export type Receipt = Outcome & {
  readonly submission: {
    readonly submissionId: string;
    readonly division: string | null;
    readonly divisionName: string | null;
    readonly period: Period | null;
    /** The clerk's name of the file, or the whole key of a misplaced one; numbers of persons masked. */
    readonly file: string;
    readonly versionId: string;
    readonly sha256: string;
    readonly bytes: number;
    /** When all of the file had arrived, ISO 8601 UTC. The page and the text show the city's time. */
    readonly acceptedAt: string;
    readonly ruleSet: string;
    readonly deadline: string | null;
    readonly late: boolean;
    /** The file was only checked on the clerk's own machine. */
    readonly notUploaded?: true;
    /** For an upload at a place where no report belongs: what is wrong with it, and the clerk's name of the file. */
    readonly misplaced?: Pick<Misplaced, 'faults' | 'fileName'>;
  };
  readonly changes: Changes;
  /** A full replacement (全量): households that the file does not name are removed. */
  readonly replacement: boolean;
  /** What a full replacement removed of each kind, and where. */
  readonly removal?: readonly Removal[];
  /** What became of each sheet, where the workbook has several. */
  readonly sheets?: readonly ShownSheet[];
  /** All findings of each rule, counted, those beyond FINDINGS_PER_RULE included; the most frequent rule first. */
  readonly byRule: readonly { readonly rule: RuleCode; readonly severity: Severity; readonly count: number }[];
  /** The number of findings of rules on trial. They are among `findings`, and are neither errors nor warnings. */
  readonly trials: number;
  readonly repairs: ShownRepairs;
};

/**
 * What the system read differently from how the clerk wrote it: the number of repairs of each kind, then each repair.
 * Values of personal columns are masked.
 */
export type ShownRepairs = {
  readonly byKind: readonly { readonly kind: string; readonly count: number; readonly text: string }[];
  readonly items: readonly ShownRepair[];
};

export type ShownRepair = {
  readonly kind: string;
  readonly row: number;
  readonly column: string;
  readonly cell: string | null;
  readonly old: string;
  readonly new: string;
};

/**
 * The result of a file; findings are sorted by severity, row and column.
 * @throws Error when rows are lost between reading and judging
 */
export function outcomeOf(
  checked: Pick<CheckedFile, 'status' | 'rows' | 'accepted' | 'rejected' | keyof KeptFindings>,
  language: Language,
): Outcome {
  const { status, rows, accepted, rejected, findings } = checked;
  if (rows !== accepted + rejected)
    throw new Error(`rows read (${rows}) must equal accepted (${accepted}) + rejected (${rejected})`);
  const warnings = countFindings(checked, 'warning');
  return {
    status,
    summary: { rows, accepted, rejected, warnings },
    findings: listedFindings(findings).map((finding) => showFinding(finding, language)),
  };
}

/** The findings that a receipt lists, in its order. */
export function listedFindings(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return inReadingOrder(findings).filter((finding) => {
    const kind = `${finding.rule} ${finding.severity}`;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= FINDINGS_PER_RULE;
  });
}

function inReadingOrder(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding): number => SEVERITIES.indexOf(finding.severity);
  return findings.toSorted(
    (a, b) => rank(a) - rank(b) || (a.row ?? 0) - (b.row ?? 0) || (a.index ?? -1) - (b.index ?? -1),
  );
}

/** The number of findings of one severity, those that are not kept among them. */
export const countFindings = (found: KeptFindings, severity: Severity): number =>
  Object.values(countByRule(found, severity)).reduce((sum, count) => sum + count, 0);

/** The same by rule code. */
export function countByRule({ findings, unkept }: KeptFindings, severity: Severity): Partial<Record<RuleCode, number>> {
  const counts: Partial<Record<RuleCode, number>> = {};
  for (const finding of findings)
    if (finding.severity === severity) counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
  for (const one of unkept) if (one.severity === severity) counts[one.rule] = (counts[one.rule] ?? 0) + one.count;
  return counts;
}

/** Rules by severity, worst first; among rules of one severity the most frequent is first. */
function rulesByFrequency(found: KeptFindings): Receipt['byRule'] {
  const of = (severity: Severity) =>
    (Object.entries(countByRule(found, severity)) as [RuleCode, number][])
      .map(([rule, count]) => ({ rule, severity, count }))
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
  return SEVERITIES.flatMap(of);
}

/** What the storage knows about an object version; `acceptedAt` is ISO 8601 UTC. */
export type ReceivedFile = {
  readonly key: string;
  readonly versionId: string;
  readonly acceptedAt: string;
  /** When an upload in parts was complete, where that is later. */
  readonly completedAt?: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly notUploaded?: true;
};

/** What the system knows about a submission beside its file. Rules and deadline are those of the program by default. */
export type ReceiptContext = {
  readonly pack: CityPack;
  readonly changes: Changes;
  readonly language?: Language;
  readonly submissionId?: string;
  readonly ruleSet?: string;
  readonly late?: boolean;
  readonly deadline?: string;
};

/** The repairs of a file as receipts show them; kinds are in the order of the catalogue. */
export function shownRepairs({ counts, items }: Repairs, language: Language): ShownRepairs {
  return {
    byKind: REPAIRS.flatMap(({ code }) => {
      const count = counts[code] ?? 0;
      return count > 0 ? [{ kind: code, count, text: repairNamed(code)[language] }] : [];
    }),
    items: items.map(({ kind, row, index, column, from, to }) => ({
      kind,
      row,
      column,
      cell: index === null ? null : cellReference(row - 1, index),
      old: from,
      new: to,
    })),
  };
}

/** The receipt of one file: the same in the cloud and on the command line. */
export function receiptOf(file: ReceivedFile, checked: CheckedFile, context: ReceiptContext): Receipt {
  const { pack, language = 'zh', ruleSet = RULE_SET_VERSION } = context;
  const slot = parseUploadKey(file.key, pack);
  const place = misplaced(file.key, pack);
  const { division, period } = slot ?? place ?? { division: null, period: null };
  const { created, updated, unchanged, removed } = context.changes;
  const sheets = shownSheets(checked.sheets, language);
  const arrived = file.completedAt ?? file.acceptedAt;
  const window = slot && pack.hasProgramme(slot.period) ? windowOf(pack.at(slot.period)) : null;
  return {
    submission: {
      submissionId: context.submissionId ?? submissionIdOf(file.versionId, ruleSet),
      division,
      divisionName: division && pack.nameOf(division, period),
      period,
      file: maskedName(slot?.fileName ?? file.key),
      versionId: file.versionId,
      sha256: file.sha256,
      bytes: file.bytes,
      acceptedAt: arrived,
      ruleSet,
      deadline: context.deadline ?? window?.deadline ?? null,
      late: context.late ?? (window !== null && cityDate(new Date(arrived)) > window.deadline),
      ...(file.notUploaded ? { notUploaded: true } : {}),
      ...(place ? { misplaced: { faults: place.faults, fileName: maskedName(place.fileName) } } : {}),
    },
    ...outcomeOf(checked, language),
    changes: { created, updated, unchanged, removed },
    replacement: checked.replacement,
    ...(checked.replacement && checked.removal.length > 0 ? { removal: checked.removal } : {}),
    ...(sheets.length > 0 ? { sheets } : {}),
    byRule: rulesByFrequency(checked),
    trials: countFindings(checked, 'trial'),
    repairs: shownRepairs(checked.repairs, language),
  };
}
