/**
 * Files that are no table, known by their first bytes: what each is, and the way out.
 */
import { sealedByOffice, UNSEAL_EN, UNSEAL_ZH } from './legacy-refusal.ts';
import { damaged, otherKind, refused } from './refusal.ts';

export const COPY_OUT = {
  zh: '请上报原始的 Excel 或 WPS 表格，另存为 .xlsx。',
  en: 'Send the original Excel or WPS table, saved as .xlsx.',
};
export const UNPACK = {
  zh: '请解压后上传其中的表格，一个文件上传一次。',
  en: 'Unpack it and upload the tables in it one by one.',
};
const TYPE_IN = {
  zh: '照片和扫描件无法读取，请把内容填入 Excel 或 WPS 表格，另存为 .xlsx 后上报。',
  en: 'Photos and scans cannot be read: type the content into an Excel or WPS table, save it as .xlsx and send that.',
};
const FIND_ORIGINAL = {
  zh: '它不含表格内容，请找到原来的表格文件再上传。',
  en: 'It does not hold the table: find the table itself and upload that.',
};

type OtherKind = {
  readonly magic: string;
  readonly at?: number;
  /** Bytes that stand elsewhere too, where the first are short enough to begin a text. */
  readonly and?: readonly [magic: string, at: number];
  readonly zh: string;
  readonly en: string;
  readonly wayOut?: typeof COPY_OUT;
};

const NOTHING = ['', 0] as const;

const OTHER_KINDS: readonly OtherKind[] = [
  { magic: '%PDF-', zh: ' PDF 文件', en: 'a PDF file', wayOut: COPY_OUT },
  { magic: '\u{89}PNG', zh: '图片（PNG）', en: 'a picture (PNG)', wayOut: TYPE_IN },
  { magic: '\u{ff}\u{d8}\u{ff}', zh: '照片（JPEG）', en: 'a photo (JPEG)', wayOut: TYPE_IN },
  { magic: 'GIF8', zh: '图片（GIF）', en: 'a picture (GIF)', wayOut: TYPE_IN },
  { magic: 'II*\0', zh: '扫描件（TIFF）', en: 'a scan (TIFF)', wayOut: TYPE_IN },
  { magic: 'MM\0*', zh: '扫描件（TIFF）', en: 'a scan (TIFF)', wayOut: TYPE_IN },
  { magic: 'RIFF', and: ['WEBP', 8], zh: '图片（WebP）', en: 'a picture (WebP)', wayOut: TYPE_IN },
  { magic: 'BM', and: ['\0\0\0\0', 6], zh: '图片（BMP）', en: 'a picture (BMP)', wayOut: TYPE_IN },
  { magic: 'ftyp', at: 4, zh: '照片或视频（HEIC、MP4）', en: 'a photo or video (HEIC, MP4)', wayOut: TYPE_IN },
  { magic: 'Rar!\u{1a}\u{7}', zh: '压缩包（RAR）', en: 'an archive (RAR)', wayOut: UNPACK },
  { magic: "7z\u{bc}\u{af}'\u{1c}", zh: '压缩包（7z）', en: 'an archive (7z)', wayOut: UNPACK },
  { magic: '\u{1f}\u{8b}', zh: '压缩包（gzip）', en: 'an archive (gzip)', wayOut: UNPACK },
  { magic: 'BZh', and: ['1AY&SY', 4], zh: '压缩包（bzip2）', en: 'an archive (bzip2)', wayOut: UNPACK },
  { magic: '\u{fd}7zXZ\0', zh: '压缩包（xz）', en: 'an archive (xz)', wayOut: UNPACK },
  { magic: 'MSCF\0\0\0\0', zh: '压缩包（CAB）', en: 'an archive (CAB)', wayOut: UNPACK },
  { magic: 'ustar', at: 257, zh: '压缩包（tar）', en: 'an archive (tar)', wayOut: UNPACK },
  {
    magic: 'MZ',
    and: ['\0', 3],
    zh: '程序或自解压的压缩包（EXE）',
    en: 'a program or an archive that unpacks itself (EXE)',
    wayOut: UNPACK,
  },
  { magic: 'L\0\0\0\u{1}\u{14}\u{2}\0', zh: '快捷方式', en: 'a shortcut', wayOut: FIND_ORIGINAL },
  { magic: '[InternetShortcut]', zh: '网址的快捷方式', en: 'a shortcut to a web page', wayOut: FIND_ORIGINAL },
  {
    magic: '\0\u{5}\u{16}\u{7}',
    zh: '苹果电脑的附属文件（._ 开头）',
    en: 'a companion file of a Mac (its name begins with ._)',
    wayOut: FIND_ORIGINAL,
  },
  {
    magic: '\0\0\0\u{1}Bud1',
    zh: '文件夹的系统文件（.DS_Store）',
    en: 'a system file of a folder (.DS_Store)',
    wayOut: FIND_ORIGINAL,
  },
  { magic: '\0\u{1}\0\0Standard', zh: ' Access 数据库', en: 'an Access database' },
  { magic: 'SQLite format 3\0', zh: ' SQLite 数据库', en: 'an SQLite database' },
  { magic: '\0\0\u{2}\0\u{6}\u{4}', zh: ' Lotus 1-2-3 表格', en: 'a Lotus 1-2-3 table' },
  { magic: 'ID;P', zh: '符号链接表（SYLK）', en: 'a SYLK table' },
  { magic: '{\\rtf', zh: '文字文档（RTF）', en: 'a text document (RTF)', wayOut: COPY_OUT },
];

