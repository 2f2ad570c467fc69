/** The page of an office: what it is told, and what it decides. */
import type { Holder } from '../../shared/door/link.ts';
import { officeView } from '../../shared/office/office-view.ts';
import { json, page, refusal, type Answer, type DoorRequest } from '../http/answer.ts';
import { throughGate, type GateEffects } from '../http/gate.ts';
import type { PageFiles } from '../http/page-files.ts';
import { NO_PERIOD, periodOf } from '../http/period-of.ts';
import { decision, type DecisionEffects } from './decision.ts';
import { report, startSummary, summary } from './summary.ts';

export type OfficeEffects = GateEffects & DecisionEffects & { readonly files: PageFiles };

/** Answers `/o/<token>` and `/o/<token>/<deed>`: only to counties and what is above them. */
export const answer = (request: DoorRequest, effects: OfficeEffects): Promise<Answer> =>
  throughGate(request, effects, {
    digits: [2, 4, 6],
    looks: ['GET quarter'],
    page: async () => page(200, effects.files.html('office.html'), ''),
    deeds: {
      'GET quarter': (link, asked) => quarter(link, asked, effects),
      'POST decision': (link, asked) => decision(link, asked, effects),
      'GET summary': (link, asked) => summary(link, asked, effects),
      'POST summary': (link, asked) => startSummary(link, asked, effects),
      'GET report': (link, asked) => report(link, asked, effects),
    },
  });

async function quarter(holder: Holder, request: DoorRequest, effects: OfficeEffects): Promise<Answer> {
  const now = effects.now();
  const period = periodOf(request, effects.pack, now);
  if (period === null) return refusal(404, NO_PERIOD);
  return json(200, officeView(holder, await effects.ledger(period), now, effects.pack));
}
