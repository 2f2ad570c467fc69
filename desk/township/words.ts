/** The words of a division's page. */
import type { Text } from '../../shared/language/language.ts';
import type { QuarterView, UploadState, UploadView } from '../../shared/door/quarter-view.ts';
import { sameText } from '../../shared/language/language.ts';
import { cityDate, cityTime } from '../../shared/time/period.ts';

export const TITLE: Text = { zh: '扶贫季报上报', en: 'Quarterly report' };

export const LEAVE: Text = {
  zh: '文件正在上报，或有改动还没有上报；换季度会丢掉它。确定要换吗？',
  en: 'A file is being sent, or has changes that were not sent; another quarter loses it. Go on?',
};

export const CHOOSE = {
  title: { zh: '检查并上报', en: 'Check and send' },
  drop: { zh: '把 Excel 或 CSV 文件拖到这里', en: 'Drop an Excel or CSV file here' },
  choose: { zh: '选择文件', en: 'Choose a file' },
  paste: {
    zh: '也可以在 Excel 中复制表格，然后在这里按 Ctrl+V 粘贴。',
    en: 'Or copy the table in Excel and press Ctrl+V here.',
  },
  stays: {
    zh: '文件先在这台电脑上检查；点“上报”以前，什么都不会传出去。',
    en: 'The file is checked on this computer; nothing leaves it before you press “Send”.',
  },
  checking: { zh: '正在检查…', en: 'Checking…' },
  other: { zh: '换一个文件', en: 'Another file' },
  oneByOne: { zh: '一次只能检查一个文件，请一个一个地来', en: 'one file at a time, please' },
  unreadable: {
    zh: '这个文件读不了：可能是文件夹，或正被别的程序打开；请关闭那个程序，或另存一份再选',
    en: 'this file cannot be read: it may be a folder, or open in another program; close that, or save a copy and choose it',
  },
  pasted: { zh: '粘贴的表格.csv', en: 'pasted.csv' },
  failed: {
    zh: '这个文件在本机检查不了，可以直接上报，由系统检查',
    en: 'this file cannot be checked here; you may send it, and the system checks it',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const RESULT = {
  read: { zh: '读取', en: 'rows read' },
  accepted: { zh: '可接收', en: 'acceptable' },
  rejected: { zh: '会退回', en: 'to be rejected' },
  warnings: { zh: '请核对', en: 'to check' },
  problems: { zh: '问题', en: 'Problems' },
  none: { zh: '没有发现问题', en: 'No problems found' },
  steps: { zh: '接下来怎么办', en: 'What happens next' },
  marked: { zh: '下载批注表', en: 'Download the marked workbook' },
  corrected: { zh: '下载改好的表', en: 'Download the corrected workbook' },
  history: {
    zh: '与以前季度的比对，上报后由系统完成，结果在回执中。',
    en: 'What is compared with earlier quarters is told in the receipt.',
  },
  send: { zh: '上报', en: 'Send' },
  sendPartly: { zh: '上报（有问题的行会退回）', en: 'Send (rows with problems are rejected)' },
  noMarked: {
    zh: '批注表没有做出来，请重新选择文件再试',
    en: 'the marked workbook was not made; choose the file again',
  },
  sendUnchecked: { zh: '不检查，直接上报', en: 'Send it unchecked' },
  notYet: { zh: '改正后才能上报', en: 'Correct it before you send it' },
} as const satisfies Readonly<Record<string, Text>>;

export const SEND = {
  sending: { zh: '正在上报', en: 'Sending' },
  cancel: { zh: '取消', en: 'Cancel' },
  cancelled: { zh: '已取消，没有上报', en: 'Cancelled; nothing was sent' },
  tooLate: {
    zh: '取消晚了一步，文件已经传到；要撤回的，请联系县扶贫办',
    en: 'too late to cancel: the file has arrived; ask your county office to withdraw it',
  },
  cut: (tries: number): Text => ({
    zh: `网络断了（第${tries}次），恢复后自动再传…`,
    en: `The connection was cut (try ${tries}); it is sent again as soon as it is back…`,
  }),
  waiting: { zh: '已上报，正在等回执…', en: 'Sent; waiting for the receipt…' },
  done: { zh: '已收到回执', en: 'The receipt is here' },
  slow: {
    zh: '系统还在处理，回执稍后会出现在下面的记录中。',
    en: 'The system is still at work; the receipt will appear in the list below.',
  },
} as const satisfies Readonly<Record<string, Text | ((tries: number) => Text)>>;

export const GRID = {
  title: { zh: '表格', en: 'The sheet' },
  onlyProblems: { zh: '只看有问题的行', en: 'Only rows with problems' },
  cell: { zh: '单元格', en: 'Cell' },
  value: { zh: '内容', en: 'Value' },
  write: { zh: '写入并重新检查', en: 'Write and check again' },
  suggested: { zh: '改为', en: 'Change to' },
  pick: {
    zh: '点一个单元格或问题，或输入单元格的位置（如 C12）再按回车，可在这里修改。',
    en: 'Choose a cell or a problem, or type the place of a cell such as C12 and press Enter, to change it here.',
  },
  fromList: { zh: '从列表中选', en: 'From the list' },
  row: { zh: '行', en: 'Row' },
} as const satisfies Readonly<Record<string, Text>>;

export const HISTORY = {
  title: { zh: '本季度上报情况', en: 'This quarter' },
  none: { zh: '还没有上报', en: 'Nothing was sent yet' },
  file: { zh: '文件', en: 'File' },
  time: { zh: '时间', en: 'Time' },
  state: { zh: '现在', en: 'Stands' },
  result: { zh: '结果', en: 'Result' },
  rows: { zh: '接收 / 退回', en: 'Accepted / rejected' },
  receipt: { zh: '回执', en: 'Receipt' },
  marked: { zh: '批注表', en: 'Marked workbook' },
  older: { zh: '已由后来的上报更正的', en: 'Corrected by later files' },
} as const satisfies Readonly<Record<string, Text>>;

export const STATES: Readonly<Record<UploadState, Text>> = {
  reading: { zh: '正在处理', en: 'being read' },
  counts: { zh: '计入', en: 'counts' },
  'to correct': { zh: '要改正', en: 'to be corrected' },
  settled: { zh: '已更正', en: 'corrected' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  misplaced: { zh: '位置不对', en: 'misplaced' },
};

export const TEMPLATE = {
  title: { zh: '填报模板', en: 'The workbook to fill in' },
  blank: { zh: '下载空白模板', en: 'Download a blank one' },
  failed: { zh: '模板没有做出来，请刷新页面后再试', en: 'the workbook was not made; reload the page and try again' },
  prefilled: { zh: '用上季度的文件预填', en: 'Fill in from last quarter’s file' },
  stays: {
    zh: '上季度的文件只在这台电脑上读取，姓名和证件号不会传出去。',
    en: 'Last quarter’s file is read on this computer alone; no name leaves it.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Whether the division may report, in plain words. */
export function windowWords({ state, window, isLate, exceptionUntil, isNil, now }: QuarterView): Text[] {
  const { opens, deadline, lockedAt } = window;
  const days = Math.round((Date.parse(deadline) - Date.parse(cityDate(new Date(now)))) / 86_400_000);
  const words: Text[] = [];
  if (state === 'not yet open')
    words.push({ zh: `还没有开放填报，${opens} 开始。`, en: `Not open yet; reporting begins on ${opens}.` });
  else if (state === 'locked') {
    const at = lockedAt === null ? '' : cityTime(new Date(lockedAt));
    words.push({
      zh: `已于 ${at} 关账，不再接收。确需补报的，请联系县扶贫办。`,
      en: `Closed since ${at}; nothing more is taken. Ask your county office for an exception.`,
    });
  } else if (isLate)
    words.push({
      zh: `截止日期 ${deadline} 已过，还可以上报，记为逾期。`,
      en: `The deadline ${deadline} has passed; you may still report, and it counts as late.`,
    });
  else
    words.push({
      zh: `正在填报，截止 ${deadline}（${days === 0 ? '今天' : `还有 ${days} 天`}）。`,
      en: `Open until ${deadline} (${days === 0 ? 'today' : `${days} more days`}).`,
    });
  if (exceptionUntil !== null) {
    const until = cityTime(new Date(exceptionUntil));
    words.push({ zh: `已准许补报，至 ${until}。`, en: `You may report until ${until}, by exception.` });
  }
  if (isNil) words.push({ zh: '已登记零报告。', en: 'A nil return is on record.' });
  return words;
}

/** Where an upload stands, and which later file settled it. */
export const standsWords = ({ state, correctedBy }: UploadView): Text =>
  correctedBy === null
    ? STATES[state]
    : {
        zh: `${STATES[state].zh}（${correctedBy}）`,
        en: `${STATES[state].en} (${correctedBy})`,
      };

export const rowsWords = ({ accepted, rejected, late }: UploadView): Text => ({
  zh: `${accepted} / ${rejected}${late ? '，逾期' : ''}`,
  en: `${accepted} / ${rejected}${late ? ', late' : ''}`,
});

export const timeText = (at: string): Text => sameText(cityTime(new Date(at)).slice(0, 16));

export const moreProblems = (count: number): Text => ({
  zh: `另有 ${count} 处同类问题没有列出，见批注表。`,
  en: `${count} more of the same kinds are not listed; see the marked workbook.`,
});

/** The same bytes were sent before: what was written then stands. */
export const sentAlready = ({ file, acceptedAt, result }: UploadView): Text => {
  const time = cityTime(new Date(acceptedAt)).slice(0, 16);
  return {
    zh: `这个文件与 ${time} 上报的“${file}”完全相同（${result?.zh ?? ''}），不必再报。`,
    en: `This is the same file as “${file}” of ${time} (${result?.en ?? ''}); it need not be sent again.`,
  };
};
