/**
 * Days and times as XML has them (ISO 8601, XML Schema part 2) into the serial numbers of spreadsheets.
 */
const DAY = 86_400_000;
const SECONDS = 86_400;
const DATE = /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[T ](.+))?$/;
/** Files say the time on the clerk's clock, so a zone changes nothing. */
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?:Z|[+-]\d{2}:?\d{2})?$/;
const DURATION = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/**
 * Serial number of a day with or without a time, a time alone, or a duration; undefined when the text is none of them,
 * or there is no such day. Serials before March 1900 are off by Excel's own leap day error.
 */
export function serialOf(text: string, date1904: boolean): number | undefined {
  const trimmed = text.trim();
  const date = DATE.exec(trimmed);
  if (date === null) return durationOf(trimmed) ?? timeOf(trimmed);
  const [year, month, day] = [date[1], date[3], date[4]].map(Number) as [number, number, number];
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const time = date[5] === undefined ? 0 : timeOf(date[5]);
  const start = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  return time === undefined ? undefined : (midnight.getTime() - start) / DAY + time;
}

function timeOf(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map(decimal) as [number, number, number];
  return hours > 24 || minutes > 59 || seconds > 60 ? undefined : (hours * 3600 + minutes * 60 + seconds) / SECONDS;
}

function durationOf(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || /[PT]$/.test(text)) return undefined;
  const [days, hours, minutes, seconds] = match.slice(2).map(decimal) as [number, number, number, number];
  const duration = days + (hours * 3600 + minutes * 60 + seconds) / SECONDS;
  return match[1] === undefined ? duration : -duration;
}

const decimal = (digits: string | undefined): number => Number((digits ?? '0').replace(',', '.'));
