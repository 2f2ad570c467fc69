import { CITY_PACK } from '../../cities/pack.ts';
import { exceptionsAt, FOREVER, nilReturns, windowAt } from '../../shared/ledger/decisions.ts';
import { ManifestSubmission, standingSubmissions } from '../../shared/ledger/manifest.ts';
import { counts } from '../../shared/ledger/submission.ts';
import { statusText } from '../../shared/receipt/status-text.ts';
import { completenessOf } from '../../shared/tables/completeness.ts';
import { cityTime } from '../../shared/time/period.ts';
import { connected, divisionText, EXIT, onlyPeriod, STACK, type Command } from '../command.ts';
import { DEEDS, untilText, windowText } from '../decision-words.ts';

/** Who has reported, who is late, what was rejected. */
export const status: Command = {
  name: 'status',
  usage: 'PERIOD [--stack NAME]',
  zh: '查看报送情况：谁已报、谁逾期、谁被退回',
  en: 'who has reported, who is late, what was rejected',
  options: { stack: STACK },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const system = await connected(options);
    const ledger = await system.ledger(period);
    const submissions = standingSubmissions(ledger);
    const city = CITY_PACK.at(period);
    const [window, nil] = [windowAt(city, ledger.decisions, FOREVER), nilReturns(city, ledger.decisions)];
    const exceptions = [...exceptionsAt(ledger.decisions, (await system.serverTime()).toISOString())];
    const completeness = completenessOf({ register: city.register, submissions, nilReturns: nil });
    const unsound = submissions
      .filter((submission) => !counts(submission) || submission.rejected > 0)
      .map((submission) => ManifestSubmission.parse(submission));
    if (options['json']) {
      const told = {
        period,
        window,
        exceptions: exceptions.map(([division, until]) => ({ division, until })),
        nilReturns: [...nil].map(([division, { late }]) => ({ division, late })),
        completeness,
        unsound,
      };
      console.log(JSON.stringify(told, null, 1));
      return EXIT.good;
    }
    const open = window.lockedAt === null ? { zh: '，没有关账', en: ', not closed' }[language] : '';
    console.log(`${{ zh: '填报窗口', en: 'Window' }[language]}: ${windowText(window, language)}${open}`);
    for (const [division, until] of exceptions)
      console.log(
        `${DEEDS.exception[language]}: ${divisionText(division)}${{ zh: '，', en: ', ' }[language]}${untilText(until, language)}`,
      );
    const { due, received, onTime, late, missing } = completeness;
    console.log(
      {
        zh: `${period} 应报 ${due}，已报 ${received}（按时 ${onTime}，逾期 ${late}），未报 ${missing.length}`,
        en: `${period}: ${due} due, ${received} received (${onTime} on time, ${late} late), ${missing.length} missing`,
      }[language],
    );
    if (missing.length > 0)
      console.log(
        `${{ zh: '未报', en: 'Missing' }[language]}: ${missing.map((township) => `${township.unit}${township.name}`).join('、')}`,
      );
    for (const { division, acceptedAt, status: ended, rejected } of unsound) {
      console.log(
        `${divisionText(division)} ${cityTime(new Date(acceptedAt))} ${statusText(ended)[language]}${rejected > 0 ? { zh: `，退回 ${rejected} 行`, en: `, ${rejected} rows rejected` }[language] : ''}`,
      );
    }
    return EXIT.good;
  },
};
