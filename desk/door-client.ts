/** What the page asks of the door. Its own address is the key, and begins every other one. */
import type { QuarterView } from '../shared/door/quarter-view.ts';
import type { Text } from '../shared/language/language.ts';
import type { ReceiptPart } from '../shared/ledger/keys.ts';

/** The door, or the way to it, did not do what was asked; `said` is for the clerk. */
export class DoorError extends Error {
  override readonly name = 'DoorError';
  readonly said: Text;
  /** Whether the line was cut or a service failed, so that the same may go through a little later. */
  readonly isCut: boolean;
  constructor(said: Text, isCut: boolean, options?: ErrorOptions) {
    super(said.en, options);
    this.said = said;
    this.isCut = isCut;
  }
}

const NO_CONNECTION: Text = {
  zh: '网络不通，请检查网络后重试',
  en: 'no connection; check the network and try again',
};
const NO_ANSWER: Text = { zh: '系统没有回答，请稍后重试', en: 'the system did not answer; try again later' };

/** The address of the page without a slash at its end. */
const HOME = location.pathname.replace(/\/+$/, '');

const address = (deed: string, query: Readonly<Record<string, string>> = {}): string => {
  const search = new URLSearchParams(query).toString();
  return `${HOME}/${deed}${search === '' ? '' : `?${search}`}`;
};

/** @throws DoorError */
export async function ask<Answer>(
  deed: string,
  query: Readonly<Record<string, string>> = {},
  body?: object,
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(address(deed, query), {
      cache: 'no-store',
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new DoorError(NO_CONNECTION, true, { cause });
  }
  const content = (await response.json().catch(() => null)) as { readonly said?: Text } | null;
  if (response.ok && content !== null) return content as Answer;
  throw new DoorError(content?.said ?? NO_ANSWER, response.status >= 500);
}

/** @throws DoorError */
export const readQuarter = <View = QuarterView>(period: string | null): Promise<View> =>
  ask('quarter', period === null ? {} : { period });

/** Where a file of the newest revision is opened. */
export const reportAddress = (period: string, file: string): string => address('report', { period, file });

/** The page by which a link sends files; an office has another page before it. */
export const SENDING_PAGE = HOME.replace(/^\/o\//, '/t/');

/** Where a part of a receipt is opened. @param division whose it is; default: the link's own */
export const receiptAddress = (version: string, part: ReceiptPart, division?: string): string =>
  `${SENDING_PAGE}/receipt?${new URLSearchParams({ version, part, ...(division === undefined ? {} : { division }) })}`;
