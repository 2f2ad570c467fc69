/** A clerk may name a file, a folder or a sheet after a person: no number of one leaves by such a name. */
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { quarterView } from '../../shared/door/quarter-view.ts';
import { correctionOf } from '../../shared/ledger/corrections.ts';
import { maskedName, shownFileName } from '../../shared/ledger/file-names.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { uploadText } from '../../shared/office/named-uploads.ts';
import { receiptOf } from '../../shared/receipt/receipt.ts';
import { renderReceipt } from '../../shared/receipt/render-receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import { writeWorkbook, type SheetSpec } from '../../shared/sheet/write.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { mark, open } from '../receipt/fixture.ts';
import { check, fieldsOf, rowOf, sealed, type Written } from '../golden/rules/case.ts';
import { submission } from './submission-fixture.ts';

const TOWNSHIP = '371525108';
const ID = sealed('37159919600101001');
const PHONE = '13812345678';
const CARD = '6228480012345678901';

const household = (number: number, change: Written = {}): Written =>
  rowOf('household', {
    household_no: `37152510800000${10 + number}`,
    head_id_no: sealed(`371599196${number}0101001`),
    ...change,
  });

const sheetOf = (name: string, rows: readonly Written[], more: Partial<SheetSpec> = {}): SheetSpec => ({
  name,
  rows: [
    fieldsOf('household').map(
      (field) => tableOf('household').columns.find((column) => column.field === field)?.header ?? '',
    ),
    ...rows.map((row) => fieldsOf('household').map((field) => row[field] ?? null)),
  ],
  ...more,
});

/** A workbook in which something is to be told of every sheet. */
const WORKBOOK = writeWorkbook([
  sheetOf(`张三${PHONE}`, [household(1), household(2, { household_size: '三口' })]),
  sheetOf(ID, [household(3, { town_name: '辛集镇' })]),
  sheetOf(`副本${ID}`, [household(3, { town_name: '辛集镇' })]),
  sheetOf(`${CARD}备份`, [household(4)]),
  sheetOf(`上季${PHONE}`, [household(5, { period: '2016Q1' })]),
  sheetOf(`隐藏${ID}`, [household(6)], { hidden: true }),
]);

describe('a name', () => {
  it.each([
    ['花名册（终版2）.xlsx', '花名册（终版2）.xlsx'],
    ['371525108-20160715.xlsx', '371525108-20160715.xlsx'],
    ['2016-07-01 至 2016-09-30*.xlsx', '2016-07-01 至 2016-09-30*.xlsx'],
    [`张三${ID}.xlsx`, '张三371599__________18.xlsx'],
    [`${PHONE}花名册*.xlsx`, '138______78花名册_.xlsx'],
    [`${TOWNSHIP}/2016Q2/${ID}/a.csv`, `${TOWNSHIP}/2016Q2/371599__________18/a.csv`],
  ])('%s is shown as %s', (name, shown) => {
    expect(maskedName(name)).toBe(shown);
    expect(shownFileName(`${TOWNSHIP}/2016Q2/${name}`)).toBe(shown.slice(shown.lastIndexOf('/') + 1));
  });

  it('once masked stays as it is, and keeps no whole number', () => {
    const part = fc.constantFrom('花名册', ' ', '-', '（改）', '2016Q2', TOWNSHIP, '户主', '.', '_');
    const name = fc.tuple(
      fc.array(part),
      fc.constantFrom(ID, PHONE, CARD),
      fc.array(part.filter((one) => one !== '-')),
    );
    fc.assert(
      fc.property(name, ([before, number, after]) => {
        const shown = maskedName(`${before.join('')}|${number}|${after.join('')}`);
        expect(shown).not.toContain(number);
        expect(maskedName(shown)).toBe(shown);
      }),
    );
  });
});

