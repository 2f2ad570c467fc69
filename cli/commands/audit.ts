import { CITY_PACK } from '../../cities/pack.ts';
import type { AuditEntry } from '../../shared/ledger/audit-entry.ts';
import type { Decision } from '../../shared/ledger/decisions.ts';
import { maskedName } from '../../shared/ledger/file-names.ts';
import { revisionPrefix, versionIdOf } from '../../shared/ledger/keys.ts';
import { standingSubmissions, type Ledger } from '../../shared/ledger/manifest.ts';
import { misplaced } from '../../shared/ledger/misplaced.ts';
import { sameText, type Language, type Text } from '../../shared/language/language.ts';
import { belongsAt } from '../../shared/receipt/misplaced-text.ts';
import { statusText, submissionStatus } from '../../shared/receipt/status-text.ts';
import { cityTime } from '../../shared/time/period.ts';
import { asDivision, connected, divisionText, OF, onlyRecordedPeriod, STACK, type Command } from '../command.ts';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { System } from '../system.ts';
import { EXIT } from '../told-errors.ts';
import { decidedText, DEEDS } from '../../shared/office/decision-words.ts';
import { deletedOf, type DeletedUpload } from '../uploads-in-question.ts';

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

/** A line, and its detail as a person reads it. */
type ToldLine = { readonly line: Line; readonly said: Text };

/** Who did what, when: submissions, decisions of offices and publications of a period, oldest first. */
export const audit: Command = {
  name: 'audit',
  usage: 'PERIOD [--of CITY] [--stack NAME]',
  zh: '操作记录：谁在何时上传、删除、决定、发布了什么',
  en: 'the trail of a period: who uploaded, deleted, decided and published what, when',
  options: { of: OF, stack: STACK },
  run: async (options, words, language) => {
    const period = onlyRecordedPeriod(words);
    const within = typeof options['of'] === 'string' ? asDivision(options['of'], period) : null;
    const covers = (above: string, division: string): boolean =>
      CITY_PACK.registerOf(period).covers(above, division) || CITY_PACK.register.covers(above, division);
    const system = await connected(options);
    const ledger = await system.ledger(period);
    const trail = await system.auditTrail(period);
    const deleted = deletedOf(await system.deletions(period), standingSubmissions(ledger));
    const all = [
      ...ledger.decisions.map((decision) => decisionLine(decision, language)),
      ...(await Promise.all(trail.map((entry) => trailLine(entry, ledger, system)))),
      ...deleted.map(deletionLine),
    ]
      .filter(({ line: { division } }) => division === null || within === null || covers(within, division))
      .sort(({ line: a }, { line: b }) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    if (options['json'] === true)
      console.log(
        JSON.stringify(
          all.map(({ line }) => line),
          null,
          1,
        ),
      );
    else if (all.length > 0) console.log(all.map((told) => lineText(told, language)).join('\n'));
    else console.log({ zh: `${period} 没有记录`, en: `nothing is on record of ${period}` }[language]);
    return EXIT.good;
  },
};

const decisionLine = (decision: Decision, language: Language): ToldLine => ({
  line: {
    at: decision.at,
    what: decision.kind,
    division: 'division' in decision ? decision.division : null,
    subject: decidedText(decision, language),
    who: decision.via === undefined ? decision.by : `${decision.by} (${decision.via})`,
    detail: decision.reason,
  },
  said: sameText(decision.reason),
});

async function trailLine(entry: AuditEntry, { period, submissions }: Ledger, system: System): Promise<ToldLine> {
  const { at, what, subject, who, detail: told } = entry;
  const own = submissions.find(({ versionId }) => versionId === versionIdOf(subject));
  const place = what === 'misplaced' ? misplaced(told, CITY_PACK) : null;
  const detail = place === null ? told : maskedName(told);
  const line = { at, what, division: own?.division ?? place?.division ?? null, subject, who, detail };
  if (place !== null) {
    const right = belongsAt(place);
    return { line, said: { zh: `${detail}，应为 ${right.zh}`, en: `${detail}, belongs at ${right.en}` } };
  }
  if (what === 'publication') {
    const revision = Number(/^rev-(\d+)$/.exec(subject)?.[1] ?? 0);
    const manifest = await system.manifest(revisionPrefix(period, revision));
    const drawn = manifest === null ? null : drawnText(manifest.drawn);
    return { line, said: drawn ? { zh: `${detail}，${drawn.zh}`, en: `${detail}, ${drawn.en}` } : sameText(detail) };
  }
  if (what !== 'submission') return { line, said: sameText(detail) };
  // Why a file was not taken, the ledger says of the judgement that stands.
  return { line, said: own?.submissionId === subject ? submissionStatus(own) : statusText(detail) };
}

/** Which earlier quarters the bulletins of a revision draw; null for none. */
function drawnText(drawn: PublishedManifest['drawn']): Text | null {
  const of = (edition: string): string =>
    drawn
      .filter((one) => one.edition === edition && one.folder === '')
      .map(({ period, revision }) => `${period} rev-${revision}`)
      .join(', ');
  if (drawn.length === 0) return null;
  return {
    zh: `所绘往季：内部版 ${of('internal') || '—'}；公开版 ${of('public') || '—'}`,
    en: `earlier quarters drawn: internal ${of('internal') || '—'}; public ${of('public') || '—'}`,
  };
}

/** S3 does not tell afterwards who deleted a file. */
const deletionLine = ({ division, file, deletedAt }: DeletedUpload): ToldLine => ({
  line: { at: deletedAt, what: 'deletion', division, subject: file, who: '—', detail: '' },
  said: {
    zh: '接收的数据仍然计入；要撤回请用 withdraw',
    en: 'its accepted rows still count; withdraw takes them back',
  },
});

function lineText({ line: { at, what, division, subject, who }, said }: ToldLine, language: Language): string {
  const where = division === null ? CITY_PACK.register.whole[language] : divisionText(division);
  return [cityTime(new Date(at)), DEEDS[what][language], where, subject, who, said[language]].join('\t');
}
