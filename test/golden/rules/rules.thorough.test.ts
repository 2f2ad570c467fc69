import { CITY_PACK } from '../../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import { fileFinding, fileFindings } from '../../../shared/check/findings.ts';
import { judgePlace } from '../../../shared/check/judge-rows.ts';
import { resolvePlace } from '../../../shared/city/place-resolution.ts';
import { givenUpFile } from '../../../shared/check/reception.ts';
import { parseUploadKey } from '../../../shared/ledger/keys.ts';
import { ALL_RULES } from '../../../shared/publication/rule-book.ts';
import { RULES, ruleOf, ruleOfColumn, type RuleCode } from '../../../shared/rules/catalogue.ts';
import type { Language } from '../../../shared/language/language.ts';
import { messageOf } from '../../../shared/rules/finding.ts';
import { checkSummary } from '../../../shared/tables/summary-rules.ts';
import type { SummaryFacts } from '../../../shared/tables/report-table.ts';
import { summarise, tablesOf } from '../../../shared/summary/summary.ts';
import { TABLES, tableOf } from '../../../shared/schema/tables.ts';
import { cellAt, fileOf, PERIOD, RECEIVED, told, TOWNSHIP } from './case.ts';
import { CASES } from './cases.ts';
import { FILE_CASES } from './file-cases.ts';
import { HISTORY_CASES } from './history.ts';
import { SUMMARY_CASES } from './summary-cases.ts';

const nameOf = ({ rule, what }: { readonly rule: string; readonly what?: string }): string =>
  what === undefined ? rule : `${rule} ${what}`;

/**
 * Raised where the object is received (the key leads nowhere; every try died of it), or always beside another finding
 * (F15, test/check/replacement.test.ts).
 */
const RECEPTION = {
  F14: '上传位置无法识别，应为“区划代码/季度/文件名”，例如 9位乡镇代码/2016Q2/花名册.xlsx，请重新上传到正确的位置',
  F21: '文件太大或太复杂，系统试了几次都没有处理完，没有接收。常见原因是空白行太多，或者公式、格式拖到了表底。请删除数据以外的空白行、公式和格式，另存为新的 .xlsx 重新上传；仍然不行的，按村拆成几个文件上传',
  F25: '文件上传时另选了加密方式或密钥，存储服务不让系统打开，没有接收。请把原文件再上传一次，上传时不要选择加密方式',
  F15: '文件标明“全量”，但有行被退回，本次只更新、不删除原有的户；请改正后重新上传全量文件',
} as const satisfies Partial<Record<RuleCode, string>>;

/**
 * Windows (history.test.ts), the same bytes again (test/check/reception.test.ts), one household in two townships
 * (test/ledger/reconciliation.test.ts), what a replacement removes (below).
 */
const ELSEWHERE = ['F10', 'Q04', 'Q05', 'Q06', 'I04', 'F22'];

describe.each(CASES.map((golden) => [nameOf(golden), golden] as const))('%s', (_name, golden) => {
  const { rule, severity, at, message, wrong, value } = golden;
  const column = tableOf(golden.table ?? 'household').columns.find(({ field }) => field === at)?.header ?? null;
  const rows = 2 + (golden.more?.length ?? 0);

  test('is found, and nothing else', () => {
    const findings = [{ row: 2, at, message, value: value ?? wrong[at] ?? '' }, ...(golden.also ?? [])].map((one) => ({
      rule,
      severity,
      row: one.row,
      column,
      cell: cellAt(golden, one.at, one.row),
      value: one.value,
      message: one.message,
    }));
    const errors = severity === 'error' ? findings.length : 0;
    expect(told(fileOf(golden, wrong))).toEqual({
      status: severity === 'error' ? 'partly_accepted' : 'accepted_with_warnings',
      summary: { rows, accepted: rows - errors, rejected: errors, warnings: findings.length - errors },
      findings,
    });
  });

  if (golden.sound)
    test.each(golden.sound.map((sound) => [JSON.stringify(sound), sound] as const))('is silent at %s', (_text, sound) => {
      expect(told(fileOf({ ...golden, ...(golden.table === 'project' ? {} : { more: [] }) }, sound)).findings).toEqual([]);
    });
});

