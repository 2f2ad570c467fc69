/** The door of divisions: their page, and what they may do behind it. */
import type { CityPack } from '../../shared/city/city.ts';
import { asset, page, refusal, type Answer, type DoorRequest } from '../http/answer.ts';
import { NOTHING_HERE, throughGate, type GateEffects } from '../http/gate.ts';
import type { PageFiles } from '../http/page-files.ts';
import { quarter, type QuarterEffects } from './quarter.ts';
import { receipt, type ReceiptEffects } from './receipt.ts';
import { upload, type UploadEffects } from './upload.ts';

export type DoorEffects = GateEffects &
  QuarterEffects &
  ReceiptEffects &
  UploadEffects & {
    readonly pack: CityPack;
    /** Where files are sent to. */
    readonly uploadsOrigin: () => Promise<string>;
    readonly files: PageFiles;
  };

/** Answers one request: `/t/<token>`, `/t/<token>/<deed>`, or `/t/-/<file>` for what every page is made of. */
export async function answer(request: DoorRequest, effects: DoorEffects): Promise<Answer> {
  const [, root, token, name = ''] = request.path.split('/');
  if (root !== 't') return refusal(404, NOTHING_HERE);
  if (token === '-') return assetNamed(name, effects);
  return throughGate(request, effects, {
    digits: null,
    page: async () => page(200, effects.files.html('index.html'), await effects.uploadsOrigin()),
    deeds: {
      'GET quarter': (link, asked) => quarter(link, asked, effects),
      'GET receipt': (link, asked) => receipt(link, asked, effects),
      'POST upload': (link, asked) => upload(link, asked, effects),
    },
  });
}

function assetNamed(name: string, { files }: DoorEffects): Answer {
  const found = files.find(name);
  return found ? asset(found.type, found.packed) : refusal(404, NOTHING_HERE);
}
