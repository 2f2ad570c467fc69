/** What an office can decide on its page, by the names of the commands and their options. */
import type { Text } from '../../shared/language/language.ts';
import type { DecisionName } from '../../shared/office/decision-choices.ts';

export type Field = 'opens' | 'deadline' | 'division' | 'until' | 'to' | 'incomplete';

export type OfferedDecision = {
  readonly name: DecisionName | 'sign' | 'undo-sign';
  readonly title: Text;
  readonly fields: readonly Field[];
  /** Options that come with it. */
  readonly always?: Readonly<Record<string, boolean>>;
};

export const DECISIONS: readonly OfferedDecision[] = [
  { name: 'window', title: { zh: '调整填报窗口', en: 'Move the window' }, fields: ['opens', 'deadline'] },
  { name: 'lock', title: { zh: '关账', en: 'Close the quarter' }, fields: [] },
  { name: 'unlock', title: { zh: '取消关账', en: 'Open it again' }, fields: [] },
  { name: 'exception', title: { zh: '准许补报', en: 'Allow one to report late' }, fields: ['division', 'until'] },
  {
    name: 'exception',
    title: { zh: '取消准许补报', en: 'Take an exception back' },
    fields: ['division'],
    always: { undo: true },
  },
  { name: 'nil', title: { zh: '登记零报告', en: 'Record a nil return' }, fields: ['division'] },
  {
    name: 'nil',
    title: { zh: '取消零报告', en: 'Take a nil return back' },
    fields: ['division'],
    always: { undo: true },
  },
  {
    name: 'withdraw',
    title: { zh: '撤回一个单位的全部上传', en: 'Withdraw all uploads of one' },
    fields: ['division'],
  },
  {
    name: 'reinstate',
    title: { zh: '恢复已撤回的上传', en: 'Let withdrawn uploads count again' },
    fields: ['division'],
  },
  { name: 'sign', title: { zh: '定稿（署名）', en: 'Sign the newest revision' }, fields: ['incomplete'] },
  { name: 'undo-sign', title: { zh: '撤销定稿', en: 'Take the signature back' }, fields: [] },
  { name: 'revert', title: { zh: '退回到较早的上传', en: 'Go back to an earlier upload' }, fields: ['division', 'to'] },
];
