import { shownFileName } from '../../shared/ledger/file-names.ts';
import { versionIdOf } from '../../shared/ledger/keys.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import type { Language } from '../../shared/language/language.ts';
import { cityTime, type Period } from '../../shared/time/period.ts';
import {
  asDivision,
  connected,
  DECIDED,
  decidedIn,
  divisionText,
  DRY_RUN,
  onlyPeriod,
  required,
  STACK,
} from '../command.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';
import type { System } from '../system.ts';

/** Gives up an upload that nothing has judged yet, so that those behind it go on. `replay --failed` takes it back. */
export const skip: Command = {
  name: 'skip',
  usage: 'PERIOD --division CODE --version ID --by NAME --reason TEXT [--dry-run] [--stack NAME]',
  zh: '跳过一个一直处理不了的上传，后面的文件不再等它；replay --failed 可以重新处理',
  en: 'give up an upload that cannot be handled, so that those behind it go on; replay --failed handles it after all',
  options: {
    division: { type: 'string', zh: '区划代码', en: 'division code' },
    version: { type: 'string', zh: '上传的版本号', en: 'id of the object version' },
    ...DECIDED,
    'dry-run': DRY_RUN,
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const division = asDivision(required(options, 'division'), period);
    const id = versionIdOf(required(options, 'version'));
    const { by, reason } = decidedIn(options);
    const system = await connected(options);
    const version = await waitingVersion(system, period, division, id);
    const dryRun = options['dry-run'] === true;
    if (!dryRun) {
      const at = (await system.serverTime()).toISOString();
      await system.audit({ period, at, what: 'skip', subject: id, who: by, detail: reason });
      await system.announce(version, 'skip', by);
    }
    const done = {
      zh: dryRun ? '（试算，没有改动）' : '已跳过，乡镇将收到回执',
      en: dryRun ? '(dry run: nothing was changed)' : 'skipped; its township gets a receipt',
    }[language];
    console.log(
      options['json']
        ? JSON.stringify({ period, division, versionId: id, skipped: !dryRun })
        : `${divisionText(division)}  ${versionText(version)}  ${done}`,
    );
    return EXIT.good;
  },
};

const versionText = ({ acceptedAt, key, versionId }: UploadVersion): string =>
  `${cityTime(new Date(acceptedAt))} ${shownFileName(key)} ${versionId}`;

/** @throws UsageError that lists the uploads which wait when the one that is named is not among them */
async function waitingVersion(system: System, period: Period, division: string, id: string): Promise<UploadVersion> {
  const judged = new Set((await system.ledger(period)).submissions.map(({ versionId }) => versionId));
  const versions = await system.versions(period, division);
  const waiting = versions.filter(({ versionId }) => !judged.has(versionId));
  const found = waiting.find(({ versionId }) => versionId === id);
  if (found) return found;
  const listed = (language: Language): string =>
    waiting.map((one) => `\n  ${versionText(one)}`).join('') || { zh: '无', en: 'none' }[language];
  throw new UsageError(
    judged.has(id)
      ? {
          zh: `${id} 已经处理完，要撤回请用 withdraw`,
          en: `${id} is judged already; withdraw takes it back`,
        }
      : {
          zh: `${divisionText(division)} 没有等待处理的上传 ${id}；可选：${listed('zh')}`,
          en: `no upload ${id} of ${divisionText(division)} waits; there are: ${listed('en')}`,
        },
  );
}
