import { CITY_PACK } from '../../cities/pack.ts';
import { Decision, timeAfter } from '../../shared/ledger/decisions.ts';
import { choose, EFFECTIVE_AFTER_MS, type DecisionName } from '../../shared/office/decision-choices.ts';
import { effectOf } from '../../shared/office/decision-effect.ts';
import { cityTime, type Period } from '../../shared/time/period.ts';
import {
  asDivision,
  connected,
  DRY_RUN,
  onlyPeriod,
  DECIDED,
  decidedIn,
  STACK,
  type Command,
  type Options,
} from '../command.ts';
import { EXIT } from '../told-errors.ts';

type DecisionCommand = Pick<Command, 'zh' | 'en' | 'options'> & {
  readonly name: DecisionName;
  readonly usage: string;
};

const DIVISION = { type: 'string', zh: '区划代码', en: 'division code' } as const;
const VERSIONS = {
  type: 'string',
  zh: '上传的编号（回执上的编号或版本号），多个用逗号隔开',
  en: 'ids of uploads, as receipts or S3 give them, with commas between them',
} as const;

const COMMANDS: readonly DecisionCommand[] = [
  {
    name: 'window',
    usage: 'PERIOD [--opens DAY] [--deadline DAY] --by NAME --reason TEXT [--dry-run]',
    zh: '调整填报窗口：开放日、截止日（都含当天）',
    en: 'move the reporting window: first and last day, both included',
    options: {
      opens: { type: 'string', zh: '开放日', en: 'first day' },
      deadline: { type: 'string', zh: '截止日', en: 'last day on time' },
    },
  },
  {
    name: 'lock',
    usage: 'PERIOD --by NAME --reason TEXT [--dry-run]',
    zh: '关账：此后上传的文件不再接收',
    en: 'close a period: files uploaded from then on are not taken',
    options: {},
  },
  {
    name: 'unlock',
    usage: 'PERIOD --by NAME --reason TEXT [--dry-run]',
    zh: '取消关账',
    en: 'open a closed period again',
    options: {},
  },
  {
    name: 'exception',
    usage: 'PERIOD --division CODE (--until DAY | --undo) --by NAME --reason TEXT [--dry-run]',
    zh: '关账后准许一个单位补报，到期自动失效；--undo 取消，此前已收的文件不受影响',
    en: 'let one division upload into a closed period, until the end of a day; --undo takes it back, files taken by then stay',
    options: {
      division: DIVISION,
      until: { type: 'string', zh: '最后一天（含）', en: 'last day, included' },
      undo: { type: 'boolean', zh: '取消准许', en: 'take the exception back' },
    },
  },
  {
    name: 'nil',
    usage: 'PERIOD --division CODE [--undo] --by NAME --reason TEXT [--dry-run]',
    zh: '零报告：一个乡镇（街道）本季度没有需要上报的户；--undo 取消',
    en: 'nil return: a township has nothing to report this quarter; --undo takes it back',
    options: { division: DIVISION, undo: { type: 'boolean', zh: '取消零报告', en: 'take the nil return back' } },
  },
  {
    name: 'withdraw',
    usage: 'PERIOD --division CODE [--version ID,…] --by NAME --reason TEXT [--dry-run]',
    zh: '撤回一个单位的上传（不给编号则全部撤回），可以恢复',
    en: 'withdraw uploads of a division, all of them unless some are named; can be undone',
    options: { division: DIVISION, version: VERSIONS },
  },
  {
    name: 'reinstate',
    usage: 'PERIOD --division CODE [--version ID,…] --by NAME --reason TEXT [--dry-run]',
    zh: '恢复已撤回的上传',
    en: 'let withdrawn uploads count again',
    options: { division: DIVISION, version: VERSIONS },
  },
  {
    name: 'revert',
    usage: 'PERIOD --division CODE --to ID --by NAME --reason TEXT [--dry-run]',
    zh: '退回到一个单位较早的上传：此后的上传全部撤回',
    en: 'go back to an earlier upload of a division: all its later ones are withdrawn',
    options: {
      division: DIVISION,
      to: { type: 'string', zh: '要退回到的上传的编号', en: 'id of the upload to go back to' },
    },
  },
];

/** The options with the division by its code, whether its code or its name was given. */
const withCode = (options: Options, period: Period): Options =>
  typeof options['division'] === 'string' ? { ...options, division: asDivision(options['division'], period) } : options;

/** Commands by which an office decides about a period. Each says what it changes; with --dry-run it only says so. */
export const DECISION_COMMANDS: readonly Command[] = COMMANDS.map(({ options: own, ...command }) => ({
  ...command,
  options: {
    ...own,
    ...DECIDED,
    'dry-run': DRY_RUN,
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const { by, reason } = decidedIn(options);
    const system = await connected(options);
    const ledger = await system.ledger(period);
    const earliest = new Date((await system.serverTime()).getTime() + EFFECTIVE_AFTER_MS).toISOString();
    const at = timeAfter(ledger.decisions, earliest);
    const asked = withCode(options, period);
    const decision = Decision.parse({
      ...choose(command.name, asked, { pack: CITY_PACK, ledger, at }),
      at,
      by,
      reason,
    });
    const changes = effectOf({ pack: CITY_PACK, ledger }, decision, language);
    const made = options['dry-run'] !== true;
    if (made) await system.decide(period, ledger.decisions, decision);
    if (options['json']) console.log(JSON.stringify({ period, decision, changes, made }, null, 1));
    else {
      console.log(changes.join('\n') || { zh: '没有变化', en: 'nothing changes' }[language]);
      const effective = cityTime(new Date(at));
      if (made)
        console.log({ zh: `已决定，${effective} 起生效`, en: `decided, with effect from ${effective}` }[language]);
      else console.log({ zh: '（试算，没有改动）', en: '(dry run: nothing was changed)' }[language]);
    }
    return EXIT.good;
  },
}));