describe.each(FILE_CASES.map((golden) => [nameOf(golden), golden] as const))('%s', (_name, golden) => {
  const [rows, accepted, rejected, warnings] = golden.counts;

  test('is found, and nothing else', () => {
    const outcome = told(golden.wrong());
    const findings = outcome.findings.filter(({ rule }) => !golden.beside?.includes(rule));
    expect({ ...outcome, findings }).toEqual({
      status: golden.status,
      summary: { rows, accepted, rejected, warnings },
      findings: [{ rule: golden.rule, ...golden.finding }],
    });
  });

  const { sound } = golden;
  if (sound)
    test('is silent for the twin', () => {
      expect(told(sound())).toMatchObject({ status: 'accepted', findings: [] });
    });
});

describe.each(SUMMARY_CASES.map((golden) => [golden.rule, golden] as const))('%s', (rule, { severity, wrong, sound, zh, en }) => {
  const found = (facts: SummaryFacts) => checkSummary(facts, tablesOf(facts));

  test('is found, and nothing else', () => {
    expect(found(wrong)).toEqual([{ rule, severity, zh, en }]);
  });

  test('is silent for the twin', () => {
    expect(found(sound)).toEqual([]);
  });

  test(severity === 'error' ? 'stops publication' : 'is published with the summary, and said in the bulletin', () => {
    if (severity === 'error') expect(() => summarise(wrong)).toThrow(zh);
    else {
      const { checks, narrative } = summarise(wrong);
      expect(checks).toEqual([{ rule, severity, zh, en }]);
      expect(narrative).toContain(`校验提示（${rule}）：${zh}。`);
    }
  });
});

describe('F22', () => {
  const removal = [{ kind: 'household', standing: 10, removed: 3, places: [{ name: '闫营村', rows: 2 }, { name: '双庙村', rows: 1 }], units: [{ name: '定远寨镇', standing: 10, removed: 3 }] }] as const;

  test('is found where more than the share would go, and nothing else', () => {
    const found = fileFindings({ when: 'weighed', removal, share: 20, isConfirmed: false });
    expect(found.map((finding) => [finding.rule, finding.severity, messageOf(finding, 'zh')])).toEqual([
      [
        'F22',
        'warning',
        '文件标明“全量”，按它将移除原有10户中的3户（闫营村2户、双庙村1户），超过20%，怕是误标，本次只更新、不删除。确实要移除的，请在文件名或标题中把“全量”改为“全量确认”，再上传一次；不是全量的，请去掉“全量”二字',
      ],
    ]);
  });

  test.each([
    ['at the share', { share: 30, isConfirmed: false }],
    ['where it is confirmed', { share: 20, isConfirmed: true }],
  ])('is silent %s', (_what, facts) => {
    expect(fileFindings({ when: 'weighed', removal, ...facts })).toEqual([]);
  });
});

describe('at reception', () => {
  test.each(Object.entries(RECEPTION) as [keyof typeof RECEPTION, string][])('%s', (rule, message) => {
    expect(messageOf(fileFinding(rule, null), 'zh')).toBe(message);
  });

  test('F21 is said of a file of which the function died, and of no other', () => {
    expect(givenUpFile('died')).toMatchObject({ status: 'failed', rows: 0, findings: [{ rule: 'F21' }] });
    expect(givenUpFile('fault')).toMatchObject({ status: 'failed', rows: 0, findings: [] });
  });

  test('F25 is said of a file that storage refuses to hand out', () => {
    expect(givenUpFile('refused')).toMatchObject({ status: 'failed', rows: 0, findings: [{ rule: 'F25' }] });
  });

  test.each([
    ['371525108/2016Q2/花名册.xlsx', true],
    ['371525/2016Q2/花名册.xlsx', true],
    ['371525108/2016Q5/花名册.xlsx', false],
    ['371525999/2016Q2/花名册.xlsx', false],
    ['371525108/2016Q2/旧/花名册.xlsx', false],
    ['花名册.xlsx', false],
  ])('F14: %s leads somewhere: %s', (key, sound) => {
    expect(parseUploadKey(key, CITY_PACK) !== null).toBe(sound);
  });
});

