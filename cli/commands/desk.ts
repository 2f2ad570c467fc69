import { CITY_PACK } from '../../cities/pack.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { linkToken, type LinkRecord } from '../../shared/door/link.ts';
import type { Language, Text } from '../../shared/language/language.ts';
import { asDivision, connected, divisionText, required, STACK, type Command, type Options } from '../command.ts';
import type { Ticket } from '../desk/links-sheet.ts';
import type { System } from '../system.ts';
import { EXIT, UsageError } from '../told-errors.ts';

const DEEDS = ['links', 'list', 'renew', 'revoke'] as const;
type Deed = (typeof DEEDS)[number];

/** The links by which townships and offices come to their pages. */
export const desk: Command = {
  name: 'desk',
  usage:
    'links [--division CODE] [-o FILE.html] [--stack NAME]\n' +
    '       uplift desk renew --division CODE [--receipts]\n' +
    '       uplift desk revoke --division CODE\n' +
    '       uplift desk list',
  zh: '各单位的上报链接：打印（带二维码）、更换、停用、列出',
  en: 'the links of divisions: print them with QR codes, renew, revoke, list them',
  options: {
    division: {
      type: 'string',
      zh: '区划代码；links 不给时为所有单位，给市、县代码时为其自身及下属单位',
      en: 'division code; for links a city or county stands for itself and all below it, and none for all',
    },
    receipts: {
      type: 'boolean',
      zh: '新链接可以打开下级单位的回执（含个人信息，每次打开都有记录）；只给县、市',
      en: 'the new link opens the receipts below the office, which hold personal data; each opening is on record',
    },
    output: { type: 'string', short: 'o', zh: '可打印的页面写到这个文件', en: 'file that gets the page to print' },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const deed = DEEDS.find((one) => one === words[0]);
    if (deed === undefined || words.length > 1)
      throw new UsageError({ zh: `请给出 ${DEEDS.join('、')} 之一`, en: `expected one of ${DEEDS.join(', ')}` });
    await RUN[deed](options, await connected(options), language);
    return EXIT.good;
  },
};

const RUN: Readonly<Record<Deed, (options: Options, system: System, language: Language) => Promise<void>>> = {
  links: async (options, system, language) => {
    const records = new Map((await system.links()).map((record) => [record.division, record]));
    const tickets: Ticket[] = [];
    for (const division of divisionsOf(options)) {
      const record = records.get(division) ?? (await issued(system, { division, issue: 1, revokedAt: null }));
      // A link that was revoked stays so until somebody renews it.
      if (record.revokedAt === null) tickets.push(await ticketOf(system, record));
      else console.error(leftOut(division)[language]);
    }
    await tell(tickets, options, language);
  },
  renew: async (options, system, language) => {
    const division = asDivision(required(options, 'division'));
    const receipts = options['receipts'] === true;
    if (receipts && CITY_PACK.register.township(division))
      throw new UsageError({
        zh: '--receipts 只给县以上扶贫办的链接；乡镇的链接本来就能看自己的回执',
        en: '--receipts is for offices; the link of a township opens its own receipts anyway',
      });
    const known = (await system.links()).find((record) => record.division === division);
    const issue = (known?.issue ?? 0) + 1;
    const record = await issued(system, { division, issue, revokedAt: null, ...(receipts ? { receipts } : {}) });
    await tell([await ticketOf(system, record)], options, language);
  },
  revoke: async (options, system, language) => {
    const division = asDivision(required(options, 'division'));
    const known = (await system.links()).find((record) => record.division === division);
    if (known === undefined || known.revokedAt !== null)
      throw new UsageError({
        zh: `${divisionText(division)} 没有有效的链接`,
        en: `${divisionText(division)} has no link that is good`,
      });
    await issued(system, { ...known, revokedAt: (await system.serverTime()).toISOString() });
    console.log(
      { zh: `已停用 ${divisionText(division)} 的链接`, en: `the link of ${divisionText(division)} is revoked` }[
        language
      ],
    );
  },
  list: async (options, system, language) => {
    const records = await system.links();
    if (options['json']) console.log(JSON.stringify(records, null, 1));
    else if (records.length === 0)
      console.log(
        { zh: '还没有发过链接（uplift desk links 发放）', en: 'no link was issued yet (uplift desk links)' }[language],
      );
    else for (const record of records) console.log(recordLine(record, language));
  },
};

const leftOut = (division: string): Text => ({
  zh: `${divisionText(division)} 的链接已停用，没有列出；要发新的：uplift desk renew --division ${division}`,
  en: `the link of ${divisionText(division)} is revoked and left out; for a new one: uplift desk renew --division ${division}`,
});

/** A division with all that lies in it; without one all that there are. */
function divisionsOf(options: Options): string[] {
  const { register } = CITY_PACK;
  const named = options['division'];
  const division = typeof named === 'string' ? asDivision(named) : register.root;
  const townships = register.townshipsWithin(division).map(({ code }) => code);
  const offices = [register.cities, register.units]
    .flatMap((level) => level.map(({ code }) => code))
    .filter((code) => register.covers(division, code));
  return [...new Set([division, ...offices, ...townships])];
}

async function issued(system: System, record: LinkRecord): Promise<LinkRecord> {
  await system.putLink(record);
  return record;
}

async function ticketOf(system: System, record: LinkRecord): Promise<Ticket> {
  const { division } = record;
  const token = linkToken(record, await system.linkSignature());
  const { register } = CITY_PACK;
  const unit = register.unitLabel(register.township(division)?.unit ?? '');
  return {
    division,
    name: `${unit}${register.textOf(division).zh}`,
    address: `${system.outputs.door}/${pageOf(division)}/${token}`,
  };
}

/** Offices have a page of their own; from it a way leads to the one by which their own files are sent. */
const pageOf = (division: string): 'o' | 't' => (division.length < 9 ? 'o' : 't');

/** Links are printed where they are asked for, and nowhere else: they are keys. */
async function tell(tickets: readonly Ticket[], options: Options, language: Language): Promise<void> {
  const { output } = options;
  if (typeof output === 'string') {
    const { linksSheet } = await import('../desk/links-sheet.ts');
    const file = resolve(output);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, linksSheet(tickets), { mode: 0o600 });
    console.log(
      { zh: `${tickets.length} 个链接，已写入 ${file}`, en: `${tickets.length} links written to ${file}` }[language],
    );
  } else if (options['json']) console.log(JSON.stringify(tickets, null, 1));
  else for (const { division, name, address } of tickets) console.log(`${division} ${name}  ${address}`);
}

function recordLine({ division, issue, revokedAt, receipts }: LinkRecord, language: Language): string {
  const right = receipts ? { zh: '，可看下级回执', en: ', opens receipts' }[language] : '';
  const state = revokedAt === null ? { zh: '有效', en: 'good' }[language] : { zh: '已停用', en: 'revoked' }[language];
  return {
    zh: `${divisionText(division)}：第 ${issue} 次发放，${state}${right}`,
    en: `${divisionText(division)}: issue ${issue}, ${state}${right}`,
  }[language];
}
