/**
 * Web pages with a table, as business systems export them under the name .xls.
 */
import { shown, type BookContent, type Content } from './sheet-content.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

type Placed = { readonly text: string; readonly height: number; readonly width: number };

/** Cells that begin in each row, with what they span. */
function placed({ sheets: [sheet] }: BookContent): Placed[][] {
  const { rows = [], merges = [] } = sheet ?? {};
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((cells, row) => {
    const made: Placed[] = [];
    for (let column = 0; column < width; column++) {
      const merge = merges.find(([top, left, bottom, right]) => row >= top && row <= bottom && column >= left && column <= right);
      if (merge && (merge[0] !== row || merge[1] !== column)) continue;
      made.push({ text: shown(cells[column] ?? null), height: merge ? merge[2] - row + 1 : 1, width: merge ? merge[3] - column + 1 : 1 });
    }
    return made;
  });
}

/** A grid control's export: everything in capitals, attributes without quotes, cells and rows never closed. */
export function gridExport(book: BookContent): string {
  const rows = placed(book).map((cells) => {
    const made = cells.map(({ text, height, width }) => {
      const spans = `${height > 1 ? ` ROWSPAN=${height}` : ''}${width > 1 ? ` COLSPAN=${width}` : ''}`;
      return `<TD${spans} STYLE="vnd.ms-excel.numberformat:@" ALIGN=center><FONT SIZE=2>${escaped(text).replaceAll('\n', '<BR>') || '&nbsp;'}</FONT>`;
    });
    return `<TR>${made.join('\r\n')}`;
  });
  return `<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">\r\n<STYLE> .txt {mso-number-format:"\\@"} td > b {} </STYLE>\r\n<TABLE BORDER=1>${rows.join('\r\n')}\r\n</TABLE>`;
}

/** The shape in which Excel itself saves a page. */
export function excelPage(book: BookContent): string {
  const rows = placed(book).map((cells) => {
    const made = cells.map(({ text, height, width }) => {
      const spans = `${height > 1 ? ` rowspan=${height}` : ''}${width > 1 ? ` colspan=${width}` : ''}`;
      const lines = escaped(text).replaceAll('\n', '<br\r\n    />').replaceAll('　', '<span style="mso-spacerun:yes">　</span>');
      return `  <td${spans} class=xl65 style='border-top:none'${/^\d+(?:\.\d+)?$/.test(text) && text.length < 16 ? ` align=right x:num="${text}"` : ' x:str'}>${lines}</td>`;
    });
    return ` <tr height=19 style='height:14.25pt'>\r\n${made.join('\r\n')}\r\n </tr>`;
  });
  const width = Math.max(...placed(book).map((cells) => cells.length));
  return [
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"\r\nxmlns:x="urn:schemas-microsoft-com:office:excel"\r\nxmlns="http://www.w3.org/TR/REC-html40">\r\n<head>',
    '<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r\n<meta name=ProgId content=Excel.Sheet>',
    '<style>\r\n<!--table\r\n\t{mso-displayed-decimal-separator:"\\.";}\r\n.xl65\r\n\t{mso-number-format:"\\@";}\r\n-->\r\n</style>',
    '<!--[if gte mso 9]><xml>\r\n <x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>户表</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook>\r\n</xml><![endif]-->',
    '</head>\r\n<body link=blue vlink=purple>\r\n<table x:str border=0 cellpadding=0 cellspacing=0 style=\'border-collapse:collapse\'>',
    ` <col class=xl65 width=72 span=${width} style='width:54pt'>`,
    ...rows,
    ' <![if supportMisalignedColumns]>\r\n <tr height=0 style=\'display:none\'>\r\n  <td width=72></td>\r\n </tr>\r\n <![endif]>',
    '</table>\r\n</body>\r\n</html>\r\n',
  ].join('\r\n');
}

/** A report page: the table lies inside tables that are there for the layout, beside scripts and a menu. */
export function reportPage(book: BookContent): string {
  const rows = placed(book).map((cells, row) => {
    const tag = row < 4 ? 'th' : 'td';
    return `<tr>${cells.map(({ text, height, width }) => `<${tag} rowspan="${height}" colspan='${width}'><div>${escaped(text).replaceAll('\n', '</div><div>')}</div></${tag}>`).join('')}</tr>`;
  });
  return `<!DOCTYPE html><html lang="zh"><head><title>报表 <table></title><meta charset="utf-8"><script>var t = "<table><tr><td>1</td></tr></table>";</script></head>
<body><table><tr><td>扶贫业务系统</td></tr></table><!-- <table><tr><td>旧</td></tr></table> -->
<table class="data"><caption>户表</caption><thead>${rows.slice(0, 4).join('\n')}</thead><tbody>${rows.slice(4).join('\n')}</tbody></table>
<table><tr><td>上一页</td><td>下一页</td></tr><tr><td>1</td><td>2</td></tr></table></body></html>`;
}

/** An old system's page: its frame is a table, with a menu on the left and the report in a cell of a cell. */
export function layoutPage(book: BookContent): string {
  const rows = placed(book).map((cells) => `<tr>${cells.map(({ text, height, width }) => `<td rowspan=${height} colspan=${width} nowrap>${escaped(text).replaceAll('\n', '<br>') || '&nbsp;'}</td>`).join('')}</tr>`);
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>
<table width="100%"><tr><td colspan="2"><table><tr><td>扶贫业务系统</td><td align=right>退出</td></tr></table></td></tr>
<tr><td valign=top><table><tr><td>菜单</td></tr><tr><td>季度表</td></tr></table></td>
<td><form><table><tr><td>乡镇：</td><td>定远寨镇</td></tr><tr><td>季度：</td><td>2016年2季度</td></tr></table></form>
<table border=1>${rows.join('\n')}</table></td></tr></table></body></html>`;
}

/** A page printed in parts: so many rows in a table, and the header again above the next. */
export function pagedPage({ sheets: [sheet] }: BookContent, headRows: number, perPage: number): string {
  const { name = '', rows = [] } = sheet ?? {};
  const line = (cells: readonly Content[]): string => `<tr>${cells.map((cell) => `<td>${escaped(shown(cell))}</td>`).join('')}</tr>`;
  const head = rows.slice(0, headRows).map(line).join('');
  const pages = Array.from({ length: Math.ceil((rows.length - headRows) / perPage) }, (_, page) => {
    const from = headRows + page * perPage;
    return `<table class="page">${head}${rows.slice(from, from + perPage).map(line).join('')}</table><p>第 ${page + 1} 页</p>`;
  });
  return `<!DOCTYPE html><html><head><title>${name}</title></head><body>${pages.join('\n')}</body></html>`;
}
