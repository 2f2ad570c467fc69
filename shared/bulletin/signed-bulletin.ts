/**
 * A bulletin as it is once a person answers for it. The files of a revision never change; what a signature says is
 * written beside them (docs/decisions/0069-what-a-signature-writes.md).
 */
import { cityDate } from '../time/period.ts';
import type { Text } from '../language/language.ts';
import { both } from './page-text.ts';
import { dayText, stateLabel } from './standing.ts';

/** Who answers for a revision. */
export type Signatory = {
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** What the pack calls whoever signs; it stands before the name. */
  readonly title?: Text | undefined;
};

/** The line below the title begins with the state that the revision had when it was made. */
const STATE = /(<p class="meta">)(?:<span class="state \w+">(?:<span[^>]*>[^<]*<\/span>)*<\/span>)?/;

/** The signatory and the day, as it stands below the title. */
export const signatoryText = ({ by, at, title }: Signatory): Text => {
  const day = cityDate(new Date(at));
  const said = title ? { zh: `${title.zh} `, en: `${title.en} ` } : { zh: '', en: '' };
  return { zh: `署名：${said.zh}${by}　${dayText(day)}`, en: `signed ${said.en}${by}, ${day}` };
};

/** @param html of the bulletin @throws Error where it has no line for its state */
export function signedBulletinHtml(html: string, signatory: Signatory): string {
  if (!STATE.test(html)) throw new Error('the bulletin has no line below its title; was it written by other software?');
  const words = both(signatoryText(signatory));
  // What the bulletin leads to lies beside it, and the signed one in a folder below.
  const moved = html.replaceAll('href="./', 'href="../');
  return moved.replace(STATE, (_all, start: string) => `${start}${stateLabel('final')}\n<span>${words}</span>`);
}

/** @param text of the bulletin, with its BOM */
export const signedBulletinText = (text: string, signatory: Signatory): string =>
  `\uFEFF定稿　${signatoryText(signatory).zh}\n\n${text.replace(/^\uFEFF/, '')}`;
