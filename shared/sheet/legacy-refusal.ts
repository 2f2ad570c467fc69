/**
 * Refusals that several formats share: files that are encrypted, by what, and the way out; and files of too many cells.
 */
import { refused, tooLarge } from './refusal.ts';

/** F02: a password that the clerk knows. */
export function encrypted(): Error {
  return refused(
    'F02',
    '文件设有打开密码，应为未加密的 .xlsx。请用 Excel 或 WPS 输入密码打开，去掉密码（“文件”—“信息”或“文档加密”中把密码清空），另存为 .xlsx 后重新上报。',
    'The file has a password, expected an .xlsx without one. Open it in Excel or WPS with the password, remove the password, save it as .xlsx and send it again.',
  );
}

/** F02: rights that are given to accounts (IRM, RMS): whoever has none cannot open the file. */
export function hasRights(): Error {
  return refused(
    'F02',
    '文件设有权限保护（IRM，只有指定的账号能打开），应为未加密的 .xlsx。请由有完全权限的人取消“限制访问”，另存为 .xlsx 后重新上报。',
    'The file is under rights management (IRM: only named accounts can open it), expected an .xlsx without it. Have someone with full rights lift the restriction, save it as .xlsx and send it again.',
  );
}

/**
 * F02: software of the office that encrypts every file as it is saved, and opens it unnoticed on the office's own
 * computers.
 */
export function sealedByOffice(): Error {
  return refused(
    'F02',
    `文件被本单位的文件加密（防泄密）软件加密了，离开本单位的电脑就打不开，应为未加密的 .xlsx。${UNSEAL_ZH}`,
    `The office's security software has encrypted the file, so that it opens on the office's computers only; expected an .xlsx without it. ${UNSEAL_EN}`,
  );
}

export const UNSEAL_ZH =
  '请先用加密软件解密（申请解密，或用它的“外发”另存为明文），再重新上报；直接用 Excel 或 WPS 另存为 .xlsx，存下的仍是密文。';
export const UNSEAL_EN =
  'Decrypt it with that software (ask for decryption, or export it with its own command) and send it again; saving it as .xlsx in Excel or WPS encrypts it again.';

/** F11: more cells than the readers of these formats build. */
export function tooMany(limit: number): Error {
  return tooLarge(
    `文件中的单元格超过上限 ${limit} 个。请删去多余的工作表，或拆分后上报。`,
    `The file has more than ${limit} cells, which is the limit. Remove needless sheets, or split it.`,
  );
}
