import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { resolve } from 'node:path';
import { CITY_PACK, packFilesIn, shownFolder } from '../../cities/pack.ts';
import { DivisionListError, townshipChanges, type TownshipChange } from '../../shared/city/division-list.ts';
import { cityProfile } from '../../shared/city/cities-of.ts';
import { CitySchema, DivisionsSchema, type CityProfile, type RegisterData } from '../../shared/city/pack-schema.ts';
import { isProvince } from '../../shared/city/profile.ts';
import type { Register } from '../../shared/city/register.ts';
import { draftsIn, PackError, packFaultLine, readPack } from '../../shared/city/read-pack.ts';
import type { Language, Text } from '../../shared/language/language.ts';
import { required, type Command, type Options } from '../command.ts';
import { readInput } from '../input-file.ts';
import { EXIT, UsageError } from '../told-errors.ts';

type Act = (options: Options, words: readonly string[], language: Language) => Promise<number>;

const ACTS: Readonly<Record<string, Act>> = { new: makeCity, check: checkCity, vintage: addVintage, diff: showChanges };

/** Makes, checks and compares folders of cities (docs/new-city.md). */
export const city: Command = {
  name: 'city',
  usage: `new DIR --root 3717 --divisions FILE --year 2018
       uplift city check DIR
       uplift city vintage DIR --divisions FILE --since 2019
       uplift city diff OLD.json NEW.json`,
  zh: '城市资料：新建（new）、检查（check）、新版区划（vintage）、两版区划的变化（diff）',
  en: 'folders of cities: make one, check it, add a vintage of its divisions, compare two',
  options: {
    root: { type: 'string', zh: '城市的 4 位（省的 2 位）区划代码', en: '4 digits of the city, or 2 of the province' },
    divisions: {
      type: 'string',
      zh: '区划代码表（CSV 或 Excel，列为 代码、名称）',
      en: 'list of divisions (CSV or Excel with columns code and name)',
    },
    year: { type: 'string', zh: '第一个填报年度', en: 'first year that is reported' },
    since: { type: 'string', zh: '新版区划启用的年度或季度', en: 'year or quarter from which the vintage holds' },
    name: { type: 'string', zh: '城市名称', en: 'name of the city' },
    province: { type: 'string', zh: '所属省份', en: 'its province' },
    office: { type: 'string', zh: '发布单位', en: 'the office that publishes' },
    'area-code': { type: 'string', zh: '电话区号', en: 'area code of its telephones' },
  },
  run: async (options, [act = '', ...words], language) => {
    const run = ACTS[act];
    if (!run)
      throw new UsageError({
        zh: `应为 ${Object.keys(ACTS).join('、')} 之一，给出的是“${act}”`,
        en: `got “${act}”, expected one of ${Object.keys(ACTS).join(', ')}`,
      });
    try {
      return await run(options, words, language);
    } catch (error) {
      if (!(error instanceof DivisionListError)) throw error;
      console.error(error.text[language]);
      return EXIT.badData;
    }
  },
};

/** The one folder of an act. @throws UsageError */
function onlyFolder([folder, ...rest]: readonly string[]): string {
  if (!folder || rest.length > 0) throw new UsageError({ zh: '请给出一个目录', en: 'exactly one DIR is expected' });
  return folder;
}

