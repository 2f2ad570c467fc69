import { REGISTER } from '../../shared/divisions/register.ts';
import { narrativeIn } from '../../shared/report/document.ts';
import { connected, EXIT, onlyPeriod, STACK, type Command } from '../command.ts';
import { hasPublicEdition, withheldText } from '../public-edition.ts';

/** Runs the summary now. */
export const summarize: Command = {
  name: 'summarize',
  usage: 'PERIOD [--stack NAME]',
  zh: '立即汇总一个季度',
  en: 'compute the summary of a period now',
  options: { stack: STACK },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const system = await connected(options);
    const output = await system.summarise(period);
    const manifest = await system.manifest(output.prefix);
    const withheld = manifest && withheldText(manifest, language);
    if (withheld) console.error(withheld);
    if (options['json']) {
      console.log(JSON.stringify({ ...output, publicEdition: manifest !== null && hasPublicEdition(manifest) }, null, 1));
      return EXIT.good;
    }
    const summary = await system.readReport(`${output.prefix}internal/summary.json`);
    if (summary !== null) console.log(narrativeIn(summary, language));
    const note = output.published ? { zh: '新版本', en: 'new revision' } : { zh: '数据没有变化，仍为', en: 'nothing changed, still' };
    if (output.notCounted.length > 0) {
      const names = output.notCounted.map((township) => REGISTER.nameOf(township) ?? township).join('、');
      console.error(
        language === 'zh'
          ? `\n未能汇总：${names}。以上数字不含；排除故障后请再次 summarize`
          : `\nNot counted: ${names}. No figure has them; mend the fault and run summarize again`,
      );
    }
    console.log(`\n${note[language]} ${output.revision}: s3://${system.outputs.reports}/${output.prefix}`);
    return EXIT.good;
  },
};
