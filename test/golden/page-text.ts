/** Markup as lines, so that a difference can be read: an element that follows another one begins a line of its own. */
export const oneElementALine = (markup: string): string => markup.replaceAll(/>(?=<[^/])/g, '>\n');

/** What a page draws of a figure: the same drawing wide and narrow, in Chinese and in English. */
const DRAWING = /<svg\b[^>]*>.*?<\/svg>/gs;
const IS_KEPT = /^<svg class="zh wide"/;

/**
 * A page as text to be read. Of the drawings of a figure the wide Chinese one is kept; each of the others is its first
 * tag, with the words that say what it shows, and what `digest` makes of the whole drawing.
 */
export function pageText(html: string, digest: (content: string) => string): string {
  const text = html.replaceAll(DRAWING, (drawing) => {
    if (IS_KEPT.test(drawing)) return drawing;
    const tag = drawing.slice(0, drawing.indexOf('>') + 1);
    return `${tag}${drawing.match(/<[a-z]/g)?.length} elements, ${digest(drawing)}</svg>`;
  });
  return `${oneElementALine(text)}\n`;
}
