import type { CityPack } from '../city/city.ts';
import { exceptionsAt, nilReturns, windowAt, type Decision } from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import type { Submission } from '../ledger/submission.ts';
import { completenessOf, reportingOf, type Reporting } from '../tables/completeness.ts';
import type { Language, Text } from '../language/language.ts';
import { DEEDS, divisionText, untilText, windowText } from './decision-words.ts';
import { uploadText } from './named-uploads.ts';

const REPORTING: Readonly<Record<Reporting, Text>> = {
  'on time': { zh: '按时', en: 'on time' },
  late: { zh: '逾期', en: 'late' },
  missing: { zh: '未报', en: 'missing' },
};

/** What a decision is made on, and how an upload is told. */
export type EffectFacts = {
  readonly pack: CityPack;
  readonly ledger: Ledger;
  /** Default: with the name of its file. */
  readonly tell?: (submission: Submission, language: Language) => string;
};

/**
 * What a decision changes, in lines for people: the window, the uploads that count, who may still report, the nil
 * returns.
 */
export function effectOf(
  { pack, ledger, tell = uploadText }: EffectFacts,
  decision: Decision,
  language: Language,
): string[] {
  const { period } = ledger;
  const after: Ledger = { ...ledger, decisions: [...ledger.decisions, decision] };
  const comma = { zh: '，', en: ', ' }[language];
  const lines: string[] = [];
  const [before, then] = [ledger, after].map(({ decisions }) =>
    windowText(windowAt(pack.at(period), decisions, decision.at), language),
  );
  if (before !== then) lines.push(`${{ zh: '填报窗口', en: 'Window' }[language]}: ${before} → ${then}`);
  if (decision.kind === 'lock') {
    const { missing } = completenessOf({
      register: pack.registerOf(period),
      submissions: standingSubmissions(ledger),
      nilReturns: nilReturns(pack.at(period), ledger.decisions),
    });
    lines.push(
      { zh: `关账时还有 ${missing.length} 个单位未报`, en: `${missing.length} townships have not reported` }[language],
    );
  }
  if (decision.kind === 'exception') {
    lines.push(
      `${DEEDS.exception[language]}: ${divisionText(decision.division, pack)}${comma}${untilText(decision.until, language)}`,
    );
    if (windowAt(pack.at(period), ledger.decisions, decision.at).lockedAt === null)
      lines.push({ zh: '还没有关账：关账以后才用得上', en: 'not closed yet: it matters only after that' }[language]);
  }
  if (decision.kind === 'undo-exception') {
    const until = exceptionsAt(ledger.decisions, decision.at).get(decision.division) ?? decision.at;
    const name = divisionText(decision.division, pack);
    lines.push(
      `${DEEDS['undo-exception'][language]}: ${name}${comma}${{ zh: '原为', en: 'was' }[language]} ${untilText(until, language)}`,
    );
  }
  for (const line of noLongerLate(pack, [ledger, after], language)) lines.push(line);
  const counting = (of: Ledger) =>
    new Map(standingSubmissions(of).map((submission) => [submission.versionId, submission]));
  const [was, is] = [counting(ledger), counting(after)];
  const told = (verb: string, from: typeof was, other: typeof was): string[] =>
    [...from.values()]
      .filter(({ versionId }) => !other.has(versionId))
      .map((submission) => `${verb}: ${divisionText(submission.division, pack)} ${tell(submission, language)}`);
  const reports = [
    ...told({ zh: '不再计入', en: 'no longer counts' }[language], was, is),
    ...told({ zh: '重新计入', en: 'counts again' }[language], is, was),
  ];
  if (decision.kind === 'nil' || decision.kind === 'undo-nil') {
    const { division, kind } = decision;
    const state = reportingOf(division, standingSubmissions(after), nilReturns(pack.at(period), after.decisions));
    reports.push(`${DEEDS[kind][language]}: ${divisionText(division, pack)}${comma}${REPORTING[state][language]}`);
  }
  return [...lines, ...reports];
}

/** The townships that a deadline moved later makes punctual. */
function noLongerLate(pack: CityPack, ledgers: readonly [Ledger, Ledger], language: Language): string[] {
  const city = pack.at(ledgers[0].period);
  const [was, is] = ledgers.map((ledger) => {
    const [standing, nil] = [standingSubmissions(ledger), nilReturns(city, ledger.decisions)];
    return (township: string): Reporting => reportingOf(township, standing, nil);
  });
  return city.register.due
    .filter(({ code }) => was?.(code) === 'late' && is?.(code) === 'on time')
    .map(({ code }) => `${{ zh: '不再逾期', en: 'late no longer' }[language]}: ${divisionText(code, pack)}`);
}
