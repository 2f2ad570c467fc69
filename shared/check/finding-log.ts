/** Findings as they are made: all are counted, few of each rule are kept. A sheet may have 800,000 bad cells. */
import type { RuleCode } from '../rules/catalogue.ts';
import type { Finding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';

/** Findings of one rule and severity that are kept, and that a receipt lists. */
export const FINDINGS_PER_RULE = 1_000;

/** How many findings of a rule were made beyond those that are kept. */
export type Unkept = { readonly rule: RuleCode; readonly severity: Severity; readonly count: number };

/** The findings that are kept, and the number of the others. */
export type KeptFindings = { readonly findings: readonly Finding[]; readonly unkept: readonly Unkept[] };

type ToldOf = Pick<Finding, 'rule' | 'severity' | 'sheet' | 'row'>;

/**
 * Keeps the first FINDINGS_PER_RULE findings of each rule and severity. Beyond them it keeps the first error of each
 * row, so that the marked workbook can still say of every rejected row why.
 */
export class FindingLog {
  readonly #findings: Finding[] = [];
  readonly #counts: Readonly<Record<Severity, Map<RuleCode, number>>> = {
    error: new Map(),
    warning: new Map(),
    trial: new Map(),
  };
  readonly #unkept = new Map<string, Unkept>();
  #told = { sheet: null as string | null, row: null as number | null };

  add(finding: Finding): void {
    this.addMade(finding, () => finding);
  }

  /**
   * Counts a finding, and has it made when it is kept.
   * @param told what of it is known before
   */
  addMade({ rule, severity, sheet, row }: ToldOf, make: () => Finding): void {
    const counts = this.#counts[severity];
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    const isFirst = severity === 'error' && row !== null && !(this.#told.row === row && this.#told.sheet === sheet);
    if (isFirst) this.#told = { sheet, row };
    if (isFirst || count <= FINDINGS_PER_RULE) this.#findings.push(make());
    else this.#leave({ rule, severity, count: 1 });
  }

  /** Findings of another log, and those that it did not keep. */
  join({ findings, unkept }: KeptFindings): void {
    for (const finding of findings) this.add(finding);
    for (const one of unkept) this.#leave(one);
  }

  get kept(): KeptFindings {
    return { findings: this.#findings, unkept: [...this.#unkept.values()] };
  }

  #leave({ rule, severity, count }: Unkept): void {
    const kind = `${rule} ${severity}`;
    this.#unkept.set(kind, { rule, severity, count: (this.#unkept.get(kind)?.count ?? 0) + count });
  }
}

/** The findings of several stages or sheets, in their order. */
export function joinFindings(...all: readonly KeptFindings[]): KeptFindings {
  const told = all.filter(({ findings, unkept }) => findings.length + unkept.length > 0);
  const [only] = told;
  // Another log would keep the same ones.
  const isBounded = only && (only.unkept.length > 0 || only.findings.length <= FINDINGS_PER_RULE);
  if (isBounded && told.length === 1) return { findings: only.findings, unkept: only.unkept };
  const log = new FindingLog();
  for (const one of told) log.join(one);
  return log.kept;
}

/** Few findings, all of them kept. */
export const allKept = (findings: readonly Finding[]): KeptFindings => ({ findings, unkept: [] });
