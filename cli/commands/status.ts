import { REGISTER } from '../../shared/divisions/register.ts';
import { nilReturns } from '../../shared/records/decisions.ts';
import { ManifestSubmission, standingSubmissions } from '../../shared/records/manifest.ts';
import { counts } from '../../shared/records/submission.ts';
import { statusText } from '../../shared/receipt/status.ts';
import { completenessOf } from '../../shared/report/completeness.ts';
import { cityTime } from '../../shared/time/period.ts';
import { connected, EXIT, onlyPeriod, STACK, type Command } from '../command.ts';

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
    const completeness = completenessOf(submissions, nilReturns(period, ledger.decisions));
    const unsound = submissions
      .filter((submission) => !counts(submission) || submission.rejected > 0)
      .map((submission) => ManifestSubmission.parse(submission));
    if (options['json']) {
      console.log(JSON.stringify({ period, completeness, unsound }, null, 1));
      return EXIT.good;
    }
    const zh = language === 'zh';
    const { due, received, onTime, late, missing } = completeness;
    console.log(
      zh
        ? `${period} 应报 ${due}，已报 ${received}（按时 ${onTime}，逾期 ${late}），未报 ${missing.length}`
        : `${period}: ${due} due, ${received} received (${onTime} on time, ${late} late), ${missing.length} missing`,
    );
    if (missing.length > 0)
      console.log(`${zh ? '未报' : 'Missing'}: ${missing.map((township) => `${township.unit}${township.name}`).join('、')}`);
    for (const { division, acceptedAt, status: ended, rejected } of unsound) {
      console.log(
        `${division} ${REGISTER.nameOf(division) ?? ''} ${cityTime(new Date(acceptedAt))} ${statusText(ended, language)}${rejected > 0 ? (zh ? `，退回 ${rejected} 行` : `, ${rejected} rows rejected`) : ''}`,
      );
    }
    return EXIT.good;
  },
};
