import { BASE_STYLE, printStyle } from '../bulletin/page-style.ts';
import { pageOf } from '../bulletin/page-frame.ts';
import { PAGE_SCRIPT } from '../bulletin/page-script.ts';
import { both, escapeHtml } from '../bulletin/page-text.ts';
import { periodWords } from '../bulletin/overview.ts';
import { rootLevel } from '../city/levels.ts';
import type { Register } from '../city/register.ts';
import type { Text } from '../language/language.ts';
import { versionIdOf } from '../ledger/keys.ts';
import { cityTime } from '../time/period.ts';
import { fullName, type MovedFigure, type Restatement } from './restatement.ts';

/** Files that a figure names before the others are only counted. */
const NAMED_CAUSES = 4;
type Headline = { readonly line: string; readonly words: Text };

/** The lines that a bulletin is about. */
const headlinesOf = ({ whole }: Register): readonly Headline[] => [
  {
    line: 'R01.total.ytd',
    words: { zh: `${whole.zh}本年累计带动增收人数`, en: 'Persons uplifted in the year to date' },
  },
  { line: 'R01.total.quarter', words: { zh: `${whole.zh}本季带动增收人数`, en: 'Persons uplifted in the quarter' } },
];

/** A restatement as a page to read and print: what changed in words, why, and every figure by whom it is about. */
export function restatementPage(restatement: Restatement, register: Register): string {
  const { period, revision } = restatement;
  const words = periodWords(period);
  const title: Text = { zh: `${words.zh}汇总更正说明`, en: `Restatement of ${words.en}` };
  const numbers = numbersOf(restatement);
  const groups = groupsOf(register).map(({ level, title: heading }) =>
    groupSection(heading, figuresOf(restatement, level), { register, numbers }),
  );
  return pageOf({
    office: register.profile.office,
    title,
    style: BASE_STYLE + STYLE + printStyle(title.zh),
    script: PAGE_SCRIPT,
    meta: [both({ zh: `第${revision.from}版 → 第${revision.to}版`, en: `revision ${revision.from} → ${revision.to}` })],
    contents: '',
    main: [
      `<section class="words">${inWords(restatement, register)
        .map((sentence) => `<p>${both(sentence)}</p>`)
        .join('\n')}</section>`,
      filesSection(restatement, register),
      ...groups,
    ].join('\n'),
    footer: `<p><a href="bulletin.html">${both({ zh: '通报', en: 'bulletin' })}</a></p>`,
  });
}

/** The numbers by which figures name the files behind them, by submission. */
export const numbersOf = ({ submissions }: Restatement): ReadonlyMap<string, number> =>
  new Map(submissions.map(({ submissionId }, index) => [submissionId, index + 1]));

/** What changed and why, in a few sentences: the page begins with them, and a terminal prints them. */
export function inWords(restatement: Restatement, register: Register): Text[] {
  const { revision } = restatement;
  const places = (level: MovedFigure['level']): number =>
    new Set(figuresOf(restatement, level).map(({ code }) => code)).size;
  const moved = groupsOf(register).flatMap(({ level }) => figuresOf(restatement, level));
  const [units, townships] = [places('unit'), places('township')];
  const cities: Text =
    register.cities.length > 0
      ? { zh: `${places('city')}个市、`, en: `cities: ${places('city')}, ` }
      : { zh: '', en: '' };
  const pair: Text = {
    zh: `第${revision.to}版与第${revision.from}版相比`,
    en: `Against revision ${revision.from}, revision ${revision.to}`,
  };
  const count: Text =
    moved.length === 0
      ? { zh: `${pair.zh}，没有数字变动。`, en: `${pair.en} changes no figure.` }
      : {
          zh: `${pair.zh}，各表共有${moved.length}个数字变动，涉及${cities.zh}${units}个县（市、区）、${townships}个乡镇（街道）。`,
          en: `${pair.en} changes figures of the tables: ${moved.length} (${cities.en}counties and zones: ${units}, townships: ${townships}).`,
        };
  return [
    ...headlinesOf(register).map((headline) => headlineWords(restatement, headline)),
    count,
    ...causeWords(restatement, register),
  ];
}

function headlineWords({ moved }: Restatement, { line, words }: Headline): Text {
  const headline = moved.find(({ row, column }) => row === line && column === 'value');
  if (!headline) return { zh: `${words.zh}没有变动。`, en: `${words.en}: not changed.` };
  const [old, now] = [headline.oldText || '—', headline.newText || '—'];
  const by = headline.differenceText;
  return {
    zh: `${words.zh}：原为${old}，现为${now}${by && `（${by}）`}。`,
    en: `${words.en}: ${old} before, ${now} now${by && ` (${by})`}.`,
  };
}

