import { CITY_PACK } from '../../cities/pack.ts';
import { Decision, timeAfter } from '../../shared/ledger/decisions.ts';
import { versionIdOf } from '../../shared/ledger/keys.ts';
import { standingSubmissions } from '../../shared/ledger/manifest.ts';
import { QUARTERS_LOOKED_BACK } from '../../shared/ledger/versions-in-scope.ts';
import { RULE_SET_VERSION } from '../../shared/rules/rule-sets.ts';
import type { Language } from '../../shared/language/language.ts';
import { leaveFiles } from '../../shared/office/left-files.ts';
import { uploadText } from '../../shared/office/named-uploads.ts';
import { shiftPeriod, type Period } from '../../shared/time/period.ts';
import {
  connected,
  DRY_RUN,
  onlyPeriod,
  required,
  DECIDED,
  decidedIn,
  STACK,
  type Command,
  type Options,
} from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';
import type { Rejudged } from '../rejudge.ts';
import type { System } from '../system.ts';

/**
 * Judges a period's stored files by the rules of today: first what that would change, then, without --dry-run, for
 * good.
 */
export const reparse: Command = {
  name: 'reparse',
  usage:
    'PERIOD [--dry-run] [--stack NAME]\n' +
    '       uplift reparse PERIOD --leave ID,… --by NAME --reason TEXT [--dry-run] [--stack NAME]',
  zh: '按现行规则重新审核一个季度的文件；--dry-run 只显示哪些单位、哪些数会变；--leave 让审不了的文件保留原来的审核结果，汇总不再等它',
  en: 'judge a period’s stored files by the rules of today; --dry-run shows which divisions and figures would change; --leave lets files that cannot be judged stay under their rules, so that no summary waits for them',
  options: {
    leave: {
      type: 'string',
      zh: '保留原审核结果的上传的编号，多个用逗号隔开',
      en: 'ids of uploads that stay under their rules, with commas between them',
    },
    ...DECIDED,
    'dry-run': DRY_RUN,
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    if (options['leave'] !== undefined) return leave(period, options, language);
    if (options['by'] !== undefined || options['reason'] !== undefined)
      throw new UsageError({
        zh: '--by 和 --reason 只用于 --leave；重新审核不是决定',
        en: '--by and --reason go with --leave alone; to judge again is no decision',
      });
    const system = await connected(options);
    const unfinished = (await system.halfJudged(lookedBackOn(period))).map((quarter) => quarter.period);
    if (unfinished.length > 0) {
      const [zh, en] = [unfinished.join('、'), unfinished.join(', ')];
      console.error(
        {
          zh: `${zh} 的文件还没有全部按现行规则审核完，${period} 的审核要用到它，先后不同结果就不同；请等它完成（或再次 reparse ${unfinished[0]}），再审核 ${period}`,
          en: `not all files of ${en} are judged by the rules of today yet, and those of ${period} look back on them: what comes out would depend on which comes first. Wait until that is done (or reparse ${unfinished[0]} again), then reparse ${period}`,
        }[language],
      );
      return EXIT.badData;
    }
    if (options['dry-run'] !== true) {
      const queued = await queueAll(system, period);
      console.log(
        options['json']
          ? JSON.stringify({ period, ruleSet: RULE_SET_VERSION, queued })
          : {
              zh: `${queued} 个文件已排队，将按规则 ${RULE_SET_VERSION} 重新审核；以后各季请等它审核完再 reparse`,
              en: `${queued} files queued to be judged by rules ${RULE_SET_VERSION}; reparse later quarters when that is done`,
            }[language],
      );
      return EXIT.good;
    }
    const rejudged = await system.rejudge(period, RULE_SET_VERSION);
    const changes = rejudged.submissions.filter(isChanged).map(({ before, after }) => ({
      division: before.division,
      versionId: before.versionId,
      status: [before.status, after.status],
      accepted: [before.accepted, after.accepted],
      errors: movedCounts(before.errors, after.errors),
      warnings: movedCounts(before.warnings, after.warnings),
    }));
    if (options['json']) {
      const judgedByOtherRules = rejudged.submissions.length;
      console.log(
        JSON.stringify(
          { period, ruleSet: RULE_SET_VERSION, judgedByOtherRules, changes, figures: rejudged.figures },
          null,
          1,
        ),
      );
    } else console.log(told(rejudged, changes, language));
    return EXIT.good;
  },
};