/**
 * @throws Refused F01 when the first bytes are those of a known kind that holds no table, F02 of one that is encrypted.
 */
export function refuseOtherKinds(bytes: Uint8Array): void {
  if (isSealed(bytes)) throw sealedByOffice();
  for (const { magic, at = 0, and = NOTHING, zh, en, wayOut } of OTHER_KINDS)
    if (startsWith(bytes, magic, at) && startsWith(bytes, and[0], and[1])) throw otherKind(zh, en, wayOut);
  if (isDbase(bytes)) throw otherKind(' dBase 或 FoxPro 的数据表（.dbf）', 'a table of dBase or FoxPro (.dbf)');
}

export function startsWith(bytes: Uint8Array, magic: string, at = 0): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic.charCodeAt(i)) return false;
  return true;
}

/**
 * Version, date of the last change, and at byte 8 the length of the header. A mark ends the fields: the header's last
 * byte, or the one before the 263 bytes that Visual FoxPro adds.
 */
function isDbase(bytes: Uint8Array): boolean {
  const isVersion = [0x03, 0x30, 0x31, 0x83, 0x8b, 0xf5].includes(bytes[0] ?? 0);
  const [month = 0, day = 0] = bytes.subarray(2, 4);
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  const header = (bytes[8] ?? 0) | ((bytes[9] ?? 0) << 8);
  const isEnded = bytes[header - 1] === 0x0d || bytes[header - 264] === 0x0d;
  return isVersion && isDay && startsWith(bytes, '\0\0', 12) && isEnded;
}

/** What software that encrypts the files of an office, or gives rights to them, puts at their beginning. */
const SEALS = ['b\u{14}#e', '%TSD-Header', '\u{9b} DRMONE', 'SCDSA0', '<DOCUMENT SAFER', '<## NASCA DRM', '.pfile'];
/** What it puts somewhere in their first bytes. */
const SEAL_WORDS = ['E-SafeNet', 'FasooSecureContainer'];
const SEAL_BYTES = 512;

function isSealed(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, SEAL_BYTES));
  return SEALS.some((seal) => start.startsWith(seal)) || SEAL_WORDS.some((word) => start.includes(word));
}

const ENTROPY_SAMPLE = 65_536;
/**
 * Bits that a byte tells, of eight. Compressed and encrypted data have nearly all of them; programs, pictures without
 * compression and tables do not.
 */
const RANDOM = 7.2;
/** Fewer bytes cannot have so many different values: those of n bytes tell at most the logarithm of n. */
const SHORTFALL = 0.8;
const LEAST_FOR_ENTROPY = 64;

function isWithoutOrder(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, ENTROPY_SAMPLE);
  return sample.length >= LEAST_FOR_ENTROPY && entropy(sample) > Math.min(RANDOM, Math.log2(sample.length) - SHORTFALL);
}

/** The refusal of bytes that are neither text nor of a kind that is known. */
export function unknownData(bytes: Uint8Array): Error {
  if (bytes.every((byte) => byte === bytes[0]))
    return damaged(
      '全是空字节，没有复制或下载完整',
      'it holds nothing but filler bytes, so it was not copied or downloaded to the end',
    );
  if (isWithoutOrder(bytes)) {
    return refused(
      'F01',
      `收到的是二进制数据，不是表格，很像被本单位的文件加密（防泄密）软件加密过，应为未加密的 .xlsx。${UNSEAL_ZH}`,
      `Got binary data and no table; it seems that the office's security software has encrypted it. Expected an .xlsx without that. ${UNSEAL_EN}`,
    );
  }
  return otherKind('二进制数据或未知格式', 'binary data or an unknown format');
}

/** How many bits a byte tells, by how often each value occurs. */
function entropy(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]!++;
  return counts.reduce(
    (sum, count) => (count === 0 ? sum : sum - (count / bytes.length) * Math.log2(count / bytes.length)),
    0,
  );
}
