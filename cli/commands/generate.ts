import { CITY_PACK } from '../../cities/pack.ts';
import { resolve } from 'node:path';
import { generateCity } from '../generate/city.ts';
import { asPeriod, required, type Command } from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';
import { Progress } from '../progress.ts';
import { shiftPeriod, yearToDate, type Period } from '../../shared/time/period.ts';

/** The synthetic city: files as clerks make them, with the bulletin's totals. */
export const generate: Command = {
  name: 'generate',
  usage: '--out DIR [--period 2016Q2] [--from 2016Q1] [--dirty]',
  zh: '按城市资料生成虚构的全部文件（有公布数的年度合计与通报一致，身份证号均以371599开头）',
  en: 'write all files of the city or province, invented (of a published year its totals are the bulletin’s; all ID numbers begin with 371599)',
  options: {
    out: { type: 'string', zh: '输出目录', en: 'output folder' },
    period: {
      type: 'string',
      zh: '生成到该季度为止的本年各季，默认最近年度的第二季度',
      en: 'quarters of the year up to this one, default the second of the newest year',
    },
    from: {
      type: 'string',
      zh: '从该季度开始生成，默认本年第一季度（近四季收入、上年同期需要更早各季）',
      en: 'first quarter, default the first of the year (trailing income and last year need earlier quarters)',
    },
    dirty: { type: 'boolean', zh: '在已知位置放入各类错误', en: 'with errors of every kind at known places' },
  },
  run: async (options, _words, language) => {
    const out = resolve(required(options, 'out'));
    const period = asPeriod(typeof options['period'] === 'string' ? options['period'] : `${CITY_PACK.years.at(-1)}Q2`);
    const progress = new Progress({ zh: '生成', en: 'generate' }[language]);
    const { files, rows } = await generateCity({
      pack: CITY_PACK,
      out,
      periods: periodsFrom(typeof options['from'] === 'string' ? asPeriod(options['from']) : null, period),
      dirty: options['dirty'] === true,
      onProgress: (done, total) => progress.update(done, total),
    });
    progress.end();
    console.log(
      options['json']
        ? JSON.stringify({ files, rows, out })
        : { zh: `已生成 ${files} 个文件，${rows} 户次：${out}`, en: `${files} files, ${rows} household rows: ${out}` }[
            language
          ],
    );
    return EXIT.good;
  },
};

/** Every quarter from `first` (else the first of the year) to the period. @throws UsageError when there is none */
function periodsFrom(first: Period | null, period: Period): Period[] {
  const quarters: Period[] = [];
  for (let quarter = first ?? yearToDate(period)[0] ?? period; quarter <= period; quarter = shiftPeriod(quarter, 1))
    quarters.push(quarter);
  if (quarters.length === 0)
    throw new UsageError({
      zh: `--from ${first} 晚于 --period ${period}`,
      en: `--from ${first} is after --period ${period}`,
    });
  return quarters;
}