function causeWords({ submissions, notCounted, ...other }: Restatement, register: Register): Text[] {
  const names = (codes: readonly string[]): Text => {
    const all = codes.map((code) => register.textOf(code));
    return { zh: all.map(({ zh }) => zh).join('、') || '—', en: all.map(({ en }) => en).join(', ') || '—' };
  };
  const changes = (['added', 'removed'] as const).map((change) => submissions.filter((one) => one.change === change));
  const [added, removed] = changes.map(({ length }) => length);
  const files: Text = {
    zh: `原因：新计入${added}份上传的文件，不再计入${removed}份，见下表。`,
    en: `Cause: uploaded files that count now: ${added}, that count no more: ${removed}; they are listed below.`,
  };
  const made = [
    ['规则', 'Rules', { zh: other.ruleSet, en: other.ruleSet }],
    ['程序', 'Program', { zh: other.codeVersion, en: other.codeVersion }],
    ['配置', 'Configuration', { zh: other.config, en: other.config }],
    [
      '未能汇总',
      'Not counted',
      {
        zh: { from: names(notCounted.from).zh, to: names(notCounted.to).zh },
        en: { from: names(notCounted.from).en, to: names(notCounted.to).en },
      },
    ],
  ] as const;
  const erased = new Set(submissions.flatMap((one) => (one.erased ? [versionIdOf(one.submissionId)] : []))).size;
  const erasures: Text = {
    zh: `其中${erased}份上传的文件，其个人信息（整份或个别户）已按规定清除。`,
    en: `Personal data was erased, of the whole file or of a household, in uploaded files: ${erased}.`,
  };
  return [
    ...(submissions.length > 0 ? [files] : []),
    ...(erased > 0 ? [erasures] : []),
    ...made
      .filter(([, , { zh }]) => zh.from !== zh.to)
      .map(([zh, en, of]) => ({
        zh: `${zh}：${of.zh.from} → ${of.zh.to}`,
        en: `${en}: ${of.en.from} → ${of.en.to}`,
      })),
  ];
}

/** What became of a file between the two revisions. */
export const CHANGES: Readonly<Record<'added' | 'removed', Text>> = {
  added: { zh: '新计入', en: 'counts now' },
  removed: { zh: '不再计入', en: 'no more' },
};

const ERASED: Text = { zh: '清除个人信息', en: 'erased' };

