/** How a quantity grows with the number of townships: the power of a fitted line, and a drawing of it. */

export type Point = { readonly townships: number; readonly value: number };
export type Line = { readonly name: string; readonly points: readonly Point[] };

/** The power p of `value ~ townships^p`: the slope of the line of least squares through the logarithms. */
export function power(points: readonly Point[]): number {
  const logs = points.map(({ townships, value }) => [Math.log(townships), Math.log(value)] as const);
  const mean = (at: 0 | 1): number => logs.reduce((sum, log) => sum + log[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (of: (log: readonly [number, number]) => number): number =>
    logs.reduce((total, log) => total + of(log), 0);
  return sum((log) => (log[0] - x) * (log[1] - y)) / sum((log) => (log[0] - x) ** 2);
}

const COLOURS = ['#1f5fa8', '#b3541e', '#2e7d4f', '#7a3e9d', '#5f6368'];
const [WIDTH, HEIGHT, LEFT, TOP, GAP] = [420, 300, 60, 40, 190];

/** One drawing a quantity, side by side, both axes by powers of ten; each line with its name and its power. */
export function drawing(panels: readonly { readonly title: string; readonly lines: readonly Line[] }[]): string {
  const width = LEFT + panels.length * (WIDTH + GAP);
  const parts = panels.map(({ title, lines }, index) => panel(title, lines, LEFT + index * (WIDTH + GAP)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${TOP + HEIGHT + 50}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...parts.flat(),
    '</svg>',
    '',
  ].join('\n');
}

function panel(title: string, lines: readonly Line[], left: number): string[] {
  const points = lines.flatMap((line) => line.points);
  const x = axis(
    points.map(({ townships }) => townships),
    (share) => left + share * WIDTH,
  );
  const y = axis(
    points.map(({ value }) => value),
    (share) => TOP + (1 - share) * HEIGHT,
  );
  const places = lines.map((line) =>
    line.points.map(({ townships, value }) => [x.at(townships), y.at(value)] as const),
  );
  const labelAt = apart(places.map((line) => line.at(-1)?.[1] ?? TOP));
  return [
    `<text x="${left}" y="${TOP - 16}" font-weight="bold">${title}</text>`,
    ...x.ticks.map(({ at, label }) => `<text x="${at}" y="${TOP + HEIGHT + 18}" text-anchor="middle">${label}</text>`),
    `<text x="${left + WIDTH / 2}" y="${TOP + HEIGHT + 38}" text-anchor="middle">townships</text>`,
    ...y.ticks.flatMap(({ at, label }) => [
      `<line x1="${left}" x2="${left + WIDTH}" y1="${at}" y2="${at}" stroke="#ddd"/>`,
      `<text x="${left - 8}" y="${at + 4}" text-anchor="end">${label}</text>`,
    ]),
    ...lines.flatMap(({ name, points: own }, index) => {
      const colour = COLOURS[index % COLOURS.length];
      const at = places[index] ?? [];
      const [endX] = at.at(-1) ?? [left];
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${at.map((place) => place.map(rounded).join(',')).join(' ')}"/>`,
        ...at.map(([px, py]) => `<circle cx="${rounded(px)}" cy="${rounded(py)}" r="3" fill="${colour}"/>`),
        `<text x="${rounded(endX + 8)}" y="${rounded((labelAt[index] ?? TOP) + 4)}" fill="${colour}">${name}, power ${power(own).toFixed(2)}</text>`,
      ];
    }),
  ];
}

const LINE_HEIGHT = 14;

/** Heights for labels that none covers another: each as near to its own as those above it leave room. */
function apart(heights: readonly number[]): number[] {
  const placed = [...heights];
  const downwards = heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height);
  let free = -Infinity;
  for (const { height, index } of downwards) {
    placed[index] = Math.max(height, free);
    free = (placed[index] ?? 0) + LINE_HEIGHT;
  }
  return placed;
}

/** An axis by powers of ten that holds all values, and where a value is on it. */
function axis(values: readonly number[], place: (share: number) => number) {
  const [least, most] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const span = Math.max(1, most - least);
  const at = (value: number): number => place((Math.log10(value) - least) / span);
  const ticks = Array.from({ length: span + 1 }, (_, step) => {
    const value = 10 ** (least + step);
    return { at: rounded(at(value)), label: value.toLocaleString('en', { maximumFractionDigits: 6 }) };
  });
  return { at, ticks };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
