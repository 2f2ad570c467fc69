/** The words of an office's page. */
import { sameText, type Text } from '../../shared/language/language.ts';
import type { OfficeUpload, OfficeView, TownshipState, UnitState } from '../../shared/office/office-view.ts';
import type { SummaryFile, SummaryView } from '../../shared/office/summary-view.ts';
import { cityDate, cityTime } from '../../shared/time/period.ts';

export const TITLE: Text = { zh: '扶贫季报报送情况', en: 'Quarterly reports' };

export const SEND: Text = { zh: '上报本级的文件', en: 'Send files of this office' };

export const LOOKS_ONLY: Text = {
  zh: '这个链接来自催报通知，只能查看，几天后失效；其他操作请用本单位自己的链接。',
  en: 'This link came with a reminder: it only shows this, for some days. For anything else use the link of your office.',
};

export const TABLE = {
  title: { zh: '各县报送情况', en: 'By county' },
  unit: { zh: '县（市、区）', en: 'County' },
  due: { zh: '应报', en: 'Due' },
  onTime: { zh: '按时', en: 'On time' },
  late: { zh: '逾期', en: 'Late' },
  missing: { zh: '未报', en: 'Missing' },
  rejected: { zh: '退回率', en: 'Rejected' },
  problems: { zh: '主要问题', en: 'Main problems' },
  township: { zh: '乡镇（街道）', en: 'Township' },
  state: { zh: '现在', en: 'Stands' },
  uploads: { zh: '上传', en: 'Uploads' },
  total: { zh: '合计', en: 'Total' },
  own: { zh: '本级上传的文件', en: 'Its own files' },
  receipt: { zh: '回执', en: 'Receipt' },
  opening: {
    zh: '回执含个人信息，打开一次记录一次。',
    en: 'Receipts hold personal data; each time one is opened is on record.',
  },
  only: { zh: '只看未报和要改正的', en: 'Only those with something to do' },
} as const satisfies Readonly<Record<string, Text>>;

const REPORTING: Readonly<Record<TownshipState['reporting'], Text>> = {
  'on time': { zh: '按时', en: 'on time' },
  late: { zh: '逾期', en: 'late' },
  missing: { zh: '未报', en: 'missing' },
};

/** How many files wait for a correction; nothing where none does. */
export function toCorrectWords({ uploads }: Pick<TownshipState, 'uploads'>): Text {
  const open = uploads.filter(({ isToCorrect }) => isToCorrect).length;
  return open === 0 ? sameText('') : { zh: `${open} 个文件要改正`, en: `${open} files to correct` };
}

export function stateWords({ reporting, isNil, exceptionUntil, uploads }: TownshipState): Text {
  const open = toCorrectWords({ uploads });
  const more: Text[] = [
    ...(isNil ? [{ zh: '零报告', en: 'nil return' }] : []),
    ...(open.zh === '' ? [] : [open]),
    ...(exceptionUntil === null ? [] : [exceptionWords(exceptionUntil)]),
  ];
  const said = [REPORTING[reporting], ...more];
  return { zh: said.map(({ zh }) => zh).join('，'), en: said.map(({ en }) => en).join(', ') };
}

const exceptionWords = (until: string): Text => {
  const time = cityTime(new Date(until)).slice(0, 16);
  return { zh: `准许补报至 ${time}`, en: `may report until ${time}` };
};

export function uploadWords({ acceptedAt, accepted, rejected, isToCorrect }: OfficeUpload): Text {
  const time = cityTime(new Date(acceptedAt)).slice(0, 16);
  return {
    zh: `${time} 接收 ${accepted}，退回 ${rejected}${isToCorrect ? '（要改正）' : ''}`,
    en: `${time}: ${accepted} accepted, ${rejected} rejected${isToCorrect ? ' (to be corrected)' : ''}`,
  };
}

/** Rejected rows in a hundred rows of all files, with one decimal; a dash where nothing was sent. */
export const rejectedShare = ({ rows, rejected }: Pick<UnitState, 'rows' | 'rejected'>): string =>
  rows === 0 ? '—' : `${(Math.round((rejected * 1_000) / rows) / 10).toFixed(1)}%`;

