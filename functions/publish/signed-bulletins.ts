/** What a signature writes beside the files of a revision, which never change. */
import { signedBulletinHtml, signedBulletinText } from '../../shared/bulletin/signed-bulletin.ts';
import { signaturesOf, type Decision } from '../../shared/ledger/decisions.ts';
import { revisionPrefix } from '../../shared/ledger/keys.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';

export type SignedEffects = {
  readonly readText: (key: string) => Promise<string | null>;
  readonly write: (key: string, body: Body) => Promise<void>;
};

/**
 * Writes `signed/` of both editions for each revision that was ever signed. Where the signature was taken back, it holds
 * the bulletin as it was made: nobody is left with 定稿 on a revision that is not.
 */
export async function writeSignedBulletins(
  period: Period,
  decisions: readonly Decision[],
  { readText, write }: SignedEffects,
): Promise<void> {
  const signatures = signaturesOf(decisions);
  const ever = new Set(decisions.flatMap((decision) => (decision.kind === 'sign' ? [decision.revision] : [])));
  for (const revision of ever)
    for (const edition of ['internal', 'public'] as const) {
      const folder = `${revisionPrefix(period, revision)}${edition}/`;
      const signature = signatures.get(revision) ?? null;
      const [html, text] = [await readText(`${folder}bulletin.html`), await readText(`${folder}bulletin.txt`)];
      // A public edition may be withheld.
      if (html === null || text === null) continue;
      const signed = {
        'bulletin.html': signature ? signedBulletinHtml(html, signature) : html,
        'bulletin.txt': signature ? signedBulletinText(text, signature) : text,
        // A reason is written for the offices.
        'signature.json': `${JSON.stringify({
          period,
          revision,
          signedBy: signature?.by ?? null,
          signedAt: signature?.at ?? null,
          ...(edition === 'internal' && {
            reason: signature?.reason ?? null,
            incomplete: signature?.incomplete ?? false,
          }),
        })}\n`,
      };
      for (const [name, content] of Object.entries(signed))
        await write(`${folder}signed/${name}`, { content, type: TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain' });
    }
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};
