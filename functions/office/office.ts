/** The page of an office: what it is told, and what it decides. */
import { z } from 'zod';
import type { CityPack } from '../../shared/city/city.ts';
import type { Link } from '../../shared/door/link.ts';
import type { Text } from '../../shared/language/language.ts';
import { Decision, LONGEST, timeAfter } from '../../shared/ledger/decisions.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { choose, DECISION_NAMES, EFFECTIVE_AFTER_MS } from '../../shared/office/decision-choices.ts';
import { effectOf } from '../../shared/office/decision-effect.ts';
import { uploadWithoutName } from '../../shared/office/named-uploads.ts';
import { DecisionRefusedError } from '../../shared/office/decision-refused.ts';
import { mayDecide, officeView } from '../../shared/office/office-view.ts';
import type { Period } from '../../shared/time/period.ts';
import { json, page, refusal, type Answer, type DoorRequest } from '../http/answer.ts';
import { jsonOf } from '../http/envelope.ts';
import { throughGate, type GateEffects } from '../http/gate.ts';
import type { PageFiles } from '../http/page-files.ts';
import { NO_PERIOD, periodOf } from '../http/period-of.ts';

export type OfficeEffects = GateEffects & {
  readonly pack: CityPack;
  readonly files: PageFiles;
  readonly ledger: (period: Period) => Promise<Ledger>;
  /** Adds a decision to the ones that the office had seen; false when another was made in the meantime. */
  readonly decide: (period: Period, known: readonly Decision[], decision: Decision) => Promise<boolean>;
};

/** Answers `/o/<token>` and `/o/<token>/<deed>`: only to counties and the city. */
export const answer = (request: DoorRequest, effects: OfficeEffects): Promise<Answer> =>
  throughGate(request, effects, {
    digits: [4, 6],
    page: async () => page(200, effects.files.html('office.html'), ''),
    deeds: {
      'GET quarter': (link, asked) => quarter(link, asked, effects),
      'POST decision': (link, asked) => decision(link, asked, effects),
    },
  });

async function quarter({ division }: Link, request: DoorRequest, effects: OfficeEffects): Promise<Answer> {
  const now = effects.now();
  const period = periodOf(request, effects.pack, now);
  if (period === null) return refusal(404, NO_PERIOD);
  return json(200, officeView(division, await effects.ledger(period), now, effects.pack));
}

const Wanted = z.strictObject({
  period: z.string(),
  decision: z.enum(DECISION_NAMES),
  asked: z.record(z.string(), z.union([z.string(), z.boolean()])),
  by: z.string().trim().min(1).max(LONGEST.by),
  reason: z.string().trim().min(1).max(LONGEST.reason),
  /** How many decisions the office has seen. */
  known: z.int().nonnegative(),
  /** Only says what would change. */
  isTrial: z.boolean(),
});

const ONLY_CITY: Text = { zh: '只有市扶贫办可以作决定', en: 'only the city’s office decides' };
const INCOMPLETE: Text = { zh: '请写明决定人和理由', en: 'say who decides, and why' };
const ANOTHER: Text = {
  zh: '刚才另有人作了决定，本次没有记录；请看过以后再决定',
  en: 'another decision was made a moment ago and this one is not recorded; look at it and decide again',
};

/**
 * Makes a decision, or says what it would change. A decision rests on what the office has seen: if anything newer was
 * decided, it is refused.
 */
async function decision(link: Link, request: DoorRequest, effects: OfficeEffects): Promise<Answer> {
  if (!mayDecide(link.division)) return refusal(403, ONLY_CITY);
  const wanted = Wanted.safeParse(jsonOf(request.body));
  if (!wanted.success) return refusal(400, INCOMPLETE);
  const { decision: name, asked, by, reason, known, isTrial } = wanted.data;
  const { pack } = effects;
  const now = effects.now();
  const period = periodOf({ query: { period: wanted.data.period } }, pack, now);
  if (period === null) return refusal(404, NO_PERIOD);
  const ledger = await effects.ledger(period);
  if (ledger.decisions.length !== known) return refusal(409, ANOTHER);
  const at = timeAfter(ledger.decisions, new Date(Date.parse(now) + EFFECTIVE_AFTER_MS).toISOString());
  try {
    const via = `link ${link.division}.${link.issue}`;
    const made = Decision.parse({ ...choose(name, asked, { pack, ledger, at }), at, by, reason, via });
    const facts = { pack, ledger, tell: uploadWithoutName };
    const [zh, en] = [effectOf(facts, made, 'zh'), effectOf(facts, made, 'en')];
    const isMade = !isTrial && (await effects.decide(period, ledger.decisions, made));
    if (!isTrial && !isMade) return refusal(409, ANOTHER);
    return json(200, { at, isMade, changes: zh.map((line, index): Text => ({ zh: line, en: en[index] ?? line })) });
  } catch (error) {
    if (error instanceof DecisionRefusedError) return refusal(422, error.text);
    throw error;
  }
}
