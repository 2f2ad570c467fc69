/**
 * What keeps a filled-in sheet right while it is typed: validations with their drop-downs, highlights, protection.
 */
import { rangeReference } from './reference.ts';
import type { Highlight, Validation } from './sheet-spec.ts';
import type { Styles } from './styles.ts';
import { attributeXml } from './write-text.ts';

/** Excel calls a file damaged whose messages are longer: ISO/IEC 29500-1, 18.3.1.32. */
const LONGEST = { title: 32, prompt: 255, error: 225 } as const;

/** What stays allowed in a protected sheet is marked 0: the attributes say what is locked. */
export function protectionXml(): string {
  const allowed = ['formatCells', 'formatColumns', 'formatRows', 'insertRows', 'deleteRows', 'sort', 'autoFilter'];
  return `<sheetProtection sheet="1"${allowed.map((name) => ` ${name}="0"`).join('')}/>`;
}

/** The validations of a sheet in the order given. */
export function validationsXml(validations: readonly Validation[]): string {
  if (validations.length === 0) return '';
  return `<dataValidations count="${validations.length}">${validations.map(validationXml).join('')}</dataValidations>`;
}

function validationXml({ range, rule, otherwise, error, prompt }: Validation): string {
  const [type, operator, formulas]: [string, string, readonly string[]] =
    rule.kind === 'list'
      ? ['list', '', [rule.source]]
      : rule.kind === 'custom'
        ? ['custom', '', [rule.formula]]
        : [
            rule.kind,
            rule.operator === 'between' ? '' : ` operator="${rule.operator}"`,
            [rule.from, ...(rule.to === undefined ? [] : [rule.to])],
          ];
  const attributes = [
    `type="${type}"${operator}`,
    otherwise === 'warning' ? 'errorStyle="warning"' : '',
    'allowBlank="1"',
    prompt === undefined ? '' : 'showInputMessage="1"',
    otherwise === 'none' ? '' : 'showErrorMessage="1"',
    error === undefined ? '' : `error="${attributeXml(cut(error, LONGEST.error))}"`,
    prompt === undefined
      ? ''
      : `promptTitle="${attributeXml(cut(prompt.title, LONGEST.title))}" prompt="${attributeXml(cut(prompt.text, LONGEST.prompt))}"`,
    `sqref="${rangeReference(range)}"`,
  ].filter((attribute) => attribute !== '');
  const inside = formulas.map(
    (formula, index) => `<formula${index + 1}>${attributeXml(formula)}</formula${index + 1}>`,
  );
  return `<dataValidation ${attributes.join(' ')}>${inside.join('')}</dataValidation>`;
}

/** The highlights of a sheet, each with its own priority. */
export function highlightsXml(highlights: readonly Highlight[], styles: Styles): string {
  return highlights
    .map(
      ({ ranges, formula, fill }, index) =>
        `<conditionalFormatting sqref="${ranges.map(rangeReference).join(' ')}"><cfRule type="expression" dxfId="${styles.highlight(fill)}" priority="${index + 1}">` +
        `<formula>${attributeXml(formula)}</formula></cfRule></conditionalFormatting>`,
    )
    .join('');
}

/** Within a length that Excel takes, at the end of a character. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\u{d800}-\u{dbff}]$/u, '')}…`;
}
