import { cityTime } from '../../shared/time/period.ts';
import { connected, EXIT, onlyPeriod, STACK, type Command } from '../command.ts';

/** Who did what, when: submissions, decisions of offices and publications of a period, oldest first. */
export const audit: Command = {
  name: 'audit',
  usage: 'PERIOD [--stack NAME]',
  zh: '操作记录：谁在何时上传、决定、发布了什么',
  en: 'the trail of a period: who uploaded, decided and published what, when',
  options: { stack: STACK },
  run: async (options, words) => {
    const period = onlyPeriod(words);
    const system = await connected(options);
    const decisions = (await system.ledger(period)).decisions.map(({ kind, at, by, reason, ...rest }) => ({
      at,
      what: kind,
      subject: 'division' in rest ? rest.division : period,
      who: by,
      detail: reason,
    }));
    const trail = (await system.auditTrail(period)).map(({ at, what, subject, who, detail }) => ({ at, what, subject, who, detail }));
    const all = [...decisions, ...trail].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    if (options['json']) console.log(JSON.stringify(all, null, 1));
    else for (const { at, what, subject, who, detail } of all) console.log([cityTime(new Date(at)), what, subject, who, detail].join('\t'));
    return EXIT.good;
  },
};
