import type { Text } from '../language/language.ts';
import { both, escapeHtml } from './page-text.ts';

export type Frame = {
  /** Whose page it is, above the title. */
  readonly office: Text;
  readonly title: Text;
  readonly style: string;
  readonly script: string;
  /** Below the title: state, revision and the like. */
  readonly meta: readonly string[];
  readonly contents: string;
  readonly main: string;
  readonly footer: string;
  /** Where a browser goes at once. */
  readonly leadsTo?: string;
  /** Whether its script makes pictures of what the page holds. */
  readonly drawsImages?: boolean;
};

/** A page of its own: nothing in it asks the network for anything, and its policy would not let it. */
export function pageOf(frame: Frame): string {
  const { office, title, style, script, meta, contents, main, footer, leadsTo, drawsImages = false } = frame;
  return `<!doctype html>
<html lang="zh-CN" data-language="zh" data-title-en="${escapeHtml(title.en)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';${drawsImages ? ' img-src data:;' : ''} base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
${leadsTo === undefined ? '' : `<meta http-equiv="refresh" content="0; url=${escapeHtml(leadsTo)}">\n`}<title>${escapeHtml(title.zh)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">${both({ zh: '跳到正文', en: 'Skip to the content' })}</a>
<header class="masthead wrap">
<div class="bar"><p class="office">${both(office)}</p>
<div class="tools"><button type="button" id="language"><span class="zh" lang="en">English</span><span class="en" lang="zh-CN">中文</span></button><button type="button" id="theme"><span class="to-dark">${both({ zh: '深色', en: 'Dark' })}</span><span class="to-light">${both({ zh: '浅色', en: 'Light' })}</span></button></div></div>
<h1>${heading(title)}</h1>
<p class="meta">${meta
    .filter((item) => item !== '')
    .map((item) => (item.startsWith('<span class="state') ? item : `<span>${item}</span>`))
    .join('\n')}</p>
</header>
${contents}
<main id="main" class="wrap">
${main}
</main>
<footer class="wrap">${footer}</footer>
<p class="sr" id="status" role="status"></p>
<script>${script}</script>
</body>
</html>
`;
}

/** The title, which on a phone breaks before the period and nowhere else. */
const heading = ({ zh, en }: Text): string => {
  const parts = zh.split(/(?=20\d\d年)/).map((part) => `<span class="part">${escapeHtml(part)}</span>`);
  return `<span class="zh" lang="zh-CN">${parts.join('')}</span><span class="en" lang="en">${escapeHtml(en)}</span>`;
};
