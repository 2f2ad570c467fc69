/** What a signature writes beside the files of a revision, which never change. */
import type { CityPack } from '../../shared/city/city.ts';
import { signedBulletinHtml, signedBulletinText } from '../../shared/bulletin/signed-bulletin.ts';
import { signaturesOf, type Decision, type Signature } from '../../shared/ledger/decisions.ts';
import { revisionPrefix } from '../../shared/ledger/keys.ts';
import { citiesOf } from '../../shared/city/cities-of.ts';
import { folderOf } from '../../shared/city/report-sets.ts';
import type { Edition } from '../../shared/summary/summary.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';

export type SignedEffects = {
  readonly pack: CityPack;
  readonly readText: (key: string) => Promise<string | null>;
  readonly write: (key: string, body: Body) => Promise<void>;
};

/**
 * Writes `signed/` of both editions for each revision that was ever signed, in a province in each city's folder, too.
 * Where the signature was taken back, it holds the bulletin as it was made: nobody is left with 定稿 on a revision that
 * is not.
 */
export async function writeSignedBulletins(
  period: Period,
  decisions: readonly Decision[],
  { pack, readText, write }: SignedEffects,
): Promise<void> {
  const signatures = signaturesOf(decisions);
  const ever = new Set(decisions.flatMap((decision) => (decision.kind === 'sign' ? [decision.revision] : [])));
  const root = pack.at(period);
  const reporters = [root, ...citiesOf(root)];
  for (const revision of ever) {
    const signature = signatures.get(revision) ?? null;
    for (const edition of ['internal', 'public'] as const)
      for (const { register, profile } of reporters) {
        const set = folderOf(register.root, root.register);
        const folder = `${revisionPrefix(period, revision)}${edition}/${set}`;
        const [html, text] = [await readText(`${folder}bulletin.html`), await readText(`${folder}bulletin.txt`)];
        // A public edition may be withheld.
        if (html === null || text === null) continue;
        const signatory = signature && { by: signature.by, at: signature.at, title: profile.signatory };
        const signed = {
          'bulletin.html': signatory ? signedBulletinHtml(html, signatory) : html,
          'bulletin.txt': signatory ? signedBulletinText(text, signatory) : text,
          'signature.json': signatureJson({ period, revision, edition }, signature),
        };
        for (const [name, content] of Object.entries(signed))
          await write(`${folder}signed/${name}`, {
            content,
            type: TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
          });
      }
  }
}

/** Who signed an edition of a revision, or that nobody does by now. */
function signatureJson(
  { period, revision, edition }: { period: Period; revision: number; edition: Edition },
  signature: Signature | null,
): string {
  const said = {
    period,
    revision,
    signedBy: signature?.by ?? null,
    signedAt: signature?.at ?? null,
    // A reason is written for the offices.
    ...(edition === 'internal' && { reason: signature?.reason ?? null, incomplete: signature?.incomplete ?? false }),
  };
  return `${JSON.stringify(said)}\n`;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};
