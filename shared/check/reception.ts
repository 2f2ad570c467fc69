/**
 * What is said of an upload beside its content: where it was put, whether its quarter takes it, and what came before
 * it.
 */
import type { FileFacts, GiveUpReason, Standing } from '../rules/facts.ts';
import { cityTime } from '../time/period.ts';
import { rejectedFile, type CheckedFile } from './checked-file.ts';
import { fileFindings } from './findings.ts';

type Upload = Omit<Extract<FileFacts, { readonly when: 'received' }>, 'when'>;

/** The result for a file that is refused without being read (rules F11, Q06); null for a file that can be read. */
export function refuseUpload(upload: Upload): CheckedFile | null {
  const findings = fileFindings({ when: 'received', ...upload });
  return findings.length === 0 ? null : rejectedFile(null, 0, findings);
}

/** A file whose key leads to no division and period (rule F14). */
export const unroutedFile = (): CheckedFile =>
  rejectedFile(null, 0, fileFindings({ when: 'received', period: null, hasProgramme: false, bytes: 0, mostBytes: 0 }));

/**
 * The result for a file on which every try failed.
 * @param reason it was too much for the function (rule F21), or storage does not hand it out (rule F25); else the fault
 * is ours
 */
export const givenUpFile = (reason: GiveUpReason): CheckedFile => ({
  ...rejectedFile(null, 0, fileFindings({ when: 'given up', reason })),
  status: 'failed',
});

/**
 * The file as the office takes it at this time. Where it does not (rules Q04, Q05) nothing of it counts, and the clerk
 * is told what to do.
 */
export function admit(checked: CheckedFile, standing: Standing): CheckedFile {
  const findings = fileFindings({ when: 'admitted', ...standing });
  if (findings.length === 0) return checked;
  return {
    ...checked,
    status: 'rejected',
    accepted: 0,
    rejected: checked.rows,
    findings: [...findings, ...checked.findings],
    tables: checked.tables.map((table) => ({ ...table, accepted: [] })),
    replacement: false,
  };
}

/**
 * The file beside the division's newest one before it (rule F10).
 * @param former when that was received (ISO 8601 UTC); null where it had other bytes
 */
export function besideFormer(checked: CheckedFile, former: string | null): CheckedFile {
  if (former === null) return checked;
  const findings = fileFindings({ when: 'repeated', former: cityTime(new Date(former)) });
  return {
    ...checked,
    status: checked.status === 'accepted' ? 'accepted_with_warnings' : checked.status,
    findings: [...checked.findings, ...findings],
  };
}
