import type { RevisionState } from '../../records/decisions.ts';
import type { Summary } from '../summary.ts';
import { both, type Words } from './words.ts';

export type State = RevisionState;

/** What a summary may say of itself beyond its figures. Pages show what is there. */
export type Standing = {
  readonly state: State | null;
  readonly isPublic: boolean;
  /** 制表日期, an ISO date. */
  readonly asOf: string | null;
  /** The bulletin in English, as the Chinese one: title, empty line, paragraphs. */
  readonly narrativeEn: string | null;
  /** What readers should know of the figures. */
  readonly warnings: readonly Words[];
};

export function standingOf(summary: Summary): Standing {
  const { state, edition, asOf, narrativeEn, checks } = summary as Readonly<Record<string, unknown>>;
  return {
    state: state === 'provisional' || state === 'final' || state === 'restated' ? state : null,
    isPublic: edition === 'public',
    asOf: typeof asOf === 'string' ? asOf : null,
    narrativeEn: typeof narrativeEn === 'string' && narrativeEn !== '' ? narrativeEn : null,
    warnings: Array.isArray(checks) ? (checks as Words[]).map(({ zh, en }) => ({ zh, en })) : [],
  };
}

const STATE_WORDS: Readonly<Record<State, Words>> = {
  provisional: { zh: '初步数', en: 'provisional' },
  final: { zh: '定稿', en: 'final' },
  restated: { zh: '修订数', en: 'restated' },
};

/** 初步数 and its kin, with the edition when it is the public one; empty when the summary says neither. */
export function stateText(summary: Summary): string {
  const { state, isPublic } = standingOf(summary);
  return `${state === null ? '' : `${STATE_WORDS[state].zh}　`}${isPublic ? '公开版　' : ''}`;
}

export const stateLabel = (state: State | null): string =>
  state === null ? '' : `<span class="state ${state}">${both(STATE_WORDS[state])}</span>`;

/** 2016年7月12日 */
export const dayText = (date: string): string => date.replace(/^(\d+)-0?(\d+)-0?(\d+).*$/, '$1年$2月$3日');
