import * as z from 'zod';
import type { CityPack } from '../../shared/city/city.ts';
import type { Link } from '../../shared/door/link.ts';
import { uploadsOf, type Quota } from '../../shared/door/quotas.ts';
import { PERMIT_SECONDS, permitFor, type UploadPermit } from '../../shared/door/upload-permit.ts';
import type { Text } from '../../shared/language/language.ts';
import { json, refusal, type Answer, type DoorRequest } from '../http/answer.ts';
import { jsonOf } from '../http/envelope.ts';

export type UploadEffects = {
  readonly pack: CityPack;
  readonly now: () => string;
  readonly use: (link: Link, quota: Quota, at: string) => Promise<boolean>;
  /** What a browser needs to send the file. */
  readonly signUpload: (allowed: UploadPermit & { readonly seconds: number }) => Promise<object>;
};

const File = z.object({ period: z.string(), fileName: z.string(), bytes: z.number(), sha256: z.string() });

const NOT_UNDERSTOOD: Text = { zh: '请求有误，请刷新页面后再试', en: 'the request is wrong; reload the page' };

/** Permits one upload: this file, these bytes, to the division's own place, within an hour. */
export async function upload(link: Link, { body }: DoorRequest, effects: UploadEffects): Promise<Answer> {
  const file = File.safeParse(jsonOf(body));
  if (!file.success) return refusal(400, NOT_UNDERSTOOD);
  const permit = permitFor(link, file.data, effects.pack);
  if ('refused' in permit) return refusal(400, permit.refused);
  const quota = uploadsOf(link.division);
  if (!(await effects.use(link, quota, effects.now()))) return refusal(429, quota.exceeded);
  return json(200, await effects.signUpload({ ...permit, seconds: PERMIT_SECONDS }));
}
