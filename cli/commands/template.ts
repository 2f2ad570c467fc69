import { CITY_PACK } from '../../cities/pack.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { householdsOfFile, type EarlierFile } from '../../shared/template/earlier-households.ts';
import { prefillFor, type Prefill, type PrefillSource } from '../../shared/template/prefill.ts';
import { tablesFor, templateWorkbook } from '../../shared/template/template.ts';
import { TEMPLATE_VERSION } from '../../shared/parse/template-stamp.ts';
import { ALL_RULES } from '../../shared/publication/rule-book.ts';
import type { Language } from '../../shared/language/language.ts';
import { shiftPeriod, type Period } from '../../shared/time/period.ts';
import { asDivision, asPeriod, connected, required, STACK, type Command, type Options } from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';
import { readInput } from '../input-file.ts';

/** The workbook that a clerk fills in, blank or with last quarter's households. */
export const template: Command = {
  name: 'template',
  usage: '--division CODE --period 2016Q2 -o FILE.xlsx [--prefill [FILE]] [--last-year FILE] [--stack NAME]',
  zh: '制作填报模板：下拉表、列说明、保护的表头；可带入上季度的户',
  en: 'make the workbook to fill in: drop-downs, column notes, protected headers; last quarter’s households on request',
  options: {
    division: { type: 'string', zh: '填报单位的区划代码', en: 'division code of the reporting unit' },
    period: { type: 'string', zh: '填报季度', en: 'reporting period' },
    output: { type: 'string', short: 'o', zh: '写到这个文件', en: 'file to write' },
    prefill: {
      type: 'boolean',
      zh: '预填户：后面给出本机的上季度文件，姓名和证件号一并带入；不给文件则从系统中取（系统中没有姓名和证件号）',
      en: 'fill in households: from the FILE of an earlier quarter, names and IDs included, or without one from the system, which has neither',
    },
    'last-year': {
      type: 'string',
      zh: '去年同一季度的文件，用来填“上年同期人均纯收入”',
      en: 'file of the same quarter last year, for 上年同期人均纯收入',
    },
    stack: STACK,
  },
  run: async (options, [file, ...rest], language) => {
    const period = asPeriod(required(options, 'period'));
    const division = asDivision(required(options, 'division'), period);
    const output = resolve(required(options, 'output'));
    if (rest.length > 0 || (file && !options['prefill']))
      throw new UsageError({
        zh: `多余的参数：${[file, ...rest].join(' ')}`,
        en: `unexpected arguments: ${[file, ...rest].join(' ')}`,
      });
    const inputs = [file, options['last-year']].filter((one) => typeof one === 'string');
    if (inputs.some((input) => resolve(input) === output))
      throw new UsageError({ zh: '不能写到正在读取的文件上', en: 'the output is an input' });

    const source = await sourceOf(options, file, division, period);
    if (source && source.households.length === 0) {
      console.error(
        {
          zh: '没有可以预填的户：系统中近两年、或所给的文件中没有该单位的数据。不带 --prefill 可制作空白模板',
          en: 'no households to fill in: neither the last two years on file nor the file given have any of this division. Leave --prefill out for a blank one',
        }[language],
      );
      return EXIT.badData;
    }
    const prefill = source ? prefillFor(division, CITY_PACK.at(period), source) : null;
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(
      output,
      templateWorkbook({
        division,
        city: CITY_PACK.at(period),
        rules: ALL_RULES,
        language,
        ...(prefill ? { prefill } : {}),
      }),
    );
    const sheets = tablesFor(division).map(({ title }) => title.zh);
    if (options['json'])
      console.log(
        JSON.stringify({
          file: output,
          division,
          period,
          version: TEMPLATE_VERSION,
          sheets,
          households: prefill?.rows.length ?? 0,
        }),
      );
    else console.log(told(output, sheets, prefill, language));
    return EXIT.good;
  },
};

function told(output: string, sheets: readonly string[], prefill: Prefill | null, language: Language): string {
  const lines = [
    {
      zh: `已写入 ${output}：${sheets.join('、')}（模板 ${TEMPLATE_VERSION}）`,
      en: `${output}: ${sheets.join(', ')} (template ${TEMPLATE_VERSION})`,
    }[language],
  ];
  if (prefill)
    lines.push(
      ...{ zh: prefill.notes, en: [`${prefill.rows.length} households filled in; the sheet 填表说明 says with what`] }[
        language
      ],
    );
  return lines.join('\n');
}

/** Where the households come from; null when none were asked for. */
async function sourceOf(
  options: Options,
  file: string | undefined,
  division: string,
  period: Period,
): Promise<PrefillSource | null> {
  const lastYearFile = typeof options['last-year'] === 'string' ? options['last-year'] : null;
  if (!options['prefill']) {
    if (lastYearFile)
      throw new UsageError({ zh: '--last-year 要和 --prefill 一起用', en: '--last-year needs --prefill' });
    return null;
  }
  const lastYear = lastYearFile ? earlierFile(lastYearFile, division, period).households : null;
  if (!file) {
    const { earlierHouseholds } = await import('../earlier-households.ts');
    const found = await earlierHouseholds(await connected(options), division, period);
    return { ...found, hasPersons: false, lastYear: lastYear ?? found.lastYear };
  }
  const earlier = earlierFile(file, division, period);
  const isLastYear = earlier.period === shiftPeriod(period, -4);
  return { ...earlier, hasPersons: true, lastYear: lastYear ?? (isLastYear ? earlier.households : []) };
}

/** @throws UsageError when the file holds no household sheet */
function earlierFile(file: string, division: string, period: Period): EarlierFile {
  const read = householdsOfFile(readInput(file), { ...CITY_PACK.at(period), division });
  if (read === null) throw new UsageError({ zh: `${file} 中没有户季度表`, en: `${file} has no household sheet` });
  if ('refused' in read) throw new UsageError({ zh: `${file}：${read.detail.zh}`, en: `${file}: ${read.detail.en}` });
  return read;
}
