import type { City } from '../../shared/city/city.ts';
import { exceptionsAt, nilReturns, windowAt, type NilReturns, type Window } from '../../shared/ledger/decisions.ts';
import { maskedName, shownFileName } from '../../shared/ledger/file-names.ts';
import { ManifestSubmission, standingSubmissions } from '../../shared/ledger/manifest.ts';
import { isUnsound } from '../../shared/ledger/corrections.ts';
import { arrivedAt, type Submission } from '../../shared/ledger/submission.ts';
import type { Text } from '../../shared/language/language.ts';
import { belongsAt, faultsText } from '../../shared/receipt/misplaced-text.ts';
import { submissionStatus } from '../../shared/receipt/status-text.ts';
import { completenessOf, type Completeness } from '../../shared/tables/completeness.ts';
import { cityTime, type Period } from '../../shared/time/period.ts';
import { connected, divisionText, OF, onlyPeriod, reporterIn, STACK, type Command } from '../command.ts';
import { EXIT } from '../told-errors.ts';
import { DEEDS, untilText, windowText } from '../../shared/office/decision-words.ts';
import type { System } from '../system.ts';
import {
  deletedOf,
  goneOf,
  misplacedOf,
  unsoundOf,
  type DeletedUpload,
  type MisplacedUpload,
  type Unsound,
} from '../uploads-in-question.ts';

/** Who has reported, who is late, what is to be corrected. */
export const status: Command = {
  name: 'status',
  usage: 'PERIOD [--of CITY] [--all] [--stack NAME]',
  zh: '查看报送情况：谁已报、谁逾期、谁要改正',
  en: 'who has reported, who is late, what is to be corrected',
  options: {
    all: { type: 'boolean', zh: '已由后来的上传更正的也列出', en: 'also what later uploads have corrected' },
    of: OF,
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const { city } = reporterIn(options, period);
    const state = await stateOf(city, await connected(options));
    const shown = options['all'] === true ? state : withoutCorrected(state);
    console.log(
      options['json'] === true
        ? JSON.stringify(documentOf(shown), null, 1)
        : linesOf(shown)
            .map((line) => line[language])
            .join('\n'),
    );
    return EXIT.good;
  },
};

type State = {
  readonly period: Period;
  readonly window: Window;
  /** Who may still report, and until when. */
  readonly exceptions: readonly (readonly [division: string, until: string])[];
  /** Decisions that are made and do not apply yet. */
  readonly pending: number;
  readonly nilReturns: NilReturns;
  readonly completeness: Completeness;
  readonly unsound: readonly Unsound[];
  readonly misplaced: readonly MisplacedUpload[];
  readonly deleted: readonly DeletedUpload[];
  /** Deleted for good. */
  readonly gone: readonly Submission[];
};

/** @param city whose townships are meant: of the pack, or of a city of the province */
async function stateOf(city: City, system: System): Promise<State> {
  const { period, register } = city;
  const isOwn = (division: string): boolean => register.covers(register.root, division);
  const ledger = await system.ledger(period);
  const { decisions } = ledger;
  const standing = standingSubmissions(ledger);
  const nil = new Map([...nilReturns(city, decisions)].filter(([division]) => isOwn(division)));
  // As ingest finds it at this moment: a decision applies some minutes after it is made.
  const now = (await system.serverTime()).toISOString();
  return {
    period,
    window: windowAt(city, decisions, now),
    exceptions: [...exceptionsAt(decisions, now)].filter(([division]) => isOwn(division)),
    pending: decisions.filter(({ at }) => at > now).length,
    nilReturns: nil,
    completeness: completenessOf({ register, submissions: standing, nilReturns: nil }),
    unsound: unsoundOf(standing).filter(({ submission }) => isOwn(submission.division)),
    misplaced: misplacedOf(await system.auditTrail(period), standing).filter(
      ({ place }) =>
        // Nobody's is everybody's: its division may be of the city.
        place.division === null || isOwn(place.division),
    ),
    deleted: deletedOf(await system.deletions(period), standing).filter(({ division }) => isOwn(division)),
    gone: goneOf(ledger, await system.versions(period, null)).filter(({ division }) => isOwn(division)),
  };
}

const withoutCorrected = (state: State): State => ({
  ...state,
  unsound: state.unsound.filter(({ correctedBy }) => correctedBy === null),
  misplaced: state.misplaced.filter(({ correctedBy }) => correctedBy === null),
});

const documentOf = (state: State) => ({
  period: state.period,
  window: state.window,
  exceptions: state.exceptions.map(([division, until]) => ({ division, until })),
  pending: state.pending,
  nilReturns: [...state.nilReturns].map(([division, { late }]) => ({ division, late })),
  completeness: state.completeness,
  unsound: state.unsound.map(({ submission, correctedBy }) => ({
    ...ManifestSubmission.parse(submission),
    file: shownFileName(submission.key),
    correctedBy: correctedBy?.versionId ?? null,
  })),
  misplaced: state.misplaced.map(({ key, versionId, acceptedAt, place, correctedBy }) => ({
    division: place.division,
    key: maskedName(key),
    versionId,
    acceptedAt,
    faults: place.faults,
    correctedBy: correctedBy?.versionId ?? null,
  })),
  deleted: state.deleted.map(({ submissions, ...file }) => ({
    ...file,
    versionIds: submissions.map(({ versionId }) => versionId),
  })),
  gone: state.gone.map((submission) => {
    const { division, versionId, accepted } = submission;
    return { division, versionId, acceptedAt: arrivedAt(submission), accepted };
  }),
});