function filesSection({ submissions }: Restatement, register: Register): string {
  if (submissions.length === 0) return '';
  const rows = submissions.map(({ change, division, acceptedAt, submissionId, erased }, index) => {
    const words = erased && change === 'removed' ? ERASED : CHANGES[change];
    return `<tr><th scope="row">${index + 1}</th><td>${both(words)}</td><td>${both(fullName(division, register))}</td><td>${cityTime(new Date(acceptedAt))}</td><td><code>${escapeHtml(submissionId)}</code></td></tr>`;
  });
  return `<section id="files"><h2>${both({ zh: '涉及的文件', en: 'Files behind it' })}</h2>
<table class="files"><thead><tr><th scope="col">${both({ zh: '序号', en: 'no.' })}</th><th scope="col">${both({ zh: '变化', en: 'change' })}</th><th scope="col">${both({ zh: '报送单位', en: 'sent by' })}</th><th scope="col">${both({ zh: '接收时间', en: 'accepted' })}</th><th scope="col">${both({ zh: '编号', en: 'id' })}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

/** The sources of the bulletin's sentences repeat figures of other tables. */
const SOURCES = 'R19';

/** The figures that moved of a level, without those that only repeat others. */
export const figuresOf = ({ moved }: Restatement, level: MovedFigure['level']): MovedFigure[] =>
  moved.filter((figure) => figure.level === level && figure.table !== SOURCES);

/** Whom figures are about, from the whole down. */
export const groupsOf = (
  register: Register,
): readonly { readonly level: MovedFigure['level']; readonly title: Text }[] => [
  { level: rootLevel(register), title: { zh: register.whole.zh, en: `The ${rootLevel(register)}` } },
  ...(register.cities.length > 0 ? [{ level: 'city', title: { zh: '各市', en: 'Cities' } } as const] : []),
  { level: 'unit', title: { zh: '各县（市、区）', en: 'Counties and zones' } },
  { level: 'township', title: { zh: '各乡镇（街道）', en: 'Townships' } },
];

type Known = {
  readonly register: Register;
  /** Numbers of the files in the list, by submission. */
  readonly numbers: ReadonlyMap<string, number>;
};

function groupSection(title: Text, moved: readonly MovedFigure[], known: Known): string {
  if (moved.length === 0) return '';
  const places = [...Map.groupBy(moved, ({ code }) => code)];
  const hasCauses = known.numbers.size > 0;
  const heads: readonly Text[] = [
    { zh: '数字', en: 'figure' },
    { zh: '原数', en: 'old' },
    { zh: '现数', en: 'new' },
    { zh: '差', en: 'difference' },
    ...(hasCauses ? [{ zh: '文件', en: 'files' }] : []),
  ];
  const bodies = places.map(
    ([code, figures]) =>
      `<tbody>${code === null ? '' : `\n<tr class="place"><th colspan="${heads.length}" scope="rowgroup">${both(fullName(code, known.register))}</th></tr>`}
${figures.map((figure) => figureRow(figure, known.numbers)).join('\n')}
</tbody>`,
  );
  return `<section><h2>${both(title)}</h2>
<table class="moved"><thead><tr>${heads.map((head) => `<th scope="col">${both(head)}</th>`).join('')}</tr></thead>
${bodies.join('\n')}</table></section>`;
}

/** What a figure is, below the name of the place that it is about. */
export function figureWords({ row, code, rowName, rowNameEn, columnName, columnNameEn }: MovedFigure): Text {
  const isNamedByPlace = code !== null && row === code;
  return {
    zh: isNamedByPlace ? columnName : `${rowName} · ${columnName}`,
    en: isNamedByPlace ? columnNameEn : `${rowNameEn} · ${columnNameEn}`,
  };
}

function figureRow(figure: MovedFigure, numbers: Known['numbers']): string {
  const causes = numbers.size > 0 ? `<td>${both(causesText(figure.causes, numbers))}</td>` : '';
  const cells = [figure.oldText, figure.newText, figure.differenceText].map(
    (text) => `<td>${escapeHtml(text) || '—'}</td>`,
  );
  return `<tr><th scope="row"><b>${figure.table}</b> ${both(figureWords(figure))}</th>${cells.join('')}${causes}</tr>`;
}

/** The files behind a figure by their numbers; of many only how many they are. */
export function causesText(causes: readonly string[], numbers: Known['numbers']): Text {
  const own = causes.flatMap((id) => numbers.get(id) ?? []);
  const named = own.slice(0, NAMED_CAUSES);
  const isMore = own.length > named.length;
  return {
    zh: own.length === 0 ? '—' : `${named.join('、')}${isMore ? `等${own.length}份` : ''}`,
    en: own.length === 0 ? '—' : `${named.join(', ')}${isMore ? ` and ${own.length - named.length} more` : ''}`,
  };
}

const STYLE = `
main{padding-bottom:1rem}
.words{padding-top:1.6rem;font-size:1.0625rem}
.words p{margin-bottom:.35rem}
h2{font-size:1.35rem;padding-top:2rem;margin-bottom:.6rem}
main table{width:100%;table-layout:fixed;font-size:.875rem;line-height:1.5}
main th,main td{padding:.3rem .6rem .3rem 0;text-align:right;border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:anywhere;vertical-align:top}
main thead th{color:var(--quiet)}
main th:first-child{text-align:left}
main th b{color:var(--red);font-weight:600;margin-right:.3rem}
.moved th:first-child{width:46%}
.moved th:last-child,.moved td:last-child{padding-right:0}
.moved .place th{font-weight:600;padding-top:1rem;text-align:left;border-bottom:1px solid var(--ink)}
.files td,.files th{text-align:left}
.files th:first-child{width:3.5rem}
.files th:nth-child(2){width:6rem}
.files th:nth-child(4){width:10.5rem}
code{font-size:.75rem;color:var(--quiet)}
@media(max-width:40rem){main table{font-size:.8125rem}.files th:nth-child(4){width:6rem}.files th:nth-child(5),.files td:nth-child(5){display:none}.moved th:first-child{width:38%}}
@media print{.place{break-after:avoid}thead{display:table-header-group}main table{font-size:8.5pt}h2{padding-top:10pt}}
`;