describe('the catalogue', () => {
  test('has a golden case for every rule', () => {
    const covered = new Set(
      [...CASES, ...FILE_CASES, ...HISTORY_CASES, ...SUMMARY_CASES].map(({ rule }) => rule).concat(Object.keys(RECEPTION), ELSEWHERE),
    );
    expect(ALL_RULES.map(({ code }) => code).filter((code) => !covered.has(code))).toEqual([]);
  });

  test('names each rule once', () => {
    expect(ALL_RULES.map(({ code }) => code).sort()).toEqual([...new Set(ALL_RULES.map(({ code }) => code))].sort());
  });

  test('has every rule that a column raises', () => {
    for (const column of TABLES.flatMap((table) => table.columns)) expect(() => ruleOfColumn(column), column.field).not.toThrow();
  });

  test('has a column for every rule about unreadable cells of columns, and such a rule for every column that can have one', () => {
    // A text that may be blank is never unreadable.
    const columns = TABLES.flatMap((table) => table.columns).filter(({ type, required }) => type.kind !== 'text' || required);
    const spoken = RULES.filter(({ cell }) => cell?.when === 'invalid').map(({ code }) => code);
    expect(spoken.toSorted()).toEqual([...new Set(columns.map((column) => ruleOfColumn(column).code))].sort());
  });

  test('names for every rule about a row the column in which it is found', () => {
    // A failed formula may stand in any column, and a row may be shifted from any on.
    const nameless = ALL_RULES.filter(({ level, code }) => level !== 'file' && level !== 'summary' && !['F13', 'F24'].includes(code)).filter(({ fields }) => fields.length === 0);
    expect(nameless.map(({ code }) => code)).toEqual([]);
    const raised = new Map(TABLES.flatMap((table) => table.columns.map(({ field, invalid }) => [field, invalid] as const)));
    const byReading = RULES.filter((rule) => !rule.check && !rule.checkAll && ([...raised.values()] as string[]).includes(rule.code));
    for (const rule of byReading)
      expect(
        rule.fields.some((field) => raised.get(field) === rule.code),
        rule.code,
      ).toBe(true);
  });

  test('has every rule that the reading of a place raises', () => {
    const names = ['聊城市', '冠县', '茌平区', '高新区', '无此县', null];
    const towns = ['定远寨镇', '定远寨', '九州街道', '贾镇', '博平镇', '无此镇', null];
    const villages = ['定远寨村', '定远塞村', '无此村村', null];
    const codes = ['371525108202', '371525108203', '3715', null];
    const raised = new Set<RuleCode>();
    const context = { ...CITY_PACK.at(PERIOD), division: TOWNSHIP, receivedOn: RECEIVED };
    for (const county of names)
      for (const town of towns)
        for (const village of villages)
          for (const villageCode of codes)
            for (const { rule } of judgePlace(resolvePlace({ county, town, village, villageCode }, context.register), 'county_name', context).problems)
              raised.add(rule.code);
    expect([...raised].sort()).toEqual(['D01', 'D02', 'D03', 'D04', 'D05', 'D06', 'D08', 'D09', 'F08']);
  });

  test('knows only columns that exist', () => {
    const fields = new Set(TABLES.flatMap((table) => table.columns.map(({ field }) => field)));
    for (const rule of ALL_RULES) for (const field of rule.fields) expect(fields, rule.code).toContain(field);
  });
});

describe.each<Language>(['zh', 'en'])('messages in %s', (language) => {
  const all = [
    ...CASES.map((golden) => [nameOf(golden), () => fileOf(golden, golden.wrong)] as const),
    ...FILE_CASES.map((golden) => [nameOf(golden), golden.wrong] as const),
  ];

  test.each(all)('%s leaves no placeholder open and quotes nothing empty', (_name, make) => {
    for (const finding of make().findings) {
      const { params } = finding;
      for (const [, name = ''] of ruleOf(finding.rule)[language].matchAll(/\{(\w+)\}/g)) {
        const filled =
          (params && name in params) || (name === 'header' && (finding.header ?? finding.column) !== null);
        expect(filled || (name === 'row' && finding.row !== null) || (name === 'value' && finding.value !== null), `{${name}}`).toBe(true);
      }
      expect(messageOf(finding, language)).not.toMatch(/\{|\}|“”|""|undefined|null|NaN/);
    }
  });
});