/** Leaves files under the rules that judged them, as a decision that the trail has. */
async function leave(period: Period, options: Options, language: Language): Promise<number> {
  const ids = required(options, 'leave')
    .split(',')
    .map((id) => id.trim());
  const { by, reason } = decidedIn(options);
  const system = await connected(options);
  const [ledger, reparse] = [await system.ledger(period), await system.reparse(period)];
  const at = timeAfter(ledger.decisions, (await system.serverTime()).toISOString());
  const decision = Decision.parse({ ...leaveFiles(ids, ledger, reparse), at, by, reason });
  const made = options['dry-run'] !== true;
  if (made) await system.decide(period, ledger.decisions, decision);
  const left = ledger.submissions.filter(({ versionId }) => ids.map(versionIdOf).includes(versionId));
  if (options['json']) console.log(JSON.stringify({ period, decision, made }, null, 1));
  else {
    for (const one of left)
      console.log(
        `${{ zh: `保留按规则 ${one.ruleSet} 的审核结果`, en: `stays as rules ${one.ruleSet} judged it` }[language]}: ${uploadText(one, language)}`,
      );
    if (!made) console.log({ zh: '（试算，没有改动）', en: '(dry run: nothing was changed)' }[language]);
  }
  return EXIT.good;
}

/** The quarters that the rules of a period's files look back on, oldest first. */
const lookedBackOn = (period: Period): Period[] =>
  Array.from({ length: QUARTERS_LOOKED_BACK }, (_, index) => shiftPeriod(period, index - QUARTERS_LOOKED_BACK));

/** Announces the files that other rules judged. @returns how many */
async function queueAll(system: System, period: Period): Promise<number> {
  const other = standingSubmissions(await system.ledger(period)).filter(({ ruleSet }) => ruleSet !== RULE_SET_VERSION);
  const ids = new Set(other.map(({ versionId }) => versionId));
  const versions = (await system.versions(period, null)).filter(({ versionId }) => ids.has(versionId));
  for (const { versionId } of versions) ids.delete(versionId);
  const at = (await system.serverTime()).toISOString();
  await system.noteReparse(period, { at, ruleSet: RULE_SET_VERSION, gone: [...ids] });
  for (const version of versions) await system.announce(version, 'reparse');
  return versions.length;
}

type Counts = Readonly<Record<string, number>>;
type Moved = Readonly<Record<string, readonly [before: number, after: number]>>;

/** Findings by rule that are not as many as they were. */
function movedCounts(before: Counts, after: Counts): Moved {
  const rules = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    rules.flatMap((rule) => {
      const [from, to] = [before[rule] ?? 0, after[rule] ?? 0];
      return from === to ? [] : [[rule, [from, to] as const]];
    }),
  );
}

const isChanged = ({ before, after }: Rejudged['submissions'][number]): boolean =>
  before.status !== after.status ||
  before.accepted !== after.accepted ||
  Object.keys({ ...movedCounts(before.errors, after.errors), ...movedCounts(before.warnings, after.warnings) }).length >
    0;

type Change = {
  readonly division: string;
  readonly versionId: string;
  readonly accepted: readonly number[];
  readonly errors: Moved;
  readonly warnings: Moved;
};

function told({ submissions, figures }: Rejudged, changes: readonly Change[], language: Language): string {
  const place = (code: string): string => `${code} ${CITY_PACK.register.nameOf(code) ?? ''}`;
  const rules = (moved: Moved): string =>
    Object.entries(moved)
      .map(([rule, counts]) => `${rule} ${counts.join(' → ')}`)
      .join('、');
  return [
    {
      zh: `${submissions.length} 个文件按其他规则审核过，其中 ${changes.length} 个会变${changes.length > 0 ? '：' : ''}`,
      en: `${submissions.length} files were judged by other rules, ${changes.length} would change${changes.length > 0 ? ':' : ''}`,
    }[language],
    ...changes.map(({ division, versionId, accepted, errors, warnings }) =>
      [
        place(division),
        `${{ zh: '接收行数', en: 'rows accepted' }[language]} ${accepted.join(' → ')}`,
        rules(errors) && `${{ zh: '错误', en: 'errors' }[language]} ${rules(errors)}`,
        rules(warnings) && `${{ zh: '提示', en: 'warnings' }[language]} ${rules(warnings)}`,
        `(${versionId})`,
      ]
        .filter((part) => part !== '')
        .join('  '),
    ),
    (figures.length === 0
      ? { zh: 'R03 没有数会变', en: 'No figure of R03 would change' }
      : { zh: `会变的数（R03，${figures.length} 个）：`, en: `Figures that would change (R03, ${figures.length}):` }
    )[language],
    ...figures.map(({ township, column, before, after }) => `${place(township)}  ${column} ${before} → ${after}`),
  ].join('\n');
}
