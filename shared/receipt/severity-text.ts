import type { Text } from '../language/language.ts';
import type { Severity } from '../rules/rule.ts';

/** Worst first: the order in which a receipt shows its findings. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'trial'];

/** What the clerk does about a finding of each severity. */
export const SEVERITY_TEXT: Readonly<Record<Severity, Text>> = {
  error: { zh: '须改正', en: 'to correct' },
  warning: { zh: '请核对', en: 'to check' },
  trial: { zh: '试行', en: 'on trial' },
};

/** The worst severity among findings; `trial` where there is no finding. */
export const worstOf = (findings: readonly { readonly severity: Severity }[]): Severity =>
  SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'trial';
