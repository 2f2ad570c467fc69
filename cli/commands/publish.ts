import { CITY_PACK } from '../../cities/pack.ts';
import type { Text } from '../../shared/language/language.ts';
import { quartersChangedSince } from '../../shared/ledger/changed-quarters.ts';
import { Decision, LONGEST, signedRevisions, timeAfter, windowAt } from '../../shared/ledger/decisions.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import { cityDate, periodsFoldedFor } from '../../shared/time/period.ts';
import { connected, onlyPeriod, requiredUpTo, STACK, type Command } from '../command.ts';
import { EXIT } from '../told-errors.ts';
import { hasPublicEdition, withheldText } from '../public-edition.ts';

/** Makes the newest revision of a period final: a named person answers for it. */
export const publish: Command = {
  name: 'publish',
  usage: 'PERIOD --sign NAME [--reason TEXT] [--dry-run] [--stack NAME]',
  zh: '定稿：由署名人对最新一版负责；条件不满足时逐条说明',
  en: 'make the newest revision final, signed by name; says what is missing otherwise',
  options: {
    sign: { type: 'string', zh: '署名人', en: 'who answers for it' },
    reason: { type: 'string', zh: '说明', en: 'a word about it' },
    'dry-run': { type: 'boolean', zh: '只检查条件', en: 'only check what is needed' },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const by = requiredUpTo(options, 'sign', LONGEST.by);
    const reason = options['reason'] === undefined ? '定稿' : requiredUpTo(options, 'reason', LONGEST.reason);
    const system = await connected(options);
    const latest = await system.latest(period);
    const manifest = latest && (await system.manifest(latest.prefix));
    if (!latest || !manifest) {
      console.error(
        { zh: `${period} 还没有汇总，请先运行 summarize`, en: `${period} has no summary yet; run summarize first` }[
          language
        ],
      );
      return EXIT.badData;
    }
    const { revision } = latest;
    const withheld = withheldText(manifest, language);
    if (withheld) console.error(withheld);
    const ledger = await system.ledger(period);
    const now = await system.serverTime();
    // A window or a lock decided a moment ago holds, though it takes effect only later.
    const at = timeAfter(ledger.decisions, now.toISOString());
    const others = periodsFoldedFor(period).filter((one) => one !== period);
    const ledgers = [ledger, ...(await Promise.all(others.map((one) => system.ledger(one))))];
    const missing = missingFor(manifest, ledgers, { now, at });
    if (missing.length > 0) {
      console.error(
        `${{ zh: '不能定稿', en: 'Cannot be made final' }[language]}:\n${missing.map((one) => `  ${one[language]}`).join('\n')}`,
      );
      return EXIT.badData;
    }
    if (options['dry-run'] !== true) {
      const decision = Decision.parse({ kind: 'sign', revision, at, by, reason });
      await system.decide(period, ledger.decisions, decision);
      await system.writeIndexes(period);
    }
    console.log(
      options['json']
        ? JSON.stringify({
            period,
            revision,
            signed: options['dry-run'] !== true,
            publicEdition: hasPublicEdition(manifest),
          })
        : {
            zh: `${period} 第${revision}版${options['dry-run'] ? '可以定稿' : '定稿'}，署名：${by}`,
            en: `${period} revision ${revision} ${options['dry-run'] ? 'can be made final' : 'is final'}, signed ${by}`,
          }[language],
    );
    return EXIT.good;
  },
};

/** What must be done before a revision can be signed at an instant; nothing when it can. */
function missingFor(
  manifest: PublishedManifest,
  ledgers: readonly Ledger[],
  { now, at }: { readonly now: Date; readonly at: string },
): Text[] {
  const { period, revision, notCounted } = manifest;
  const decisions = ledgers.find((one) => one.period === period)?.decisions ?? [];
  const missing: Text[] = [];
  const window = windowAt(CITY_PACK.at(period), decisions, at);
  if (window.lockedAt === null && cityDate(now) <= window.deadline)
    missing.push({
      zh: `填报窗口到 ${window.deadline} 才截止，也没有关账`,
      en: `the window is open until ${window.deadline} and not locked`,
    });
  const changed = quartersChangedSince(manifest, ledgers, CITY_PACK);
  if (changed.length > 0)
    missing.push({
      zh: `第${revision}版之后${changed.join('、')}的数据又有变化，请先运行 summarize`,
      en: `data of ${changed.join(', ')} changed after revision ${revision}; run summarize first`,
    });
  if (notCounted.length > 0) {
    const { register } = CITY_PACK.at(period);
    const names = notCounted.map(({ township }) => register.nameOf(township) ?? township).join('、');
    missing.push({
      zh: `第${revision}版未能汇总${names}，请排除故障后重新 summarize`,
      en: `revision ${revision} could not count ${names}; mend the fault and run summarize again`,
    });
  }
  if (signedRevisions(decisions).includes(revision))
    missing.push({ zh: `第${revision}版已经定稿`, en: `revision ${revision} is final already` });
  return missing;
}
