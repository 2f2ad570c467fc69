/** What was read otherwise than it is written. */
import type { RepairKind } from './repair.ts';

/** Takes the kinds of repairs of one cell, each once; a clean cell leaves it as it is. The caller empties it. */
export type Noted = RepairKind[];

export function note(noted: Noted | undefined, kind: RepairKind): void {
  if (noted && !noted.includes(kind)) noted.push(kind);
}