describe('no number of a person leaves by a name', () => {
  const NUMBERS = new RegExp(`${ID}|${PHONE}|${CARD}`);
  const keys = [
    `${TOWNSHIP}/2016Q2/张三${ID}电话${PHONE}卡${CARD}.xlsx`,
    `${TOWNSHIP}/2016Q2/${ID}/花名册${PHONE}.xlsx`,
    `张三${PHONE}/2016Q2/${CARD}.xlsx`,
    `${PHONE}.xlsx`,
  ];

  it.each(keys)('into a receipt or its key: %s', (key) => {
    const checked = check(WORKBOOK);
    expect(checked.sheets).toHaveLength(6);
    const received = { key, versionId: 'v1', acceptedAt: '2016-07-10T01:00:00Z', sha256: '', bytes: 1 };
    for (const language of ['zh', 'en'] as const) {
      const receipt = receiptOf(received, checked, { pack: CITY_PACK, changes: NO_CHANGES, language });
      const parts = renderReceipt(receipt, checked, language);
      for (const part of ['json', 'html', 'txt'] as const) {
        expect(parts.get(part)?.content).not.toMatch(NUMBERS);
        expect(receiptKey(key, 'v1', part, CITY_PACK)).not.toMatch(NUMBERS);
      }
    }
  });

  it('onto a tab of the marked workbook, where sheets that are shown alike are counted', () => {
    const other = ID.replace(/0(?=\d{6}$)/, '1');
    const bytes = writeWorkbook([
      sheetOf(ID, [household(1)]),
      sheetOf(other, [household(2, { household_size: '三口' })]),
    ]);
    const tabs = open(mark(bytes).bytes).sheets.map(({ name }) => name);
    expect(tabs.slice(1, 3)).toEqual([maskedName(ID), `${maskedName(ID)}(2)`]);
    expect(tabs.join()).not.toMatch(/\d{9}/);
  });

  it.each(keys)('to a page or an operator: %s', (key) => {
    const upload = submission({ division: TOWNSHIP, key });
    expect(uploadText(upload, 'zh')).not.toMatch(NUMBERS);
    const { versionId, acceptedAt } = upload;
    for (const submissions of [[], [upload]])
      expect(
        JSON.stringify(
          quarterView({
            division: TOWNSHIP,
            ledger: { period: '2016Q2', submissions, decisions: [] },
            versions: [{ key, versionId, acceptedAt, size: 1_000 }],
            now: '2016-07-05T04:00:00.000Z',
            pack: CITY_PACK,
          }),
        ),
      ).not.toMatch(NUMBERS);
  });

  it('since only what compares names reads them unmasked', () => {
    const folders = ['shared', 'functions', 'cli', 'desk', 'infra'];
    const readers = folders.flatMap((folder) =>
      readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.tsx?$/.test(path))
        .map((path) => `${folder}/${path}`)
        .filter((path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').includes("/file-names.ts'")),
    );
    const unmasked = readers.filter((path) =>
      /import \{[^}]*\bfileNameOf\b[^}]*\} from '[^']*file-names/.test(
        readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
      ),
    );
    expect(readers.length).toBeGreaterThan(5);
    expect(unmasked).toEqual(['shared/ledger/corrections.ts']);
  });
});

it('a marked workbook, whose name has the number masked, is named after its file and settles it', () => {
  const of = (minute: number, fileName: string, kinds: readonly 'household'[]) =>
    submission({
      division: TOWNSHIP,
      versionId: `v${minute}`,
      key: `${TOWNSHIP}/2016Q2/${fileName}`,
      acceptedAt: `2016-07-05T02:0${minute}:00.000Z`,
      kinds: [...kinds],
      ...(kinds.length > 0 ? { rows: 3, accepted: 3 } : { status: 'rejected' as const }),
    });
  const unread = of(1, `张三${ID}.xlsx`, []);
  const marked = of(2, `${maskedName(`张三${ID}.xlsx`)}.v1.marked.xlsx`, ['household']);
  expect(correctionOf(unread, [unread, marked])?.versionId).toBe('v2');
  expect(correctionOf(unread, [unread, of(2, '李四.xlsx', ['household'])])).toBeNull();
});
