/** Targets. */
import type { GoldenCase } from './case.ts';

export const TARGET_CASES: readonly GoldenCase[] = [
  {
    rule: 'T05',
    table: 'target',
    severity: 'error',
    wrong: { plan_persons: '两万' },
    sound: [{ plan_persons: '２０,０００人' }],
    at: 'plan_persons',
    message: '第2行“年度脱贫任务人数”为“两万”，应为年份、填报单位名称或不小于0的任务人数',
  },
  {
    rule: 'T06',
    table: 'target',
    severity: 'error',
    wrong: { registered_households: '-1' },
    sound: [{ registered_households: '0' }],
    at: 'registered_households',
    message: '第2行“在册户数”为“-1”，应为不小于0的整数',
  },
];
