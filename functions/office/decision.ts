/** What an office decides on its page: first what it would change is shown, then it is made. */
import * as z from 'zod';
import type { CityPack } from '../../shared/city/city.ts';
import { nameOfLink, type Link } from '../../shared/door/link.ts';
import type { Text } from '../../shared/language/language.ts';
import { Decision, LONGEST, timeAfter } from '../../shared/ledger/decisions.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { choose, DECISION_NAMES, EFFECTIVE_AFTER_MS, type Choice } from '../../shared/office/decision-choices.ts';
import { effectOf } from '../../shared/office/decision-effect.ts';
import { DecisionRefusedError } from '../../shared/office/decision-refused.ts';
import { uploadWithoutName } from '../../shared/office/named-uploads.ts';
import { mayDecide } from '../../shared/office/office-view.ts';
import { publicStanding, withheldText } from '../../shared/publication/public-standing.ts';
import { chooseSignature } from '../../shared/office/signature.ts';
import { periodsFoldedFor, type Period } from '../../shared/time/period.ts';
import { json, refusal, type Answer, type DoorRequest } from '../http/answer.ts';
import { jsonOf } from '../http/envelope.ts';
import { NO_PERIOD, periodOf } from '../http/period-of.ts';
import { newestManifest, type SummaryEffects } from './summary.ts';

export type DecisionEffects = SummaryEffects & {
  readonly pack: CityPack;
  /** Adds a decision to those that it was made on; false when another was made in the meantime. */
  readonly decide: (period: Period, known: readonly Decision[], decision: Decision) => Promise<boolean>;
};

const SIGNATURES = ['sign', 'undo-sign'] as const;

const Wanted = z.strictObject({
  period: z.string(),
  decision: z.enum([...DECISION_NAMES, ...SIGNATURES]),
  asked: z.record(z.string(), z.union([z.string(), z.boolean()])),
  by: z.string().trim().min(1).max(LONGEST.by),
  reason: z.string().trim().min(1).max(LONGEST.reason),
  /** How many decisions the office has seen. */
  known: z.int().nonnegative(),
  /** The revision that the office has seen; a signature is given to no other. */
  revision: z.int().positive().optional(),
  /** Only says what would change. */
  isTrial: z.boolean(),
});
type Wanted = z.infer<typeof Wanted>;

const onlyHighest = ({ profile: { office } }: CityPack): Text => ({
  zh: `只有${office.zh}可以作决定`,
  en: `only the ${office.en} decides`,
});
const INCOMPLETE: Text = { zh: '请写明决定人和理由', en: 'say who decides, and why' };
const ANOTHER: Text = {
  zh: '刚才另有人作了决定，本次没有记录；请看过以后再决定',
  en: 'another decision was made a moment ago and this one is not recorded; look at it and decide again',
};
const NO_SUMMARY: Text = { zh: '还没有汇总，请先汇总', en: 'there is no summary yet; summarise first' };
const ANOTHER_REVISION: Text = {
  zh: '刚才发布了新的一版，请看过以后再定稿',
  en: 'a newer revision was published a moment ago; look at it and sign again',
};

/** What is to be decided, what it changes, and when it takes effect (ISO 8601 UTC). */
type Proposal = { readonly at: string; readonly choice: Choice; readonly effect: (made: Decision) => readonly Text[] };

/** Decides, or says what a decision would change. It is made on what the office has seen and on nothing newer. */
export async function decision(link: Link, request: DoorRequest, effects: DecisionEffects): Promise<Answer> {
  if (!mayDecide(link.division, effects.pack.register)) return refusal(403, onlyHighest(effects.pack));
  const read = Wanted.safeParse(jsonOf(request.body));
  if (!read.success) return refusal(400, INCOMPLETE);
  const wanted = read.data;
  const period = periodOf({ query: { period: wanted.period } }, effects.pack, effects.now());
  if (period === null) return refusal(404, NO_PERIOD);
  const ledger = await effects.ledger(period);
  if (ledger.decisions.length !== wanted.known) return refusal(409, ANOTHER);
  try {
    const { at, choice, effect } = await propose(wanted, ledger, effects);
    const via = nameOfLink(link);
    const made = Decision.parse({ ...choice, at, by: wanted.by, reason: wanted.reason, via });
    const changes = effect(made);
    if (wanted.isTrial) return json(200, { at, isMade: false, changes });
    if (!(await effects.decide(period, ledger.decisions, made))) return refusal(409, ANOTHER);
    // The run publishes nothing new, since nothing has changed; it writes what follows the signature.
    if (isSignature(wanted.decision))
      await effects.startSummary(period, `${period}-signature-${ledger.decisions.length + 1}`);
    return json(200, { at, isMade: true, changes });
  } catch (error) {
    if (error instanceof DecisionRefusedError) return refusal(422, error.text);
    throw error;
  }
}

const isSignature = (name: Wanted['decision']): name is (typeof SIGNATURES)[number] =>
  SIGNATURES.some((one) => one === name);

/** @throws DecisionRefusedError when it cannot be decided */
async function propose(wanted: Wanted, ledger: Ledger, effects: DecisionEffects): Promise<Proposal> {
  const { pack } = effects;
  const { decision: name, asked } = wanted;
  if (isSignature(name)) return proposeSignature(wanted, ledger, effects);
  const at = timeAfter(ledger.decisions, new Date(Date.parse(effects.now()) + EFFECTIVE_AFTER_MS).toISOString());
  const facts = { pack, ledger, tell: uploadWithoutName };
  const effect = (made: Decision): readonly Text[] => {
    const [zh, en] = [effectOf(facts, made, 'zh'), effectOf(facts, made, 'en')];
    return zh.map((line, index): Text => ({ zh: line, en: en[index] ?? line }));
  };
  return { at, choice: choose(name, asked, { pack, ledger, at }), effect };
}

async function proposeSignature(
  { decision: name, asked, by, reason, revision }: Wanted,
  ledger: Ledger,
  effects: DecisionEffects,
): Promise<Proposal> {
  const { pack } = effects;
  const newest = await newestManifest(ledger.period, effects);
  if (newest === null) throw new DecisionRefusedError(NO_SUMMARY);
  const { manifest, latest } = newest;
  if (manifest.revision !== revision) throw new DecisionRefusedError(ANOTHER_REVISION);
  const others = periodsFoldedFor(ledger.period).filter((one) => one !== ledger.period);
  const ledgers = [ledger, ...(await Promise.all(others.map(effects.ledger)))];
  const now = effects.now();
  const at = timeAfter(ledger.decisions, now);
  const facts = {
    pack,
    manifest,
    withheld: withheldText(manifest.revision, publicStanding(manifest, latest)),
    ledgers,
    now,
    at,
    reason,
    isIncompleteAllowed: asked['incomplete'] === true,
  };
  const { obstacles, choice, effect } = chooseSignature(facts, { isUndo: name === 'undo-sign', by });
  if (obstacles.length > 0)
    throw new DecisionRefusedError({
      zh: obstacles.map(({ zh }) => zh).join('；'),
      en: obstacles.map(({ en }) => en).join('; '),
    });
  return { at, choice, effect: () => effect };
}
