/**
 * Comments of a sheet: their text, and the old vector drawing without which Excel shows none.
 */
import { cellReference } from './reference.ts';
import type { Comment } from './write-rows.ts';
import { textElement } from './write-text.ts';

/** The comments part. */
export function commentsXml(comments: readonly Comment[]): string {
  const items = comments.map(
    ({ row, column, text }) =>
      `<comment ref="${cellReference(row, column)}" authorId="0"><text><r><rPr><sz val="9"/><rFont val="宋体"/><charset val="134"/></rPr>` +
      `${textElement(text)}</r></text></comment>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author></author></authors>' +
    `<commentList>${items.join('')}</commentList></comments>`
  );
}

/** The drawing part: one hidden box for each comment, beside its cell. */
export function commentBoxesXml(comments: readonly Comment[], sheetNumber: number): string {
  const boxes = comments.map(({ row, column, text }, index) => {
    const height = Math.min(12, 2 + Math.ceil(text.length / 14) + text.split('\n').length);
    const top = Math.max(0, row - 1);
    return (
      `<v:shape id="_x0000_s${sheetNumber * 1024 + index + 1}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
      '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>' +
      '<v:textbox style="mso-direction-alt:auto"/>' +
      '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>' +
      `<x:Anchor>${column + 1}, 15, ${top}, 4, ${column + 4}, 15, ${top + height}, 4</x:Anchor>` +
      `<x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
    );
  });
  return (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">' +
    `<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${sheetNumber}"/></o:shapelayout>` +
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">' +
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>' +
    `${boxes.join('')}</xml>`
  );
}
