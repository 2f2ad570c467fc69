import { CITY_PACK } from '../cities/pack.ts';
import { citiesOf } from '../shared/city/cities-of.ts';
import type { City } from '../shared/city/city.ts';
import { folderOf } from '../shared/city/report-sets.ts';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Language } from '../shared/language/language.ts';
import { LONGEST } from '../shared/ledger/decisions.ts';
import { divisionText as divisionIn } from '../shared/office/decision-words.ts';
import { isPeriod, type Period } from '../shared/time/period.ts';
import { divisionsNamed } from '../shared/city/division-search.ts';
import type { System } from './system.ts';
import { UsageError } from './told-errors.ts';

export type Options = Readonly<Record<string, string | boolean | undefined>>;

export type Command = {
  readonly name: string;
  /** Arguments as the usage line shows them. */
  readonly usage: string;
  readonly zh: string;
  readonly en: string;
  /** By the name of the option, without its dashes. A `string` takes a value; `zh` and `en` are its line in the help. */
  readonly options: Readonly<
    Record<
      string,
      { readonly type: 'string' | 'boolean'; readonly zh: string; readonly en: string; readonly short?: string }
    >
  >;
  readonly run: (options: Options, words: readonly string[], language: Language) => Promise<number>;
};

/** Options that every command has. */
export const COMMON_OPTIONS: Command['options'] = {
  json: { type: 'boolean', zh: '输出 JSON', en: 'print JSON' },
  lang: { type: 'string', zh: '语言：zh（默认）或 en', en: 'language: zh (default) or en' },
  city: {
    type: 'string',
    zh: '城市资料目录（默认见环境变量 UPLIFT_CITY）',
    en: 'folder of the city (default: the variable UPLIFT_CITY)',
  },
  help: { type: 'boolean', zh: '显示帮助', en: 'show this help' },
};

/** @throws UsageError for an unknown option or a missing value */
export function parseCommandLine(
  command: Command,
  argv: readonly string[],
): { options: Options; words: readonly string[] } {
  const options: ParseArgsConfig['options'] = {};
  for (const [name, { type, short }] of Object.entries({ ...COMMON_OPTIONS, ...command.options }))
    options[name] = { type, ...(short ? { short } : {}) };
  // Not strict: Node's own messages are English.
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const known = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!known) throw new UsageError({ zh: `没有选项 ${rawName}`, en: `unknown option ${rawName}` });
    if (known.type === 'boolean' && value !== undefined)
      throw new UsageError({
        zh: `${rawName} 不带值，给出的是“${value}”`,
        en: `${rawName} takes no value, got “${value}”`,
      });
    if (known.type === 'string' && (value === undefined || (!inlineValue && /^-./.test(value))))
      throw new UsageError({
        zh: `${rawName} 后面缺少值；值以“-”开头时请写成 ${rawName}=值`,
        en: `${rawName} needs a value; write ${rawName}=VALUE if it begins with “-”`,
      });
  }
  return { options: values as Options, words: positionals };
}

/** @throws UsageError when the option is missing */
export function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value.trim() === '')
    throw new UsageError({ zh: `缺少 --${name}`, en: `--${name} is required` });
  return value;
}

/** @throws UsageError when the option is missing or too long for what is kept of it */
export function requiredUpTo(options: Options, name: string, most: number): string {
  const value = required(options, name);
  if (value.length > most)
    throw new UsageError({
      zh: `--${name} 最多 ${most} 个字，给出的有 ${value.length} 个`,
      en: `--${name}: got ${value.length} characters, expected at most ${most}`,
    });
  return value;
}

/** Any period, whether its year has a programme or not. @throws UsageError when the text is none */
function writtenPeriod(text: string): Period {
  if (isPeriod(text)) return text;
  throw new UsageError({
    zh: `季度“${text}”无法识别，应如 2016Q2`,
    en: `got “${text}”, expected a period such as 2016Q2`,
  });
}

/** @throws UsageError when the text is no period, or one of a year without a programme */
export function asPeriod(text: string): Period {
  const period = writtenPeriod(text);
  if (!CITY_PACK.hasProgramme(period)) throw new UsageError(CITY_PACK.missingProgramme(period).text);
  return period;
}

/** The number of a revision that is written as `rev-3` or `3`. @throws UsageError */
export function asRevision(text: string): number {
  const [, number] = /^(?:rev-)?([1-9]\d{0,5})$/.exec(text) ?? [];
  if (number !== undefined) return Number(number);
  throw new UsageError({ zh: `版次应如 rev-1，给出的是“${text}”`, en: `got “${text}”, expected a revision as rev-1` });
}

/**
 * The code of a division that is named by its code or its name.
 * @param period whose divisions are meant; today's where there is none
 * @throws UsageError when the register has no such division, or several of that name
 */
