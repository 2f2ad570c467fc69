import { CITY_PACK } from '../../cities/pack.ts';
import { Decision, LONGEST, timeAfter } from '../../shared/ledger/decisions.ts';
import { DEEDS } from '../../shared/office/decision-words.ts';
import { chooseSignature } from '../../shared/office/signature.ts';
import { periodsFoldedFor } from '../../shared/time/period.ts';
import { connected, onlyPeriod, requiredUpTo, STACK, type Command } from '../command.ts';
import { EXIT } from '../told-errors.ts';
import { publicStanding, withheldText } from '../../shared/publication/public-standing.ts';

/** Makes the newest revision of a period final: a named person answers for it. */
export const publish: Command = {
  name: 'publish',
  usage: 'PERIOD --sign NAME [--incomplete | --undo] [--reason TEXT] [--dry-run] [--stack NAME]',
  zh: '定稿：由署名人对最新一版负责；条件不满足时逐条说明。一天之内可以撤销',
  en: 'make the newest revision final, signed by name; says what is missing otherwise. Can be taken back for a day',
  options: {
    sign: { type: 'string', zh: '署名人', en: 'who answers for it' },
    incomplete: {
      type: 'boolean',
      zh: '报送不全也定稿，须写明理由',
      en: 'sign although too few have reported; needs a reason',
    },
    undo: { type: 'boolean', zh: '撤销定稿', en: 'take the signature back' },
    reason: { type: 'string', zh: '说明；修订数定稿须写', en: 'a word about it; needed for a restatement' },
    'dry-run': { type: 'boolean', zh: '只检查条件', en: 'only check what is needed' },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const by = requiredUpTo(options, 'sign', LONGEST.by);
    const reason = options['reason'] === undefined ? null : requiredUpTo(options, 'reason', LONGEST.reason);
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
    const standing = publicStanding(manifest, latest);
    const withheld = withheldText(revision, standing);
    const ledger = await system.ledger(period);
    const now = await system.serverTime();
    // A window or a lock decided a moment ago holds, though it takes effect only later.
    const at = timeAfter(ledger.decisions, now.toISOString());
    const others = periodsFoldedFor(period).filter((one) => one !== period);
    const ledgers = [ledger, ...(await Promise.all(others.map((one) => system.ledger(one))))];
    const isIncompleteAllowed = options['incomplete'] === true;
    const isUndo = options['undo'] === true;
    const { obstacles, choice, effect } = chooseSignature(
      { pack: CITY_PACK, manifest, withheld, ledgers, now: now.toISOString(), at, reason, isIncompleteAllowed },
      { isUndo, by },
    );
    if (obstacles.length > 0) {
      const refused = isUndo
        ? { zh: '不能撤销定稿', en: 'The signature cannot be taken back' }
        : { zh: '不能定稿', en: 'Cannot be made final' };
      console.error(`${refused[language]}:\n${obstacles.map((one) => `  ${one[language]}`).join('\n')}`);
      return EXIT.badData;
    }
    // Before the signature is given: an office may not want to sign what the public cannot see.
    if (withheld && !isUndo) console.error(withheld[language]);
    const isMade = options['dry-run'] !== true;
    if (isMade) {
      const decision = Decision.parse({ ...choice, at, by, reason: reason ?? DEEDS.sign.zh });
      await system.decide(period, ledger.decisions, decision);
      await system.writeIndexes(period);
    }
    if (options['json']) {
      const signed = isMade !== isUndo;
      const seen = { publicEdition: standing.isPublic, publicRevision: standing.seen?.revision ?? null };
      console.log(JSON.stringify({ period, revision, signed, ...seen }));
      return EXIT.good;
    }
    console.log(effect.map((one) => one[language]).join('\n'));
    if (!isMade) console.log({ zh: '（试算，没有改动）', en: '(dry run: nothing was changed)' }[language]);
    return EXIT.good;
  },
};
