import { CITY_PACK } from '../../cities/pack.ts';
import { isNothingReported } from '../../shared/office/summary-view.ts';
import { narrativeIn } from '../../shared/summary/summary-json.ts';
import { connected, onlyPeriod, STACK, type Command } from '../command.ts';
import { EXIT } from '../told-errors.ts';
import { publicStanding, withheldText } from '../../shared/publication/public-standing.ts';

/** Runs the summary now. */
export const summarize: Command = {
  name: 'summarize',
  usage: 'PERIOD [--empty] [--stack NAME]',
  zh: '立即汇总一个季度',
  en: 'compute the summary of a period now',
  options: {
    empty: { type: 'boolean', zh: '还没有单位上报也汇总', en: 'even when nobody has reported anything' },
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
    const output = await system.summarise(period);
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