function linesOf(state: State): Text[] {
  const { due, received, onTime, late, missing } = state.completeness;
  const names = missing.map((township) => `${township.unit}${township.name}`).join('、');
  return [
    windowLine(state.window),
    ...(state.pending > 0 ? [pendingLine(state.pending)] : []),
    ...state.exceptions.map(exceptionLine),
    {
      zh: `${state.period} 应报 ${due}，已报 ${received}（按时 ${onTime}，逾期 ${late}），未报 ${missing.length}`,
      en:
        `${state.period}: ${due} due, ${received} received (${onTime} on time, ${late} late), ` +
        `${missing.length} missing`,
    },
    ...(missing.length > 0 ? [{ zh: `未报: ${names}`, en: `Missing: ${names}` }] : []),
    ...state.unsound.map(unsoundLine),
    ...state.misplaced.map(misplacedLine),
    ...state.deleted.map(deletedLine),
    ...state.gone.map(goneLine),
  ];
}

function windowLine(window: Window): Text {
  const isOpen = window.lockedAt === null;
  return {
    zh: `填报窗口: ${windowText(window, 'zh')}${isOpen ? '，没有关账' : ''}`,
    en: `Window: ${windowText(window, 'en')}${isOpen ? ', not closed' : ''}`,
  };
}

const pendingLine = (pending: number): Text => ({
  zh: `有 ${pending} 个决定还没有生效，几分钟后生效`,
  en: `${pending} decisions take effect in a few minutes`,
});

const exceptionLine = ([division, until]: readonly [string, string]): Text => ({
  zh: `${DEEDS.exception.zh}: ${divisionText(division)}，${untilText(until, 'zh')}`,
  en: `${DEEDS.exception.en}: ${divisionText(division)}, ${untilText(until, 'en')}`,
});

function unsoundLine({ submission, correctedBy }: Unsound): Text {
  const { division, key, rejected } = submission;
  const said = submissionStatus(submission);
  const head = `${divisionText(division)} ${cityTime(new Date(arrivedAt(submission)))}`;
  const correction = correctionText(correctedBy);
  return {
    zh: `${head} ${shownFileName(key)}：${said.zh}${rejected > 0 ? `，退回 ${rejected} 行` : ''}${correction.zh}`,
    en: `${head} ${shownFileName(key)}: ${said.en}${rejected > 0 ? `, ${rejected} rows rejected` : ''}${correction.en}`,
  };
}

function misplacedLine({ key, acceptedAt, place, correctedBy }: MisplacedUpload): Text {
  const head = [...(place.division === null ? [] : [divisionText(place.division)]), cityTime(new Date(acceptedAt))];
  const [faults, right, correction] = [faultsText(place), belongsAt(place), correctionText(correctedBy)];
  return {
    zh: `${head.join(' ')} ${maskedName(key)}：上传的位置不对，没有读取：${faults.zh}；应为 ${right.zh}${correction.zh}`,
    en:
      `${head.join(' ')} ${maskedName(key)}: at the wrong place, not read: ${faults.en}; ` +
      `it belongs at ${right.en}${correction.en}`,
  };
}

/** What a later upload did about an earlier one; nothing while it is to be corrected. */
function correctionText(by: Submission | null): Text {
  if (by === null) return { zh: '', en: '' };
  const name = `${cityTime(new Date(arrivedAt(by)))} ${shownFileName(by.key)}`;
  return isUnsound(by)
    ? { zh: `（后来的上传代替了它：${name}）`, en: ` (a later upload took its place: ${name})` }
    : { zh: `（已由后来的上传更正：${name}）`, en: ` (corrected by a later upload: ${name})` };
}

function goneLine(submission: Submission): Text {
  const { division, accepted, versionId } = submission;
  const head = `${divisionText(division)} ${cityTime(new Date(arrivedAt(submission)))} ${versionId}`;
  return {
    zh: `${head}：文件的这个版本已被彻底删除，没有清除记录，接收的 ${accepted} 行仍然计入；要清除请用 erase`,
    en: `${head}: this version was deleted for good and no erasure is on record; its ${accepted} accepted rows still count; erase takes them out`,
  };
}

function deletedLine({ division, file, deletedAt, submissions }: DeletedUpload): Text {
  const rows = submissions.reduce((sum, { accepted }) => sum + accepted, 0);
  const head = `${divisionText(division)} ${cityTime(new Date(deletedAt))} ${file}`;
  return {
    zh: `${head}：文件已从上传区删除，接收的 ${rows} 行仍然计入；要撤回请用 withdraw`,
    en: `${head}: deleted from the uploads, but its ${rows} accepted rows still count; withdraw takes them back`,
  };
}
