import { CITY_PACK } from '../../cities/pack.ts';
import { isNothingReported } from '../../shared/office/summary-view.ts';
import { narrativeIn } from '../../shared/summary/summary-json.ts';
import { connected, onlyPeriod, STACK, type Command } from '../command.ts';
import { periodsFoldedFor } from '../../shared/time/period.ts';
import type { Language, Text } from '../../shared/language/language.ts';
import { uploadText } from '../../shared/office/named-uploads.ts';
import type { HalfJudged } from '../../functions/store/reparses.ts';
import { EXIT } from '../told-errors.ts';
import { publicStanding, withheldText } from '../../shared/publication/public-standing.ts';

/** Runs the summary now. */
export const summarize: Command = {
  name: 'summarize',
  usage: 'PERIOD [--empty] [--mixed] [--stack NAME]',
  zh: '立即汇总一个季度',
  en: 'compute the summary of a period now',
  options: {
    empty: { type: 'boolean', zh: '还没有单位上报也汇总', en: 'even when nobody has reported anything' },
    mixed: {
      type: 'boolean',
      zh: '有文件正在按新规则重新审核也汇总，未审完的按旧结果计',
      en: 'even while files are being judged again; those that wait count as they were judged before',
    },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const system = await connected(options);
    if (options['empty'] !== true && isNothingReported(await system.ledger(period), CITY_PACK)) {
      console.error(
        {
          zh: `${period} 还没有单位上报：没有计入的上传，也没有零报告。请核对季度；确要汇总请加 --empty`,
          en: `nobody has reported anything for ${period}: no upload counts and there is no nil return. Check the period, or add --empty`,
        }[language],
      );
      return EXIT.badData;
    }
    const mixed = options['mixed'] === true;
    const unfinished = mixed ? [] : await system.halfJudged(periodsFoldedFor(period));
    if (unfinished.length > 0) {
      console.error(halfJudgedText(unfinished)[language]);
      return EXIT.badData;
    }
    const output = await system.summarise(period, mixed ? { mixed } : {});
    const manifest = await system.manifest(output.prefix);
    const latest = await system.latest(period);
    const standing = manifest && latest && publicStanding(manifest, latest);
    const withheld = standing && withheldText(output.revision, standing);
    if (withheld) console.error(withheld[language]);
    if (options['json']) {
      console.log(JSON.stringify({ ...output, publicEdition: standing?.isPublic === true }, null, 1));
      return EXIT.good;
    }
    const summary = await system.readReport(`${output.prefix}internal/summary.json`);
    if (summary !== null) console.log(narrativeIn(summary, language));
    const note = output.published
      ? { zh: '新版本', en: 'new revision' }
      : { zh: '数据没有变化，仍为', en: 'nothing changed, still' };
    if (output.notCounted.length > 0) {
      const names = output.notCounted.map((township) => CITY_PACK.register.nameOf(township) ?? township).join('、');
      console.error(
        {
          zh: `\n未能汇总：${names}。以上数字不含；排除故障后请再次 summarize`,
          en: `\nNot counted: ${names}. No figure has them; mend the fault and run summarize again`,
        }[language],
      );
    }
    console.log(`\n${note[language]} ${output.revision}: s3://${system.outputs.reports}/${output.prefix}`);
    return EXIT.good;
  },
};

/** So many files are named, which is more than are ever given up together. */
const MOST_NAMED = 10;

/** Why there is no summary yet, and the ways out. */
function halfJudgedText(unfinished: readonly HalfJudged[]): Text {
  const told = (language: Language): string =>
    unfinished
      .flatMap(({ period, waiting }) => waiting.map((one) => `\n  ${period} ${uploadText(one, language)}`))
      .slice(0, MOST_NAMED)
      .join('');
  const zh = unfinished.map(({ period, waiting }) => `${period} 还有 ${waiting.length} 个文件`).join('，');
  const en = unfinished.map(({ period, waiting }) => `${waiting.length} files of ${period}`).join(', ');
  return {
    zh: `${zh}正在按新规则重新审核，现在汇总会混用两套规则的结果。请等它审完再汇总（几分钟）；一直不完，请再次 reparse；审不了的文件，用 reparse PERIOD --leave 编号 让它保留原来的审核结果。在等的文件：${told('zh')}`,
    en: `${en} are being judged again, and a summary of now would mix what two sets of rules say. Wait some minutes and summarise then; if it does not end, reparse again; a file that cannot be judged is left under its rules by reparse PERIOD --leave ID. Waited for: ${told('en')}`,
  };
}
