/** What above a header is a title, which speaks for the sheet, and what is a note, which explains something in it. */
import { periodsIn, type Period } from '../time/period.ts';
import { foldText } from './folding.ts';

/** 注：…, 备注：…, 填表说明…, ※…, 注1：…: how a note begins, perhaps behind a number or a bracket. */
const NOTE = new RegExp(
  '^[\\s("“*★#]*(?:\\d{1,2}[.、)]|[一二三四五六七八九十]、)?\\s*' +
    '(?:※|[备附]?注(?:[:.,;、)\\s\\d]|意|明|$)|(?:填[表报写]|编制|指标|有关|特别|重要|温馨)?(?:说明|提示|提醒|要求)(?:[:.,;、)\\s\\d]|$))',
);
/** What goes on after a full stop, or is longer than any title, is prose. */
const PROSE = /[。；;！!](?=\s*\S)|^.{80}/su;

/** Whether a cell above a header is a note and no title. */
export function isNote(cell: string): boolean {
  const text = foldText(cell).trim();
  return NOTE.test(text) || PROSE.test(text);
}

/** 上年同期指2015年第二季度, 与2015年第二季度相比: the line compares with the quarter and is not of it. */
const COMPARED_BEFORE = /(?:上年|去年|上一?季|上期|同期|基期|与|较|参照|根据|指)[^,，;。()]*$/;
const COMPARED_AFTER = /^[^,，;。()]{0,8}(?:相比|同期|对比|相同|一致|以来|为准|的数|为基)/;

/** The quarter that a title names, with that title; null where none does. */
export function titleOfPeriod(titles: readonly string[]): { readonly period: Period; readonly line: string } | null {
  for (const line of titles) {
    const own = periodsIn(foldText(line)).find(
      ({ before, after }) => !COMPARED_BEFORE.test(before) && !COMPARED_AFTER.test(after),
    );
    if (own) return { period: own.period, line };
  }
  return null;
}
