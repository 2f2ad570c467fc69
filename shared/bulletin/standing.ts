import type { Text } from '../language/language.ts';
import { STATE_WORDS, type RevisionState } from '../ledger/decisions.ts';
import type { Summary } from '../summary/summary.ts';
import { both } from './page-text.ts';

export type State = RevisionState;

export const PUBLIC_EDITION: Text = { zh: '公开版', en: 'public edition' };

/** 初步数 or its kin, with the edition when it is the public one. */
export const stateText = ({ state, edition }: Summary): string =>
  `${STATE_WORDS[state].zh}　${edition === 'public' ? `${PUBLIC_EDITION.zh}　` : ''}`;

export const stateLabel = (state: State): string => `<span class="state ${state}">${both(STATE_WORDS[state])}</span>`;

/** 2016年7月12日 */
export const dayText = (date: string): string => date.replace(/^(\d+)-0?(\d+)-0?(\d+).*$/, '$1年$2月$3日');