async function makeCity(options: Options, words: readonly string[], language: Language): Promise<number> {
  const folder = onlyFolder(words);
  if (existsSync(resolve(folder, 'city.json')))
    throw new UsageError({
      zh: `${folder} 已有 city.json；新年度请加 programme/<年度>.json，新版区划用 uplift city vintage`,
      en: `${folder} has a city.json; add programme/<year>.json for a year, or use uplift city vintage for divisions`,
    });
  const { divisionListIn, newCityFiles, writeFiles } = await import('../city/new-pack.ts');
  const root = await asked(options, 'root', {
    zh: '城市的 4 位（省的 2 位）区划代码',
    en: '4 digits of the city, or 2 of the province',
  });
  if (!/^(?:\d{2}|\d{4})$/.test(root))
    throw new UsageError({
      zh: `--root 应为市的 4 位或省的 2 位数字，给出的是“${root}”`,
      en: `--root: got “${root}”, expected 4 digits of a city or 2 of a province`,
    });
  const divisions = divisionListIn(
    await asked(options, 'divisions', { zh: '区划代码表文件', en: 'file with the list of divisions' }),
  );
  const written = await asked(options, 'year', { zh: '第一个填报年度', en: 'first year' });
  const year = Number(written);
  if (!Number.isInteger(year) || year < 2010 || year > 2099)
    throw new UsageError({
      zh: `--year 应为 2010 至 2099 的年度，给出的是“${written}”`,
      en: `--year: got “${written}”, expected a year from 2010 to 2099`,
    });
  const listed = (code: string): string | undefined => divisions.find((one) => one.code === code)?.name;
  const name =
    listed(root) ?? (await asked(options, 'name', notListed(root, { zh: '城市名称', en: 'name of the city' })));
  const province = isProvince({ code: root })
    ? null
    : (listed(root.slice(0, 2)) ??
      (await asked(options, 'province', notListed(root.slice(0, 2), { zh: '所属省份', en: 'its province' }))));
  const areaCode = await asked(options, 'area-code', { zh: '电话区号，如 0530', en: 'area code, such as 0530' });
  if (!CitySchema.shape.areaCode.safeParse(areaCode).success)
    throw new UsageError({
      zh: `--area-code 应为以 0 开头的 3 至 4 位区号，如 0530，给出的是“${areaCode}”`,
      en: `--area-code: got “${areaCode}”, expected 3 or 4 digits that begin with 0, such as 0530`,
    });
  const files = newCityFiles({
    root,
    name,
    province,
    office: typeof options['office'] === 'string' ? options['office'] : `${name}扶贫办`,
    areaCode,
    year,
    divisions,
    pattern: CITY_PACK.programmeOf(`${CITY_PACK.years.at(-1) ?? year}Q1`),
  });
  writeFiles(folder, files);
  console.log(
    {
      zh: `已写入 ${[...files.keys()].map((file) => `${folder}/${file}`).join('、')}`,
      en: `wrote ${[...files.keys()].map((file) => `${folder}/${file}`).join(', ')}`,
    }[language],
  );
  return checkCity(options, [folder], language);
}

/** What is asked for because the list of divisions does not have it. */
const notListed = (code: string, { zh, en }: Text): Text => ({
  zh: `${zh}（区划代码表中没有 ${code}）`,
  en: `${en} (the list of divisions has no ${code})`,
});