/** Whether the quarter is open, in plain words. */
export function windowWords({ window, isLate, pending }: OfficeView): Text[] {
  const { opens, deadline, lockedAt } = window;
  const state =
    lockedAt === null
      ? isLate
        ? { zh: '已过截止日期，还没有关账', en: 'past the deadline, not closed' }
        : { zh: '没有关账', en: 'not closed' }
      : { zh: `${cityTime(new Date(lockedAt))} 关账`, en: `closed since ${cityTime(new Date(lockedAt))}` };
  return [
    { zh: `填报窗口 ${opens} 至 ${deadline}，${state.zh}。`, en: `Window ${opens} to ${deadline}, ${state.en}.` },
    ...(pending > 0
      ? [
          {
            zh: `有 ${pending} 个决定还没有生效，几分钟后生效。`,
            en: `${pending} decisions take effect in a few minutes.`,
          },
        ]
      : []),
  ];
}

export const SUMMARY = {
  title: { zh: '汇总与通报', en: 'Summary and bulletin' },
  none: { zh: '还没有汇总。', en: 'No summary yet.' },
  start: { zh: '现在汇总', en: 'Summarise now' },
  running: { zh: '正在汇总，可以离开本页', en: 'running; the page may be closed' },
  done: { zh: '汇总完成；数据没有变化的，版号不变', en: 'done; where nothing has changed the revision stays' },
  failed: { zh: '汇总没有完成，请系统管理员查看', en: 'the run failed; ask the operator of the system' },
} as const satisfies Readonly<Record<string, Text>>;

const STATES: Readonly<Record<SummaryView['state'], Text>> = {
  provisional: { zh: '初步数', en: 'provisional' },
  final: { zh: '定稿', en: 'final' },
  restated: { zh: '修订数，还没有定稿', en: 'restates a signed revision, not signed' },
};

export function revisionWords({ revision, state, signature }: SummaryView): Text {
  const signed = signature && { ...signature, day: cityDate(new Date(signature.at)) };
  return {
    zh: `最新为第${revision}版，${STATES[state].zh}${signed ? `，${signed.by} ${signed.day} 署名` : ''}。`,
    en: `Newest: revision ${revision}, ${STATES[state].en}${signed ? `, signed by ${signed.by} on ${signed.day}` : ''}.`,
  };
}

const FILES: Readonly<Record<SummaryFile['file'], Text>> = {
  'bulletin.html': { zh: '通报', en: 'bulletin' },
  'restatement.html': { zh: '更正说明', en: 'what changed against the revision before' },
  'workbook.xlsx': { zh: '汇总工作簿', en: 'workbook' },
};

export function fileWords({ edition, file, of }: SummaryFile): Text {
  const whose = of ? { zh: of.zh, en: `${of.en}: ` } : { zh: '', en: '' };
  const { zh, en } = { zh: `${whose.zh}${FILES[file].zh}`, en: `${whose.en}${FILES[file].en}` };
  return edition === 'public' ? { zh: `${zh}（公开版）`, en: `${en} (public edition)` } : { zh, en };
}

export const DECIDE = {
  title: { zh: '作决定', en: 'Decide' },
  what: { zh: '决定', en: 'Decision' },
  by: { zh: '决定人（单位）', en: 'Who decides' },
  reason: { zh: '理由', en: 'Why' },
  opens: { zh: '开放日', en: 'First day' },
  deadline: { zh: '截止日（含）', en: 'Last day' },
  township: { zh: '单位', en: 'Township' },
  until: { zh: '补报至（含）', en: 'Until (included)' },
  upload: { zh: '退回到这个上传', en: 'Back to this upload' },
  all: { zh: '全部', en: 'all' },
  incomplete: { zh: '报送不全也定稿', en: 'Sign although reports are missing' },
  tryIt: { zh: '先看会改变什么', en: 'See what it changes' },
  confirm: { zh: '确认决定', en: 'Confirm' },
  cancel: { zh: '不作这个决定', en: 'Do not decide' },
  nothing: { zh: '没有变化', en: 'nothing changes' },
} as const satisfies Readonly<Record<string, Text>>;

export const effectiveWords = (at: string, isMade: boolean): Text => {
  const time = cityTime(new Date(at));
  return isMade
    ? { zh: `已决定，${time} 起生效`, en: `decided, with effect from ${time}` }
    : { zh: `如果现在确认，${time} 起生效：`, en: `confirmed now, it takes effect at ${time}:` };
};
