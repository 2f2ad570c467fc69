import type { CodeList } from '../schema/codes.ts';

/** 未脱贫、脱贫、预脱贫、返贫: the labels of a list as a message offers them. */
export const choices = (list: CodeList): string => list.map((entry) => entry.zh).join('、');
