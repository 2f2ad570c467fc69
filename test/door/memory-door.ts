/** The door with everything behind it in memory. */
import { createHmac } from 'node:crypto';
import { CITY_PACK } from '../../cities/pack.ts';
import type { CityPack } from '../../shared/city/city.ts';
import type { Answer } from '../../functions/http/answer.ts';
import { answer, type DoorEffects } from '../../functions/door/door.ts';
import { linkToken, type Link, type LinkRecord } from '../../shared/door/link.ts';
import type { UploadPermit } from '../../shared/door/upload-permit.ts';
import type { AuditEntry } from '../../shared/ledger/audit-entry.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';

export const sign = (text: string): string => createHmac('sha256', 'a key').update(text).digest('base64url');

/** A day inside the reporting window of 2016Q2. */
export const NOW = '2016-07-05T02:00:00.000Z';

/** All divisions of a city that may have a link. */
export const divisionCodes = ({ register }: CityPack): readonly string[] => [
  register.root,
  ...new Set([...register.units, ...register.counties].map(({ code }) => code)),
  ...register.townships.map(({ code }) => code),
];

/** A file as a page announces it. */
export const FILE = { period: '2016Q2', fileName: '花名册(终版2).xlsx', bytes: 1_000, sha256: 'ab'.repeat(32) };

/** The one upload that every division has, as the bucket lists it. */
export const versionOf = (division: string): UploadVersion => ({
  key: `${division}/2016Q2/花名册.xlsx`,
  versionId: `v${division}`,
  acceptedAt: NOW,
  size: 1_000,
});

export type MemoryDoor = ReturnType<typeof memoryDoor>;

/** @param records what the list of links holds beside a first link for everybody */
export function memoryDoor(records: readonly LinkRecord[] = [], pack: CityPack = CITY_PACK) {
  const list = new Map<string, LinkRecord>(
    divisionCodes(pack).map((division) => [division, { division, issue: 1, revokedAt: null }]),
  );
  for (const record of records) list.set(record.division, record);
  const uses = new Map<string, number>();
  const permits: UploadPermit[] = [];
  const reads: string[] = [];
  const trail: AuditEntry[] = [];
  const effects: DoorEffects = {
    pack,
    sign: async () => sign,
    findLink: async (division) => list.get(division) ?? null,
    use: async ({ division }, { what, most }) => {
      const used = (uses.get(`${what} ${division}`) ?? 0) + 1;
      uses.set(`${what} ${division}`, used);
      return used <= most;
    },
    uploadsOrigin: async () => 'https://uploads.example.org',
    files: { html: () => '<!DOCTYPE html><title>page</title>', find: () => null },
    now: () => NOW,
    ledgerOf: async (period) => ({ period, submissions: [], decisions: [] }),
    versionsOf: async (division) => [versionOf(division)],
    hasReceipt: async () => true,
    audit: async (entry) => void trail.push(entry),
    signReceipt: async ({ key }) => {
      reads.push(key);
      return `https://receipts.example.org/${key}`;
    },
    signUpload: async (allowed) => {
      permits.push(allowed);
      return { url: 'https://uploads.example.org' };
    },
  };
  const tokenOf = (link: Link): string => linkToken(link, sign);
  return {
    effects,
    permits,
    reads,
    trail,
    tokenOf,
    /** What the holder of a division's first link is answered. */
    ask(division: string, deed: string, content?: object, behind = effects): Promise<Answer> {
      const [path = '', query = ''] = deed.split('?');
      const request = {
        method: content === undefined ? 'GET' : 'POST',
        path: `/t/${tokenOf({ division, issue: 1 })}${path === '' || path === '/' ? path : `/${path}`}`,
        query: Object.fromEntries(new URLSearchParams(query)),
        body: content === undefined ? '' : JSON.stringify(content),
      };
      return answer(request, behind);
    },
    get: (path: string): Promise<Answer> => answer({ method: 'GET', path, query: {}, body: '' }, effects),
  };
}
