import { cityDate } from '../time/period.ts';
import type { CityPack } from '../city/city.ts';
import type { CheckedFile, Status } from '../check/file.ts';
import { parseUploadKey, submissionIdOf } from '../ledger/keys.ts';
import { repairNamed, REPAIRS, type Repairs } from '../parse/repair.ts';
import { windowOf } from '../city/programme.ts';
import type { Changes } from '../rows/merge.ts';
import { RULE_SET_VERSION } from '../rules/catalogue.ts';
import type { Language } from '../language/language.ts';
import { showFinding, type Finding, type ShownFinding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import { cellReference } from '../sheet/reference.ts';
import { SEVERITIES } from './appearance.ts';

/** What `validate --json` prints (with the repairs) and every receipt contains. */
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
    readonly period: string | null;
    readonly file: string;
    readonly versionId: string;
    readonly sha256: string;
    readonly bytes: number;
    /** ISO 8601 UTC; the text shows the city's time. */
    readonly acceptedAt: string;
    readonly ruleSet: string;
    readonly deadline: string | null;
    readonly late: boolean;
    /** Only checked on the clerk's own machine; the system has not got it. */
    readonly notUploaded?: true;
  };
  readonly changes: Changes;
  /** A full replacement (全量): what it does not name is removed. */
  readonly replacement: boolean;
  /** How often each rule spoke, most first; findings beyond FINDINGS_PER_RULE are only counted. */
  readonly byRule: readonly { readonly rule: string; readonly severity: Severity; readonly count: number }[];
  /** Findings of rules on trial; they are among `findings` and count as neither error nor warning. */
  readonly trials: number;
  readonly repairs: ShownRepairs;
};

/** What was read otherwise than it is written: how often each kind, then the places, values masked where the column is personal. */
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

/** Findings of one rule and severity that a receipt spells out. */
export const FINDINGS_PER_RULE = 1_000;

/** Errors before warnings, then by row and column. @throws Error when rows are lost between reading and judging (promise 4) */
export function outcomeOf(
  checked: Pick<CheckedFile, 'status' | 'rows' | 'accepted' | 'rejected' | 'findings'>,
  language: Language,
): Outcome {
  const { status, rows, accepted, rejected, findings } = checked;
  if (rows !== accepted + rejected)
    throw new Error(`rows read (${rows}) must equal accepted (${accepted}) + rejected (${rejected})`);
  const warnings = findings.filter((finding) => finding.severity === 'warning').length;
  return {
    status,
    summary: { rows, accepted, rejected, warnings },
    findings: toldFindings(findings).map((finding) => showFinding(finding, language)),
  };
}

/** The findings that a receipt spells out, in its order. */
export function toldFindings(findings: readonly Finding[]): Finding[] {
  const told = new Map<string, number>();
  return inReadingOrder(findings).filter((finding) => {
    const kind = `${finding.rule} ${finding.severity}`;
    const count = (told.get(kind) ?? 0) + 1;
    told.set(kind, count);
    return count <= FINDINGS_PER_RULE;
  });
}

function inReadingOrder(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding): number => SEVERITIES.indexOf(finding.severity);
  return findings.toSorted(
    (a, b) => rank(a) - rank(b) || (a.row ?? 0) - (b.row ?? 0) || (a.index ?? -1) - (b.index ?? -1),
  );
}

/** Counts of findings by rule code. */
export function countByRule(findings: readonly Finding[], severity: Finding['severity']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const finding of findings)
    if (finding.severity === severity) counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
  return counts;
}

/** Errors first, then warnings, then what is on trial; within each the most frequent. */
export function rulesByFrequency(findings: readonly Finding[]): Receipt['byRule'] {
  const of = (severity: Finding['severity']) =>
    Object.entries(countByRule(findings, severity))
      .map(([rule, count]) => ({ rule, severity, count }))
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
  return SEVERITIES.flatMap(of);
}

/** What is known of an object version beside its content; `acceptedAt` is ISO 8601 UTC. */
export type ReceivedFile = {
  readonly key: string;
  readonly versionId: string;
  readonly acceptedAt: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly notUploaded?: true;
};

/** What the system knows beside the file; without it the rules and the window are those of the program. */
export type Standing = {
  readonly pack: CityPack;
  readonly changes: Changes;
  readonly language?: Language;
  readonly submissionId?: string;
  readonly ruleSet?: string;
  readonly late?: boolean;
  readonly deadline?: string;
};

/** The repairs of a file as receipts show them, kinds in the order of the catalogue. */
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
export function receiptOf(file: ReceivedFile, checked: CheckedFile, standing: Standing): Receipt {
  const { pack, language = 'zh' } = standing;
  const slot = parseUploadKey(file.key, pack);
  const ruleSet = standing.ruleSet ?? RULE_SET_VERSION;
  const { created, updated, unchanged, removed } = standing.changes;
  const window = slot && pack.hasProgramme(slot.period) ? windowOf(pack.at(slot.period)) : null;
  return {
    submission: {
      submissionId: standing.submissionId ?? submissionIdOf(file.versionId, ruleSet),
      division: slot?.division ?? null,
      divisionName: slot && pack.registerOf(slot.period).nameOf(slot.division),
      period: slot?.period ?? null,
      file: slot?.fileName ?? file.key,
      versionId: file.versionId,
      sha256: file.sha256,
      bytes: file.bytes,
      acceptedAt: file.acceptedAt,
      ruleSet,
      deadline: standing.deadline ?? window?.deadline ?? null,
      late: standing.late ?? (window !== null && cityDate(new Date(file.acceptedAt)) > window.deadline),
      ...(file.notUploaded ? { notUploaded: true } : {}),
    },
    ...outcomeOf(checked, language),
    changes: { created, updated, unchanged, removed },
    replacement: checked.replacement,
    byRule: rulesByFrequency(checked.findings),
    trials: checked.findings.filter((finding) => finding.severity === 'trial').length,
    repairs: shownRepairs(checked.repairs, language),
  };
}
