/**
 * What a reader takes from a chart: its figures as CSV, the drawing as SVG or PNG, a line to cite it by. The script makes
 * the buttons, so a page without scripts has none. Files are made of what the page holds; the network is not asked.
 */

export const TAKE_STYLE = `
.take{display:flex;flex-wrap:wrap;gap:.2rem .9rem;font-size:.8125rem;color:var(--quiet);margin-top:.35rem}
.take button{text-decoration:underline;text-underline-offset:.2em;min-height:1.5rem}
.take button:hover{color:var(--red)}
.take output{flex-basis:100%;padding:.4rem .6rem;background:var(--wash);color:var(--ink);user-select:all;overflow-wrap:anywhere}
@media print{.take{display:none}}
`;

export const TAKE_SCRIPT = `(() => {
  'use strict';
  const root = document.documentElement;
  const english = () => root.dataset.language === 'en';
  const words = (element) => ((english() ? element.querySelector('.en') : element.querySelector('.zh')) || element).textContent.trim();
  const both = (zh, en) => '<span class="zh" lang="zh-CN">' + zh + '</span><span class="en" lang="en">' + en + '</span>';
  const escaped = (text) => text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]);
  const cite = document.getElementById('cite');
  const slug = cite.dataset.slug;

  const save = (blob, name) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const titleOf = (figure) => words(figure.querySelector('h3'));
  const citationOf = (figure) => words(cite) + ' ' + titleOf(figure) + ' (#' + figure.id + ')';

  // The drawing that is shown, in its colours, with title, legend and source: a picture that is understood by itself.
  const pictureOf = (figure) => {
    const shown = Array.from(figure.querySelectorAll('svg')).find((svg) => svg.getClientRects().length > 0);
    const [, , width, height] = shown.getAttribute('viewBox').split(' ').map(Number);
    const colours = getComputedStyle(root);
    const edge = 16;
    const parts = [];
    const text = (x, y, size, colour, said, weight) => parts.push('<text x="' + x + '" y="' + y + '" font-size="' + size + '" fill="var(--' + colour + ')"' + (weight ? ' font-weight="' + weight + '"' : '') + '>' + escaped(said) + '</text>');
    const wide = (said, size) => Array.from(said).reduce((sum, character) => sum + (character > '\\u2e80' ? size : size * 0.58), 0);
    const lines = (said, size) => Array.from(said).reduce((all, character) => {
      const last = all[all.length - 1] + character;
      return wide(last, size) > width ? [...all, character.trim()] : [...all.slice(0, -1), last];
    }, ['']);
    let y = edge + 14;
    text(edge, y, 15, 'ink', titleOf(figure), 600);
    let x = edge;
    const legend = Array.from(figure.querySelectorAll('.legend li'));
    if (legend.length > 0) y += 20;
    for (const item of legend) {
      const said = words(item);
      if (x > edge && x + 16 + wide(said, 11) > edge + width) { x = edge; y += 16; }
      parts.push('<rect x="' + x + '" y="' + (y - 9) + '" width="10" height="10" fill="' + item.querySelector('i').style.background + '"/>');
      text(x + 15, y, 11, 'quiet', said);
      x += 30 + wide(said, 11);
    }
    y += 12;
    const drawing = new XMLSerializer().serializeToString(shown).replace(/^<svg /, '<svg x="' + edge + '" y="' + y + '" width="' + width + '" height="' + height + '" ');
    parts.push(drawing);
    y += height + 18;
    for (const line of lines(citationOf(figure), 9)) { text(edge, y, 9, 'quiet', line); y += 12; }
    const size = [width + 2 * edge, y + 4];
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="' + size[0] + '" height="' + size[1] + '" viewBox="0 0 ' + size.join(' ') + '" font-family="' + escaped(getComputedStyle(document.body).fontFamily.replace(/"/g, "'")) + '"><rect width="100%" height="100%" fill="var(--page)"/>' + parts.join('') + '</svg>';
    return { size, svg: svg.replace(/var\\((--[\\w-]+)\\)/g, (_, name) => colours.getPropertyValue(name).trim()) };
  };

  const WAYS = {
    csv: (figure, name) => save(new Blob(['\\ufeff' + JSON.parse(figure.querySelector('script').textContent)], { type: 'text/csv' }), name + '.csv'),
    svg: (figure, name) => save(new Blob([pictureOf(figure).svg], { type: 'image/svg+xml' }), name + '.svg'),
    png: (figure, name) => {
      const { size, svg } = pictureOf(figure);
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = size.map((side) => side * 3);
        canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => save(blob, name + '.png'), 'image/png');
      };
      image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
    },
    cite: (figure) => {
      const output = figure.querySelector('output');
      output.hidden = !output.hidden && output.textContent === citationOf(figure);
      output.textContent = citationOf(figure);
      if (!output.hidden && navigator.clipboard) navigator.clipboard.writeText(output.textContent).catch(() => {});
    },
  };
  for (const figure of document.querySelectorAll('figure[id^=chart-]')) {
    const row = document.createElement('div');
    row.className = 'take';
    row.innerHTML = '<button type="button" data-way="csv">CSV</button><button type="button" data-way="svg">SVG</button><button type="button" data-way="png">PNG</button><button type="button" data-way="cite">' + both('引用', 'Cite') + '</button><output hidden></output>';
    row.setAttribute('role', 'group');
    row.setAttribute('aria-label', figure.querySelector('h3 .zh').textContent + ' ' + figure.querySelector('h3 .en').textContent);
    row.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (button) WAYS[button.dataset.way](figure, slug + '-' + figure.id.slice('chart-'.length));
    });
    figure.append(row);
  }
})();`;
