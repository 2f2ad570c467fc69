import type { CityPack } from '../../shared/city/city.ts';
import type { Link } from '../../shared/door/link.ts';
import { quarterView } from '../../shared/door/quarter-view.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import type { Period } from '../../shared/time/period.ts';
import { json, refusal, type Answer, type DoorRequest } from '../http/answer.ts';
import { NO_PERIOD, periodOf } from '../http/period-of.ts';

export type QuarterEffects = {
  readonly pack: CityPack;
  readonly now: () => string;
  /** A period's decisions, and one division's own submissions. */
  readonly ledgerOf: (period: Period, division: string) => Promise<Ledger>;
  /** All versions of the division's own uploads. */
  readonly versionsOf: (division: string) => Promise<UploadVersion[]>;
};

/** What became of a division's uploads in a quarter, and whether it may still report. */
export async function quarter({ division }: Link, request: DoorRequest, effects: QuarterEffects): Promise<Answer> {
  const { pack } = effects;
  const now = effects.now();
  const period = periodOf(request, pack, now);
  if (period === null) return refusal(404, NO_PERIOD);
  const [ledger, versions] = await Promise.all([effects.ledgerOf(period, division), effects.versionsOf(division)]);
  return json(200, quarterView({ division, ledger, versions, now, pack }));
}
