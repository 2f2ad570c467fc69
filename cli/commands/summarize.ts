import { asPeriod, EXIT, UsageError, type Command } from '../command.ts';

/** Runs the summary now. */
export const summarize: Command = {
  name: 'summarize',
  usage: 'PERIOD [--stack NAME]',
  zh: '立即汇总一个季度',
  en: 'compute the summary of a period now',
  options: { stack: { type: 'string', zh: 'CloudFormation 栈名', en: 'CloudFormation stack' } },
  run: async (options, [text, ...rest], language) => {
    if (!text || rest.length > 0) throw new UsageError('请给出一个季度（exactly one PERIOD is expected）');
    const period = asPeriod(text);
    const { System } = await import('../system.ts');
    const system = await System.connect(typeof options['stack'] === 'string' ? options['stack'] : undefined);
    const output = await system.summarise(period);
    if (options['json']) {
      console.log(JSON.stringify(output, null, 1));
      return EXIT.good;
    }
    const bulletin = await system.read('reports', `${output.prefix}internal/bulletin.txt`);
    console.log(new TextDecoder().decode(bulletin ?? undefined).trim());
    const note = output.published ? { zh: '新版本', en: 'new revision' } : { zh: '数据没有变化，仍为', en: 'nothing changed, still' };
    console.log(`\n${note[language]} ${output.revision}: s3://${system.outputs.reports}/${output.prefix}`);
    return EXIT.good;
  },
};