export function asDivision(text: string, period: Period | null = null): string {
  const register = period === null ? CITY_PACK.register : CITY_PACK.registerOf(period);
  const [found, ...others] = divisionsNamed(text, register);
  if (found && others.length === 0) return found.code;
  const several = [found, ...others]
    .flatMap((one) => (one ? [`${one.code} ${register.textOf(one.code).zh}`] : []))
    .slice(0, 8);
  throw new UsageError(
    found
      ? {
          zh: `“${text}”不止一个：${several.join('、')}；请写代码，或在前面加上县（市）名`,
          en: `“${text}” may be ${several.join(', ')}; give the code, or the county or city before the name`,
        }
      : {
          zh: `“${text}”不在${register.vintage}年区划中，应为 9 位乡镇、6 位县${register.cities.length > 0 ? '、4 位市' : ''}或 ${register.root}，或其名称（uplift divisions 可查）`,
          en: `got division “${text}”, expected one of the register of ${register.vintage}: 9 digits for a township, 6 for a county, ${register.cities.length > 0 ? '4 for a city, ' : ''}${register.root}, or its name (uplift divisions finds it)`,
        },
  );
}

/** Whose reports a command is about: a city of a province, or all that the pack has. */
export const OF = {
  type: 'string',
  zh: '省内一个市的代码或名称（默认全部）',
  en: 'code or name of a city of the province (default: all)',
} as const;

/** The city that `--of` names, or the root, in a period; its reports lie in the folder. @throws UsageError */
export function reporterIn({ of }: Options, period: Period): { readonly city: City; readonly folder: string } {
  const root = CITY_PACK.at(period);
  const code = typeof of === 'string' ? asDivision(of, period) : root.register.root;
  const cities = citiesOf(root);
  const city = [root, ...cities].find(({ register }) => register.root === code);
  if (city) return { city, folder: folderOf(code, root.register) };
  const names = cities.map(({ profile }) => profile.name);
  throw new UsageError({
    zh: `--of：${divisionText(code)} 没有单独的汇总，应为${[root.profile.name, ...names].map(({ zh }) => zh).join('、')}之一`,
    en: `--of: ${divisionText(code)} has no reports of its own, expected one of ${[root.profile.name, ...names].map(({ en }) => en).join(', ')}`,
  });
}

/** Code and name, as operators know a division. */
export const divisionText = (code: string): string => divisionIn(code, CITY_PACK);

/** The one word of a command. @throws UsageError */
function onlyWord([text, ...rest]: readonly string[]): string {
  if (!text || rest.length > 0) throw new UsageError({ zh: '请给出一个季度', en: 'exactly one PERIOD is expected' });
  return text;
}

/** The one word of a command about a period that the city reports. @throws UsageError */
export const onlyPeriod = (words: readonly string[]): Period => asPeriod(onlyWord(words));

/** The one word of a command about what is on record of a period, reported or not. @throws UsageError */
export const onlyRecordedPeriod = (words: readonly string[]): Period => writtenPeriod(onlyWord(words));

/** Options of commands that talk to the system, and of those that change it. */
export const STACK = { type: 'string', zh: 'CloudFormation 栈名', en: 'CloudFormation stack' } as const;
export const DRY_RUN = { type: 'boolean', zh: '只显示会改变什么', en: 'only show what would change' } as const;

/** Options of commands that decide something for good: the trail has who and why. */
export const DECIDED = {
  by: { type: 'string', zh: '作出决定的人或单位', en: 'who decides' },
  reason: { type: 'string', zh: '理由', en: 'why' },
} as const;

/** Who decides, and why. @throws UsageError when one of them is missing or too long for what is kept of it */
export const decidedIn = (options: Options): { readonly by: string; readonly reason: string } => ({
  by: requiredUpTo(options, 'by', LONGEST.by),
  reason: requiredUpTo(options, 'reason', LONGEST.reason),
});

/** The running system that the options name; loaded only now, because it brings the AWS clients. @throws SystemError */
export async function connected({ stack }: Options): Promise<System> {
  const { System } = await import('./system.ts');
  return System.connect(typeof stack === 'string' ? stack : undefined);
}

/** How a command is called, and where the rest is; what was wrong stands above it and stays in sight. */
export const usageText = (command: Command, language: Language): string =>
  [
    usageLines(command, language),
    {
      zh: `各选项的说明：uplift ${command.name} --help`,
      en: `uplift ${command.name} --help describes the options`,
    }[language],
  ].join('\n');

const usageLines = ({ name, usage }: Command, language: Language): string =>
  `${{ zh: '用法', en: 'Usage' }[language]}: uplift ${name} ${usage}`;

export function helpText(command: Command, language: Language): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([name, option]) => {
    const left = `  ${option.short ? `-${option.short}, ` : ''}--${name}${option.type === 'string' ? ' …' : ''}`;
    return `${left.padEnd(26)}${option[language]}`;
  });
  return [usageLines(command, language), command[language], '', ...options].join('\n');
}