/** The value of an option; asked for at a terminal where it is not given. @throws UsageError */
async function asked(options: Options, name: string, question: Text): Promise<string> {
  if (typeof options[name] === 'string') return required(options, name);
  if (!process.stdin.isTTY)
    throw new UsageError({ zh: `缺少 --${name}：${question.zh}`, en: `--${name} is required: ${question.en}` });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question.zh} ${question.en}: `);
  terminal.close();
  return required({ [name]: answer.trim() }, name);
}

/** Says what is wrong in a city's folder, and what of it is still a draft. */
async function checkCity(_options: Options, words: readonly string[], language: Language): Promise<number> {
  const folder = onlyFolder(words);
  const files = packFilesIn(resolve(folder));
  try {
    const pack = readPack(shownFolder(resolve(folder)), files);
    for (const [file, draft] of draftsIn(files))
      console.log(`${file} ${{ zh: '仍是草稿：', en: 'is a draft: ' }[language]}${draft}`);
    const { register, profile, years } = pack;
    for (const line of titleLines(pack.profile, register)) console.log(line[language]);
    console.log(
      {
        zh: `${profile.name.zh}：${register.cities.length > 0 ? `${register.cities.length} 个市，` : ''}${register.counties.length} 个县（市、区），${register.townships.length} 个乡镇（街道），其中 ${register.due.length} 个应报；年度 ${years.join('、')}；区划 ${pack.vintages.map(({ vintage }) => vintage).join('、')}。可以使用`,
        en: `${profile.name.en}: ${register.cities.length > 0 ? `${register.cities.length} cities, ` : ''}${register.counties.length} counties, ${register.townships.length} townships, of which ${register.due.length} owe a report; years ${years.join(', ')}; vintages ${pack.vintages.map(({ vintage }) => vintage).join(', ')}. It can be used`,
      }[language],
    );
    return EXIT.good;
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    for (const fault of error.faults) console.log(packFaultLine(fault, language));
    console.log(
      {
        zh: `共 ${error.faults.length} 处，改正后才能使用`,
        en: `${error.faults.length} to be mended before it can be used`,
      }[language],
    );
    return EXIT.badData;
  }
}

/** What is printed as titles of offices and signatories, and what of it the folder does not say itself. */
function titleLines(profile: CityProfile, register: Register): Text[] {
  const said = ({ office, signatory }: CityProfile, from: Text): Text => ({
    zh: `${office.zh}${from.zh}；${signatory ? `署名前写“${signatory.zh}”` : '没有 signatory，署名前不写职务'}`,
    en: `${office.en}${from.en}; ${signatory ? `signs as ${signatory.en}` : 'no signatory, so that signatures have no title'}`,
  });
  const areaCode = (code: string): Text =>
    profile.cities?.[code]?.areaCode === undefined
      ? {
          zh: `；没有 areaCode，用省的 ${profile.areaCode}`,
          en: `; no areaCode, so that of the province, ${profile.areaCode}`,
        }
      : { zh: '', en: '' };
  return [
    said(profile, { zh: '', en: '' }),
    ...register.cities.map((city) => {
      const own = profile.cities?.[city.code]?.office !== undefined;
      const from = own ? { zh: '', en: '' } : { zh: '（由省的名称得来）', en: ' (after the province’s)' };
      const title = said(cityProfile(city, profile), from);
      const line = areaCode(city.code);
      return {
        zh: `cities.${city.code} ${city.name}：${title.zh}${line.zh}`,
        en: `cities.${city.code} ${city.en}: ${title.en}${line.en}`,
      };
    }),
  ];
}

async function addVintage(options: Options, words: readonly string[], language: Language): Promise<number> {
  const folder = onlyFolder(words);
  const since = required(options, 'since');
  if (!/^20\d\d(?:Q[1-4])?$/.test(since))
    throw new UsageError({ zh: '--since 应如 2019 或 2019Q3', en: `--since: got “${since}”, expected 2019 or 2019Q3` });
  const file = `divisions/${since}.json`;
  if (existsSync(resolve(folder, file)))
    throw new UsageError({ zh: `${folder}/${file} 已存在`, en: `${folder}/${file} is there already` });
  const pack = readPack(shownFolder(resolve(folder)), packFilesIn(resolve(folder)));
  const before = pack.vintages.filter(({ vintage }) => vintage < since).at(-1);
  if (!before)
    throw new UsageError({ zh: '没有更早的区划', en: `${folder} has no vintage of divisions before ${since}` });
  const { divisionListIn, newVintage, writeFiles } = await import('../city/new-pack.ts');
  const data = registerIn(resolve(folder, `divisions/${before.vintage}.json`));
  const made = newVintage(divisionListIn(required(options, 'divisions')), { root: pack.profile.code, data }, since);
  writeFiles(folder, new Map([[file, made.data]]));
  console.log({ zh: `已写入 ${folder}/${file}`, en: `wrote ${folder}/${file}` }[language]);
  for (const { code, name } of made.open)
    console.log(
      {
        zh: `${name}（${code}）在新版中没有同名区划：请在 continues 中写明由哪个代码承接`,
        en: `nothing of the new vintage is named like ${name} (${code}): say in continues which code has its rows`,
      }[language],
    );
  return made.open.length === 0 ? EXIT.good : EXIT.badData;
}

const KINDS: Readonly<Record<TownshipChange['kind'], Text>> = {
  recoded: { zh: '换码', en: 'another code' },
  renamed: { zh: '更名', en: 'another name' },
  merged: { zh: '并入', en: 'merged into' },
  new: { zh: '新设', en: 'new' },
  gone: { zh: '撤销', en: 'gone' },
};

/** Says which townships must report under another code or name. */
async function showChanges(options: Options, words: readonly string[], language: Language): Promise<number> {
  const [old, now, ...rest] = words;
  if (!old || !now || rest.length > 0)
    throw new UsageError({
      zh: '请给出两个区划文件',
      en: 'two files of divisions are expected, OLD.json and NEW.json',
    });
  const changes = townshipChanges(registerIn(old), registerIn(now));
  if (options['json']) console.log(JSON.stringify(changes, null, 1));
  else {
    const shown = (one: TownshipChange['now']): string => (one ? `${one.code} ${one.name}` : '—');
    for (const { kind, before, now: after } of changes)
      console.log(`${KINDS[kind][language]}\t${shown(before)}\t→\t${shown(after)}`);
    console.log(
      { zh: `共 ${changes.length} 个乡镇（街道）有变化`, en: `${changes.length} townships differ` }[language],
    );
  }
  return EXIT.good;
}

/** @throws UsageError when the file holds no divisions */
function registerIn(file: string): RegisterData {
  const text = Buffer.from(readInput(file)).toString('utf8');
  const read = DivisionsSchema.safeParse(jsonIn(text));
  if (read.success) return read.data;
  throw new UsageError({
    zh: `${file} 不是区划文件（divisions/<版本>.json）`,
    en: `${file} is no file of divisions, such as divisions/2016.json`,
  });
}

/** Null for what is no JSON, as no schema takes it. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
