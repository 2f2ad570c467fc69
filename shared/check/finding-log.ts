/** Collects findings: all are counted, few of each rule are kept, because a sheet may have 800,000 bad cells. */
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

/** Findings of one rule and severity so far, and those of them that were not kept. */
type Tally = { readonly rule: RuleCode; readonly severity: Severity; made: number; unkept: number };

/**
 * Keeps the first FINDINGS_PER_RULE findings of each rule and severity. Beyond them it keeps the first error of each
 * row, so that the marked workbook can still say of every rejected row why.
 */
export class FindingLog {
  readonly #findings: Finding[] = [];
  readonly #tallies: Readonly<Record<Severity, Map<RuleCode, Tally>>> = {
    error: new Map(),
    warning: new Map(),
    trial: new Map(),
  };
  /** Those of which some were not kept, in the order in which that began. */
  readonly #left: Tally[] = [];
  #told = { sheet: null as string | null, row: null as number | null };

  add(finding: Finding): void {
    this.addMade(finding, () => finding);
  }

  /**
   * Counts a finding, and makes it only if it is kept.
   * @param told what is known of it beforehand
   */
  addMade({ rule, severity, sheet, row }: ToldOf, make: () => Finding): void {
    const tally = this.#tallyOf(rule, severity);
    tally.made++;
    const isFirst = severity === 'error' && row !== null && !(this.#told.row === row && this.#told.sheet === sheet);
    if (isFirst) this.#told = { sheet, row };
    if (isFirst || tally.made <= FINDINGS_PER_RULE) this.#findings.push(make());
    else this.#leave(tally, 1);
  }

  /** Findings of another log, and those that it did not keep. */
  join({ findings, unkept }: KeptFindings): void {
    for (const finding of findings) this.add(finding);
    for (const { rule, severity, count } of unkept) this.#leave(this.#tallyOf(rule, severity), count);
  }

  get kept(): KeptFindings {
    const unkept = this.#left.map(({ rule, severity, unkept: count }) => ({ rule, severity, count }));
    return { findings: this.#findings, unkept };
  }

  #tallyOf(rule: RuleCode, severity: Severity): Tally {
    const tallies = this.#tallies[severity];
    let tally = tallies.get(rule);
    if (!tally) tallies.set(rule, (tally = { rule, severity, made: 0, unkept: 0 }));
    return tally;
  }

  #leave(tally: Tally, count: number): void {
    if (tally.unkept === 0) this.#left.push(tally);
    tally.unkept += count;
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
