import { CHANNELS } from '../schema/codes.ts';
import { isPeriod, periodTitle } from '../time/period.ts';
import { cellText } from './csv.ts';
import { grouped, largestRemainder, percentText } from './exact.ts';
import { columnRuns, type ReportColumn, type ReportRow, type ReportTable } from './model.ts';
import type { Summary } from './summary.ts';

/** The bulletin as one page: no script, no request, Chinese first with a switch to English, readable on a phone, printable on A4. */
export function bulletinHtml(summary: Summary): string {
  const period = isPeriod(summary.period) ? periodTitle(summary.period) : summary.period;
  const title = `聊城市扶贫开发${period}通报`;
  const paragraphs = summary.narrative.trim().split('\n').slice(2);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<input type="checkbox" id="english" aria-label="English">
<header>
<h1>${both(title, `Liaocheng poverty alleviation: bulletin of ${summary.period}`)}</h1>
<p class="sub">${both(`第${summary.revision}版　聊城市扶贫办`, `Revision ${summary.revision}`)} <label for="english">${both('English', '中文')}</label></p>
</header>
<main>
<section class="text" lang="zh-CN">${paragraphs.map((text) => `<p>${escape(text)}</p>`).join('\n')}</section>
${figures(summary)}
${channels(summary)}
${Object.values(summary.tables).map(tableSection).join('\n')}
</main>
</body>
</html>
`;
}

function figures({ headline, completeness }: Summary): string {
  const items: readonly (readonly [string, string, string])[] = [
    ['本年累计带动增收', 'persons uplifted, year to date', grouped(headline.personsUplifted.yearToDate)],
    ['本季带动增收', 'persons uplifted this quarter', grouped(headline.personsUplifted.quarter)],
    ['年度任务', 'annual target', headline.annualTarget === null ? '—' : grouped(headline.annualTarget)],
    ['完成率', 'achievement rate', headline.achievementRate],
    ['已报乡镇', 'townships received', `${completeness.received} / ${completeness.due}`],
  ];
  return `<dl class="figures">${items.map(([zh, en, value]) => `<div><dt>${both(zh, en)}</dt><dd>${escape(value)}</dd></div>`).join('')}</dl>`;
}

/** Bars as wide as the channel's share of the largest one; the numbers beside them are the figures. */
function channels({ headline }: Summary): string {
  const values = CHANNELS.map(({ code }) => headline.byChannel[code]);
  const shares = largestRemainder(values, headline.personsUplifted.yearToDate, 1000);
  const largest = Math.max(1, ...values);
  const rows = CHANNELS.map(({ zh, en }, index) => {
    const value = values[index] ?? 0;
    const width = Math.round((value * 100) / largest);
    return `<tr><th scope="row">${both(zh, en)}</th><td class="bar"><span style="width:${width}%"></span></td><td>${grouped(value)}</td><td>${percentText(shares[index] ?? 0)}</td></tr>`;
  });
  return `<section><h2>${both('增收渠道', 'Channels')}</h2><table class="bars"><tbody>${rows.join('')}</tbody></table></section>`;
}

function tableSection(table: ReportTable): string {
  const columns = table.columns;
  const twoLevels = columns.some((column) => column.group);
  const upper: string[] = [];
  const lower: string[] = [];
  for (const { columns: members, group } of columnRuns(columns)) {
    if (group) {
      upper.push(`<th colspan="${members.length}" scope="colgroup">${both(group.zh, group.en)}</th>`);
      lower.push(...members.map(({ zh, en }) => `<th scope="col">${both(zh, en)}</th>`));
    } else upper.push(...members.map(({ zh, en }) => `<th${twoLevels ? ' rowspan="2"' : ''} scope="col">${both(zh, en)}</th>`));
  }
  const head = `<tr>${upper.join('')}</tr>${twoLevels ? `<tr>${lower.join('')}</tr>` : ''}`;
  const body = table.rows.map((row) => bodyRow(columns, row, '')).join('\n');
  const total = table.total ? bodyRow(columns, table.total, ' class="total"') : '';
  const notes = table.notes.map((note) => `<p class="note">${both(`注：${note.zh}`, note.en)}</p>`).join('');
  const open = table.rows.length <= 20 ? ' open' : '';
  return `<section><details${open}><summary><h2>${both(`${table.id} ${table.zh}`, `${table.id} ${table.en}`)}</h2></summary>
<p class="unit">${both(`单位：${table.unit.zh}`, `Unit: ${table.unit.en}`)}</p>
<div class="scroll" tabindex="0"><table><thead>${head}</thead><tbody>
${body}
${total}</tbody></table></div>${notes}</details></section>`;
}

function bodyRow(columns: readonly ReportColumn[], row: ReportRow, attributes: string): string {
  const cells = columns.map((column) => {
    const text = cellText(column, row[column.key], false);
    // A row's label may have its English beside it (R01).
    const english = row[`${column.key}En`];
    return `<td${column.kind === 'text' ? ' class="text"' : ''}>${typeof english === 'string' ? both(text, english) : escape(text)}</td>`;
  });
  return `<tr${attributes}>${cells.join('')}</tr>`;
}

const both = (zh: string, en: string): string => `<span lang="zh-CN">${escape(zh)}</span><span lang="en">${escape(en)}</span>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const STYLE = `
:root{color-scheme:light dark;--ink:#1c1f23;--quiet:#596067;--line:#d5d9de;--fill:#f3f6f9;--accent:#b3261e;--page:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--quiet:#a4abb3;--line:#3b4046;--fill:#24282d;--accent:#ff8a80;--page:#16181b}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--page);color:var(--ink);font:16px/1.7 "Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
[lang=en]{display:none}
#english{position:absolute;opacity:0}
#english:focus-visible~header label{outline:2px solid var(--accent)}
body:has(#english:checked) [lang=en]{display:inline}
body:has(#english:checked) span[lang=zh-CN]{display:none}
h1{font-size:1.6rem;line-height:1.3;margin:0;color:var(--accent)}
h2{font-size:1.1rem;display:inline;margin:0}
section>h2{display:block;margin-bottom:.5rem}
.sub,.unit,.note{color:var(--quiet);font-size:.85rem;margin:.3rem 0}
label{cursor:pointer;text-decoration:underline;margin-left:1rem}
.text p{text-indent:2em;margin:.5rem 0}
section{margin:1.5rem 0}
summary{cursor:pointer}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem;margin:1.5rem 0}
.figures div{background:var(--fill);border-left:3px solid var(--accent);padding:.6rem .9rem}
dt{color:var(--quiet);font-size:.85rem}
dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.85rem;font-variant-numeric:tabular-nums}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:right;white-space:nowrap}
th{background:var(--fill);text-align:center;white-space:normal;font-weight:600}
td.text{text-align:left}
.total td{font-weight:600;background:var(--fill)}
.bars th{text-align:left;width:12rem;min-width:7em}
.bars .bar{width:60%;text-align:left}
.bar span{display:block;height:1rem;background:var(--accent)}
@media print{body{max-width:none;padding:0;font-size:11px}label{display:none}.scroll{overflow:visible}table{font-size:8px}tr{break-inside:avoid}@page{size:A4 landscape;margin:12mm}}
`;
