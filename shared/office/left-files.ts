import { versionIdOf } from '../ledger/keys.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import { waitingFor, type Reparse } from '../ledger/reparse.ts';
import type { Submission } from '../ledger/submission.ts';
import type { Language, Text } from '../language/language.ts';
import { DecisionRefusedError } from './decision-refused.ts';
import { uploadText } from './named-uploads.ts';

/** Files that a reparse waits for in vain, and the rules by which they are not judged. */
export type LeftFiles = { readonly kind: 'leave'; readonly versionIds: string[]; readonly ruleSet: string };

/**
 * Leaves files under the rules that judged them, so that no summary waits for them.
 * @param ids of object versions or, as receipts show them, of submissions
 * @throws DecisionRefusedError when one of them is not waited for; it says why, and which are
 */
export function leaveFiles(ids: readonly string[], ledger: Ledger, reparse: Reparse | null): LeftFiles {
  const { period } = ledger;
  if (reparse === null)
    throw new DecisionRefusedError({
      zh: `${period} 没有要求过重新审核，没有文件要等`,
      en: `nobody has asked for ${period} to be judged again; no file is waited for`,
    });
  const standing = standingSubmissions(ledger);
  const waiting = waitingFor(reparse, standing, ledger.decisions);
  const named = [...new Set(ids.map(versionIdOf))];
  const others = named.filter((id) => !waiting.some(({ versionId }) => versionId === id));
  if (others.length === 0 && named.length > 0) return { kind: 'leave', versionIds: named, ruleSet: reparse.ruleSet };
  const refused = others.map((id) => {
    const known = ledger.submissions.find(({ versionId }) => versionId === id);
    return { id, why: whyNot(known, standing, reparse, period) };
  });
  const told = (language: Language): string => refused.map(({ id, why }) => `${id} ${why[language]}`).join('; ');
  const listed = (language: Language): string => waiting.map((one) => `\n  ${uploadText(one, language)}`).join('');
  throw new DecisionRefusedError({
    zh: `${told('zh')}。${period} 在等的文件：${listed('zh') || '无'}`,
    en: `${told('en')}. Files of ${period} that are waited for: ${listed('en') || 'none'}`,
  });
}

/** Why a file is not waited for. */
function whyNot(
  known: Submission | undefined,
  standing: readonly Submission[],
  { ruleSet }: Reparse,
  period: string,
): Text {
  if (known === undefined) return { zh: `不是 ${period} 的上传`, en: `is no upload of ${period}` };
  if (known.ruleSet === ruleSet) return { zh: `已按规则 ${ruleSet} 审核`, en: `was judged by rules ${ruleSet}` };
  if (!standing.some(({ versionId }) => versionId === known.versionId)) return { zh: '没有计入', en: 'does not count' };
  return {
    zh: '不用等（重新审核之后才上传、原件已不在、已清除或已保留）',
    en: 'is not waited for: it came after the reparse, is gone or erased, or is left already',
  };
}
