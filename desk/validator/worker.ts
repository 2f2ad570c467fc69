/** The validator of the page: the code of the cloud, in a worker. It has no network and keeps nothing. */
import { checkFile } from '../../shared/check/check-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { admit, refuseUpload } from '../../shared/check/reception.ts';
import { uploadKey } from '../../shared/ledger/keys.ts';
import { ALL_RULES } from '../../shared/publication/rule-book.ts';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { receiptOf, type Receipt } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import { householdsOfFile } from '../../shared/template/earlier-households.ts';
import { prefillFor } from '../../shared/template/prefill.ts';
import { templateWorkbook } from '../../shared/template/template.ts';
import { cityDate, shiftPeriod } from '../../shared/time/period.ts';
import { sha256Of } from '../sha256.ts';
import { checkedView } from './checked-view.ts';
import { CITY_PACK } from './city.ts';
import { correctedName, correctedWorkbook } from './corrected-workbook.ts';
import type { Place, Question, Reply } from './messages.ts';

/** The file that the page looks at. */
type Current = {
  readonly place: Place;
  readonly fileName: string;
  readonly checked: CheckedFile;
  readonly receipt: Receipt;
};
let current: Current | null = null;

/** The scope of a worker, as far as it is used here. */
declare const self: {
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent<{ readonly id: number; readonly question: Question }>) => void,
  ): void;
  postMessage(message: unknown, transfer: Transferable[]): void;
};

self.addEventListener('message', ({ data: { id, question } }) => {
  answer(question).then(
    (reply) => self.postMessage({ id, reply }, 'bytes' in reply ? [reply.bytes.buffer] : []),
    (error: unknown) => self.postMessage({ id, failed: String(error) }, []),
  );
});

async function answer(question: Question): Promise<Reply> {
  switch (question.kind) {
    case 'check':
      return check(question.place, question.fileName, question.bytes);
    case 'edit':
      return edit(question.edits);
    case 'marked':
      return marked();
    case 'template':
      return template(question.place, question.earlier);
  }
}

/** Checks a file as the cloud will; only what it compares with earlier quarters cannot be known here. */
async function check(place: Place, fileName: string, bytes: Uint8Array): Promise<Reply> {
  const { division, period, now, standing } = place;
  const sha256 = sha256Of(bytes);
  const city = CITY_PACK.at(period);
  const limits = limitsFor(division);
  const unread = refuseUpload({ period, hasProgramme: true, bytes: bytes.length, mostBytes: limits.fileBytes });
  const slot = { ...city, division, period, fileName, receivedOn: cityDate(new Date(now)) };
  const read = unread ?? checkFile(bytes, slot, limits);
  const checked = standing === null ? read : admit(read, { period, ...standing });
  const file = {
    key: uploadKey({ division, period, fileName }),
    versionId: 'local',
    acceptedAt: now,
    sha256,
    bytes: bytes.length,
    notUploaded: true,
  } as const;
  const receipt = receiptOf(file, checked, { pack: CITY_PACK, changes: NO_CHANGES });
  current = { place, fileName, checked, receipt };
  return {
    kind: 'checked',
    checked: { ...checkedView({ checked, receipt, division, city }), fileName, sha256, bytes },
  };
}

async function edit(edits: Extract<Question, { readonly kind: 'edit' }>['edits']): Promise<Reply> {
  if (current === null || current.checked.read === null)
    return refused('没有可以修改的表格', 'there is no sheet to change');
  const { place, fileName, checked } = current;
  return check(place, correctedName(fileName), correctedWorkbook(checked.read!, edits));
}

function marked(): Reply {
  if (current === null) return refused('没有批注表', 'there is no marked workbook');
  const { checked, receipt } = current;
  return {
    kind: 'file',
    name: `${receipt.submission.file}.marked.xlsx`,
    bytes: markedWorkbook(receipt, checked),
  };
}

/** The workbook to fill in; with the households of an earlier file, which is read here and goes nowhere. */
function template({ division, period }: Place, earlier: Uint8Array | null): Reply {
  const city = CITY_PACK.at(period);
  const order = { division, city, rules: ALL_RULES };
  const unit = CITY_PACK.nameOf(division, period) ?? division;
  const name = `${unit}${period}填报表.xlsx`;
  if (earlier === null) return { kind: 'file', name, bytes: templateWorkbook(order) };
  const file = householdsOfFile(earlier, { ...city, division });
  if (file === null || ('households' in file && file.households.length === 0))
    return refused('这个文件中没有户季度表', 'this file has no households');
  if ('refused' in file) return { kind: 'refused', said: file.detail };
  const isLastYear = file.period === shiftPeriod(period, -4);
  const source = { ...file, hasPersons: true, lastYear: isLastYear ? file.households : [] };
  return { kind: 'file', name, bytes: templateWorkbook({ ...order, prefill: prefillFor(division, city, source) }) };
}

const refused = (zh: string, en: string): Reply => ({ kind: 'refused', said: { zh, en } });
