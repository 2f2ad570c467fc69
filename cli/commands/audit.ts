import { versionIdOf } from '../../shared/ledger/keys.ts';
import { statusText } from '../../shared/receipt/status-text.ts';
import type { Language } from '../../shared/language/language.ts';
import { cityTime } from '../../shared/time/period.ts';
import { connected, divisionText, EXIT, onlyRecordedPeriod, STACK, type Command } from '../command.ts';
import { decidedText, DEEDS } from '../decision-words.ts';

type Line = {
  readonly at: string;
  readonly what: keyof typeof DEEDS;
  /** Null where it is about the whole quarter. */
  readonly division: string | null;
  /** The submission, the revision, or what exactly was decided. */
  readonly subject: string;
  readonly who: string;
  readonly detail: string;
};

/** Who did what, when: submissions, decisions of offices and publications of a period, oldest first. */
export const audit: Command = {
  name: 'audit',
  usage: 'PERIOD [--stack NAME]',
  zh: '操作记录：谁在何时上传、决定、发布了什么',
  en: 'the trail of a period: who uploaded, decided and published what, when',
  options: { stack: STACK },
  run: async (options, words, language) => {
    const period = onlyRecordedPeriod(words);
    const system = await connected(options);
    const { submissions, decisions } = await system.ledger(period);
    const divisions = new Map(submissions.map(({ versionId, division }) => [versionId, division]));
    const decided = decisions.map((decision): Line => ({
      at: decision.at,
      what: decision.kind,
      division: 'division' in decision ? decision.division : null,
      subject: decidedText(decision, language),
      who: decision.by,
      detail: decision.reason,
    }));
    const trail = (await system.auditTrail(period)).map(({ at, what, subject, who, detail }): Line => ({
      at,
      what,
      division: divisions.get(versionIdOf(subject)) ?? null,
      subject,
      who,
      detail,
    }));
    const all = [...decided, ...trail].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const none = { zh: `${period} 没有记录`, en: `nothing is on record of ${period}` }[language];
    console.log(
      options['json'] ? JSON.stringify(all, null, 1) : all.map((line) => lineText(line, language)).join('\n') || none,
    );
    return EXIT.good;
  },
};

function lineText({ at, what, division, subject, who, detail }: Line, language: Language): string {
  const where = division === null ? { zh: '全市', en: 'the city' }[language] : divisionText(division);
  const said = what === 'submission' ? statusText(detail)[language] : detail;
  return [cityTime(new Date(at)), DEEDS[what][language], where, subject, who, said].join('\t');
}
