/** The sheet of links that an office prints, cuts up and hands out: one ticket a division, with a QR code. */
import { encode } from 'uqr';
import type { Text } from '../../shared/language/language.ts';

/** A link and whose it is. */
export type Ticket = { readonly division: string; readonly name: string; readonly address: string };

const TITLE: Text = { zh: '扶贫季报上报链接', en: 'Links for the quarterly report' };
const WARNING: Text = {
  zh: '谁有这个链接，谁就能代表本单位上报，请妥善保管。遗失或外泄时告诉县扶贫办，换新的。',
  en: 'Whoever has this link reports for the division: keep it safe, and have it replaced when it is lost.',
};

/** The sheet as one page of HTML for printing on A4, without script and network. */
export function linksSheet(tickets: readonly Ticket[]): string {
  return [
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">',
    `<title>${TITLE.zh}</title><style>${STYLE}</style></head><body>`,
    `<h1>${TITLE.zh} <small lang="en">${TITLE.en}</small></h1><main>`,
    ...tickets.map(ticketHtml),
    '</main></body></html>',
    '',
  ].join('\n');
}

/** Names are of the register and addresses of digits, letters and dots: nothing here can become markup. */
const ticketHtml = ({ division, name, address }: Ticket): string =>
  `<section><h2>${name} <small>${division}</small></h2>${qrCode(address)}` +
  `<p class="address">${address}</p><p>${WARNING.zh}</p><p lang="en">${WARNING.en}</p></section>`;

/** A QR code that a crumpled ticket still shows (level M). One path: a module is a square of size 1. */
function qrCode(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    `<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="QR" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${squares.join('')}"/></svg>`
  );
}

const STYLE = `
body { font: 12pt/1.5 'Microsoft YaHei', 'Noto Sans CJK SC', SimSun, sans-serif; margin: 10mm; }
h1 { font-size: 16pt; } h2 { font-size: 14pt; margin: 0; } small { font-weight: normal; }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; }
section { border: 1px dashed #666; padding: 5mm; break-inside: avoid; }
svg { width: 45mm; } p { margin: 1mm 0; font-size: 9pt; }
.address { font-family: monospace; overflow-wrap: anywhere; }
`;
