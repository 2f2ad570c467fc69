import { checkFile } from '../../shared/check/file.ts';
import { REGISTER } from '../../shared/divisions/register.ts';
import { decodeRecord } from '../../shared/records/codec.ts';
import { standingSubmissions } from '../../shared/records/manifest.ts';
import { routed } from '../../shared/records/scope.ts';
import { RULE_SET_VERSION } from '../../shared/rules/catalogue.ts';
import { cityDate } from '../../shared/time/period.ts';
import { connected, DRY_RUN, EXIT, onlyPeriod, STACK, type Command } from '../command.ts';

/** Judges a period's stored files by the rules of today: first what that would change, then, without --dry-run, for good. */
export const reparse: Command = {
  name: 'reparse',
  usage: 'PERIOD [--dry-run] [--stack NAME]',
  zh: '按现行规则重新审核一个季度的文件；--dry-run 只显示哪些单位、多少行会变',
  en: 'judge a period’s stored files by the rules of today; --dry-run shows which divisions and figures would change',
  options: {
    'dry-run': DRY_RUN,
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const system = await connected(options);
    const known = new Map(standingSubmissions(await system.ledger(period)).map((submission) => [submission.versionId, submission]));
    const zh = language === 'zh';
    const changes: { division: string; versionId: string; accepted: [number, number]; upliftPersons: [number, number] }[] = [];
    let older = 0;
    for (const version of routed(await system.versions(period, null))) {
      const submission = known.get(version.versionId);
      if (!submission || submission.ruleSet === RULE_SET_VERSION) continue;
      older++;
      if (options['dry-run'] !== true) {
        await system.announce(version, 'reparse');
        continue;
      }
      const bytes = await system.readVersion(version);
      if (bytes === null) continue;
      const slot = { ...version.slot, receivedOn: cityDate(new Date(version.acceptedAt)) };
      const { tables, accepted } = checkFile(bytes, slot);
      const persons = (lines: readonly string[]): number =>
        lines.reduce((sum, line) => sum + (line === '' ? 0 : decodeRecord('household', line).uplift_persons), 0);
      const now = persons(tables.flatMap((table) => (table.kind === 'household' ? table.accepted.map(({ line }) => line) : [])));
      const before = persons(await system.linesOf(submission));
      if (accepted !== submission.accepted || now !== before)
        changes.push({
          division: submission.division,
          versionId: version.versionId,
          accepted: [submission.accepted, accepted],
          upliftPersons: [before, now],
        });
    }
    if (options['json']) {
      console.log(JSON.stringify({ period, ruleSet: RULE_SET_VERSION, judgedByOtherRules: older, changes }, null, 1));
      return EXIT.good;
    }
    if (options['dry-run'] !== true) {
      console.log(
        zh
          ? `${older} 个文件已排队，将按规则 ${RULE_SET_VERSION} 重新审核`
          : `${older} files queued to be judged by rules ${RULE_SET_VERSION}`,
      );
      return EXIT.good;
    }
    console.log(
      zh
        ? `${older} 个文件按其他规则审核过，其中 ${changes.length} 个会变：`
        : `${older} files were judged by other rules, ${changes.length} would change:`,
    );
    for (const { division, versionId, accepted, upliftPersons } of changes)
      console.log(
        `${division} ${REGISTER.nameOf(division) ?? ''} ${zh ? '接收行数' : 'rows accepted'} ${accepted.join(' → ')}，${zh ? '增收人数' : 'uplift persons'} ${upliftPersons.join(' → ')}（${versionId}）`,
      );
    return EXIT.good;
  },
};
