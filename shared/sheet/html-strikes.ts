/**
 * Struck-through text of a web page: `<s>`, `<strike>`, `<del>`, and what styles say of an element, its class or its
 * name. As in Excel, the innermost element that says anything decides.
 */
import { MARKUP, markupEnd } from './html-markup.ts';

/** Whether a page has anything of the kind; nearly none has. */
const ANY = /line-through|<(?:s|strike|del)[\s>]/i;
const ELEMENTS: ReadonlySet<string> = new Set(['s', 'strike', 'del']);
/** Elements that have no end. */
const VOID: ReadonlySet<string> = new Set(['br', 'img', 'hr', 'input', 'wbr', 'col', '!--', '!', '?']);
/** What an element inside more than these says of its text is not asked. */
const DEEPEST = 64;

const SHEET = /<style[\s>]/gi;
/** td, .xl65 and td.xl65; what depends on elements around it is not asked. */
const SELECTOR = /^(?=.)(?:[a-z][a-z0-9]*|\*)?(?:\.[\w-]+)?$/i;
/** `text-decoration: none` says that nothing is struck; a colour says nothing. */
const DECORATION = /text-(?:decoration(?:-line)?|line-through)\s*:\s*([^;]*)/gi;
const CLASS = /\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
const STYLE = /\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;

export class Strikes {
  /** Whether elements of a selector are struck through, for those of which a style says either. */
  readonly #bySelector: ReadonlyMap<string, boolean>;

  private constructor(page: string) {
    this.#bySelector = selectorsOf(page);
  }

  /** Undefined for a page that strikes nothing through. */
  static of(page: string): Strikes | undefined {
    return ANY.test(page) ? new Strikes(page) : undefined;
  }

  /** Whether an element is struck through, by its name in lower case and its tag, inside one that is or is not. */
  isStruck(name: string, tag: string, around: boolean): boolean {
    const own = decorated(attribute(STYLE, tag)) ?? this.#byClass(name, attribute(CLASS, tag));
    return own ?? (ELEMENTS.has(name) || (this.#bySelector.get(name) ?? around));
  }

  /** A piece of a page without the text that is struck through; its markup stays. */
  left(html: string, isStruck: boolean): string {
    const markup = new RegExp(MARKUP);
    /** Elements that are open, the innermost last. */
    const open: { readonly name: string; readonly isStruck: boolean }[] = [];
    let shown = '';
    let end = 0;
    let isOut = isStruck;
    for (let match = markup.exec(html); match !== null; match = markup.exec(html)) {
      const name = match[1]!.toLowerCase();
      if (!isOut) shown += html.slice(end, match.index);
      end = markupEnd(html, name, match.index);
      markup.lastIndex = end;
      const tag = html.slice(match.index, end);
      shown += tag;
      if (name.startsWith('/')) {
        const at = open.findLastIndex((one) => one.name === name.slice(1));
        if (at >= 0) open.length = at;
      } else if (!VOID.has(name) && !tag.endsWith('/>') && open.length < DEEPEST)
        open.push({ name, isStruck: this.isStruck(name, tag, isOut) });
      isOut = open.at(-1)?.isStruck ?? isStruck;
    }
    return isOut ? shown : shown + html.slice(end);
  }

  #byClass(name: string, classes: string): boolean | undefined {
    for (const one of classes.split(/\s+/).toReversed()) {
      const said = this.#bySelector.get(`${name}.${one}`) ?? this.#bySelector.get(`.${one}`);
      if (said !== undefined) return said;
    }
    return undefined;
  }
}

function selectorsOf(page: string): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  const sheet = new RegExp(SHEET);
  for (let match = sheet.exec(page); match !== null; match = sheet.exec(page)) {
    sheet.lastIndex = markupEnd(page, 'style', match.index);
    const rules = withoutComments(page.slice(page.indexOf('>', match.index) + 1, sheet.lastIndex));
    for (const rule of rules.split('}')) {
      const [declarations = '', selectors = ''] = rule.split('{').toReversed();
      const struck = decorated(declarations);
      if (struck === undefined) continue;
      for (const selector of selectors.split(',').map((one) => one.trim()))
        // Excel says of every td that it is not; only a class takes a line off what is around it.
        if (SELECTOR.test(selector) && (struck || selector.includes('.'))) found.set(named(selector), struck);
    }
  }
  return found;
}

/** Without what is no rule, and without the marks that hide rules from old browsers. */
function withoutComments(rules: string): string {
  const [first = '', ...others] = rules.replaceAll('<!--', ' ').replaceAll('-->', ' ').split('/*');
  return [first, ...others.map((part) => part.slice(after(part, '*/')))].join(' ');
}

function after(text: string, mark: string): number {
  const at = text.indexOf(mark);
  return at < 0 ? text.length : at + mark.length;
}

/** Names of elements in lower case, those of classes as they are. */
function named(selector: string): string {
  const [name = '', ...classes] = selector.split('.');
  return [name === '*' ? '' : name.toLowerCase(), ...classes].join('.');
}

/** What declarations say of lines through the text; undefined where they say nothing. */
function decorated(declarations: string): boolean | undefined {
  let said: boolean | undefined;
  for (const [whole, value = ''] of declarations.matchAll(DECORATION))
    said = /line-through\s*:/i.test(whole) ? !/none/i.test(value) : /line-through/i.test(value);
  return said;
}

function attribute(pattern: RegExp, tag: string): string {
  const found = pattern.exec(tag);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? '';
}
