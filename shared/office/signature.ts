/** Whether a revision can be signed, or its signature taken back. The command line and the page of the office ask alike. */
import type { CityPack } from '../city/city.ts';
import { completenessNeeded } from '../city/profile.ts';
import type { Text } from '../language/language.ts';
import { quartersChangedSince } from '../ledger/changed-quarters.ts';
import { nilReturns, signaturesOf, windowAt } from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger, type Manifest } from '../ledger/manifest.ts';
import { completenessOf } from '../tables/completeness.ts';
import { cityDate, cityTime } from '../time/period.ts';
import type { Choice } from './decision-choices.ts';

/** The newest revision of a period, and what is known of it. */
export type SigningFacts = {
  readonly pack: CityPack;
  readonly manifest: Manifest & { readonly revision: number };
  /** That the public cannot see the revision, and what it sees instead; null where it can. */
  readonly withheld: Text | null;
  /** Of all quarters that the summary reads. */
  readonly ledgers: readonly Ledger[];
  /** The server's time, ISO 8601 UTC, and when the decision takes effect. */
  readonly now: string;
  readonly at: string;
  /** Null where none was given. */
  readonly reason: string | null;
  /** Signs although fewer have reported than the city asks for. */
  readonly isIncompleteAllowed: boolean;
};

/** For so long a signature can be taken back: what was handed out since is still known. */
const BINDS_AFTER_MS = 24 * 60 * 60 * 1000;

/** What an office decides about the newest revision. */
export type SignatureWanted = { readonly isUndo: boolean; readonly by: string };

/** What stands in the way, and the decision with what it says where nothing does. */
export type SignatureChoice = {
  readonly obstacles: readonly Text[];
  readonly choice: Choice;
  readonly effect: readonly Text[];
};

/** Weighs a signature of the newest revision, or that it is taken back. */
export function chooseSignature(facts: SigningFacts, { isUndo, by }: SignatureWanted): SignatureChoice {
  const { period, revision } = facts.manifest;
  const { due, received } = reported(facts);
  if (isUndo)
    return {
      obstacles: obstaclesToTakingBack(facts),
      choice: { kind: 'undo-sign', revision },
      effect: [{ zh: `${period} 第${revision}版不再是定稿`, en: `${period} revision ${revision} is signed no longer` }],
    };
  return {
    obstacles: obstaclesToSigning(facts),
    choice: { kind: 'sign', revision, ...(isIncomplete(facts) && { incomplete: true }) },
    effect: [
      {
        zh: `${period} 第${revision}版定稿，署名：${by}`,
        en: `${period} revision ${revision} is final, signed ${by}`,
      },
      { zh: `应报 ${due}，已报 ${received}`, en: `${received} of ${due} have reported` },
      ...(facts.withheld ? [facts.withheld] : []),
    ],
  };
}

const ledgerOf = ({ ledgers, manifest }: Pick<SigningFacts, 'ledgers' | 'manifest'>): Ledger =>
  ledgers.find(({ period }) => period === manifest.period) ?? {
    period: manifest.period,
    submissions: [],
    decisions: [],
  };

function reported({ pack, ...facts }: SigningFacts): { readonly due: number; readonly received: number } {
  const ledger = ledgerOf(facts);
  const city = pack.at(ledger.period);
  const { decisions } = ledger;
  const submissions = standingSubmissions(ledger);
  return completenessOf({ register: city.register, submissions, nilReturns: nilReturns(city, decisions) });
}

/** Whether so few have reported that a signature must say why it is given all the same. */
function isIncomplete(facts: SigningFacts): boolean {
  const { due, received } = reported(facts);
  return received * 100 < due * completenessNeeded(facts.pack.profile);
}

function obstaclesToSigning(facts: SigningFacts): Text[] {
  const { pack, manifest, ledgers, now, at, reason } = facts;
  const { period, revision, notCounted } = manifest;
  const { decisions } = ledgerOf(facts);
  const obstacles: Text[] = [];
  const window = windowAt(pack.at(period), decisions, at);
  if (window.lockedAt === null && cityDate(new Date(now)) <= window.deadline)
    obstacles.push({
      zh: `填报窗口到 ${window.deadline} 才截止，也没有关账`,
      en: `the window is open until ${window.deadline} and not locked`,
    });
  const changed = quartersChangedSince(manifest, ledgers, pack).join(', ');
  if (changed !== '')
    obstacles.push({
      zh: `第${revision}版之后${changed}的数据又有变化，请先重新汇总（summarize）`,
      en: `data of ${changed} changed after revision ${revision}; run summarize first`,
    });
  if (notCounted.length > 0) {
    const { register } = pack.at(period);
    const names = notCounted.map(({ township }) => register.nameOf(township) ?? township).join('、');
    obstacles.push({
      zh: `第${revision}版未能汇总${names}，请排除故障后重新汇总（summarize）`,
      en: `revision ${revision} could not count ${names}; mend the fault and run summarize again`,
    });
  }
  const signatures = signaturesOf(decisions);
  if (signatures.has(revision))
    obstacles.push({ zh: `第${revision}版已经定稿`, en: `revision ${revision} is final already` });
  else if (signatures.size > 0 && reason === null)
    obstacles.push({
      zh: `第${[...signatures.keys()].join('、')}版已经定稿，再定稿是修订，请写明理由`,
      en: `revision ${[...signatures.keys()].join(', ')} is final, so this restates it: give a reason`,
    });
  return [...obstacles, ...tooFew(facts)];
}

function tooFew(facts: SigningFacts): Text[] {
  if (!isIncomplete(facts)) return [];
  const { due, received } = reported(facts);
  const needed = completenessNeeded(facts.pack.profile);
  if (!facts.isIncompleteAllowed)
    return [
      {
        zh: `应报 ${due}，只报了 ${received}，不到 ${needed}%；确要定稿，请选“报送不全也定稿”（--incomplete）并写明理由`,
        en: `only ${received} of ${due} have reported, below ${needed}%; to sign all the same, say so (--incomplete) and give a reason`,
      },
    ];
  if (facts.reason !== null) return [];
  return [{ zh: '报送不全也定稿，请写明理由', en: 'signing although reports are missing needs a reason' }];
}

function obstaclesToTakingBack(facts: Pick<SigningFacts, 'ledgers' | 'manifest' | 'now'>): Text[] {
  const { revision } = facts.manifest;
  const signature = signaturesOf(ledgerOf(facts).decisions).get(revision);
  if (!signature)
    return [
      {
        zh: `最新的第${revision}版没有定稿；已有新版的定稿不能撤销`,
        en: `the newest revision, ${revision}, is not signed; a signature that a newer revision follows stays`,
      },
    ];
  const bindsAt = new Date(Date.parse(signature.at) + BINDS_AFTER_MS);
  if (facts.now < bindsAt.toISOString()) return [];
  const since = cityTime(bindsAt);
  return [
    {
      zh: `定稿自 ${since} 起不能再撤销；数据有误的，更正后重新汇总，再定稿为修订数`,
      en: `the signature binds since ${since}; correct the data, summarise again and sign the restatement`,
    },
  ];
}
