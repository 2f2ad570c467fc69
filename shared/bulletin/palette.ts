import { perChannel } from '../schema/channels.ts';
import type { Channel } from '../schema/codes.ts';

/**
 * Colours of the pages as data: one value for paper and light screens, one for dark screens. The style sheet and the
 * tests read them here.
 */

export type Shade = { readonly light: string; readonly dark: string };

/**
 * Given to the channels in the order of their list; a list that is longer begins again. Each is read under
 * `on-channel`.
 */
export const CHANNEL_SHADES: readonly Shade[] = [
  { light: '#a63a32', dark: '#ec8b80' },
  { light: '#28648f', dark: '#78b6e0' },
  { light: '#44713a', dark: '#93c583' },
  { light: '#8d6308', dark: '#dfb35a' },
  { light: '#6b4a93', dark: '#bb9fe0' },
  { light: '#8f3d6b', dark: '#e394bd' },
  { light: '#1f6b66', dark: '#6fc5bd' },
  { light: '#5c574f', dark: '#b0aca5' },
];

const FIXED = {
  page: { light: '#ffffff', dark: '#14171a' },
  wash: { light: '#f7f5f1', dark: '#1d2125' },
  track: { light: '#e7e2d9', dark: '#343a41' },
  line: { light: '#dcd6cb', dark: '#3a4047' },
  ink: { light: '#1f1d1a', dark: '#eceae6' },
  quiet: { light: '#5c574f', dark: '#b0aca5' },
  red: { light: '#a41e22', dark: '#ff9a8f' },
  seal: { light: '#a41e22', dark: '#c8483f' },
  'on-red': { light: '#ffffff', dark: '#2a0d0b' },
  good: { light: '#1f6b66', dark: '#6fc5bd' },
  behind: { light: '#a8480f', dark: '#f0a267' },
  'below-national': { light: '#a63a32', dark: '#ec8b80' },
  'below-provincial': { light: '#8d6308', dark: '#dfb35a' },
  done: { light: '#28648f', dark: '#78b6e0' },
  'on-channel': { light: '#ffffff', dark: '#14171a' },
  step0: { light: '#eaf1ef', dark: '#1f2e2e' },
  step1: { light: '#cbe0dc', dark: '#25423f' },
  step2: { light: '#9fc8c2', dark: '#2c5a56' },
  step3: { light: '#34756f', dark: '#5aa69f' },
  step4: { light: '#1b5a55', dark: '#a5e0d9' },
  'on-low': { light: '#1f1d1a', dark: '#eceae6' },
  'on-high': { light: '#ffffff', dark: '#14171a' },
} as const satisfies Readonly<Record<string, Shade>>;

export type Colour = keyof typeof FIXED | Channel;

export const PALETTE: Readonly<Record<Colour, Shade>> = {
  ...FIXED,
  ...perChannel((_, index) => CHANNEL_SHADES[index % CHANNEL_SHADES.length] as Shade),
};

/** A colour for a style sheet or an SVG; it follows the theme. */
export const colour = (name: Colour): string => `var(--${name})`;

const declarations = (theme: keyof Shade): string =>
  Object.entries(PALETTE)
    .map(([name, shade]) => `--${name}:${shade[theme]}`)
    .join(';');

/** The themes: the reader's system decides until the reader does; paper is always light. */
export const THEME_STYLE = `
:root{color-scheme:light;${declarations('light')}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${declarations('dark')}}:root[data-theme=light]{color-scheme:light;${declarations('light')}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${declarations('dark')}}}
`;
