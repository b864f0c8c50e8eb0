// Dates as Plotly takes them: 'YYYY-MM-DD HH:MM:SS.ssss' from the left, of any length from the year on, with 'T' for
// the blank; a zone at the end is read over. Years of two digits depend on the present year there, so they are none.
// https://plotly.com/javascript/reference/layout/xaxis/#layout-xaxis-type and its `range`

const DATE =
  /^\s*(-?\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[ Tt]([01]?\d|2[0-3])(?::([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?)?)?)?)?\s*$/;

/** Plotly knows the years -9999 to 9999. */
const FIRST = Date.UTC(-9999, 0);
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Milliseconds since 1970 in UTC; NaN for what is no date. A number is milliseconds, unless it reads as a year. */
export function parseDate(value: unknown): number {
  if (isMilliseconds(value)) return value;
  if (typeof value !== 'string' && typeof value !== 'number') return Number.NaN;
  const parts = DATE.exec(String(value));
  if (!parts) return Number.NaN;
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const start = new Date(0);
  // Not Date.UTC, for which the years 0 to 99 are of the last century.
  start.setUTCFullYear(year, month - 1, day);
  const exists = start.getUTCMonth() === month - 1 && start.getUTCDate() === day;
  return exists ? start.setUTCHours(hours, minutes) + seconds * 1000 : Number.NaN;
}

/** A date in Plotly's form and precision, a tenth of a millisecond; null beyond the years that it knows. */
export function formatDate(milliseconds: number): string | null {
  if (!(milliseconds >= FIRST && milliseconds <= LAST)) return null;
  const tenths = Math.round(milliseconds * 10);
  const day = Math.floor(tenths / TENTHS_A_DAY);
  const ofDay = tenths - day * TENTHS_A_DAY;
  if (ofDay === 0) return formatDay(day);
  const minutes = Math.floor(ofDay / 600_000);
  const clock = `${formatDay(day)} ${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}`;
  const ofMinute = ofDay % 600_000;
  if (ofMinute === 0) return clock;
  const fraction = ofMinute % 10_000;
  const seconds = `${clock}:${TWO_DIGITS[Math.floor(ofMinute / 10_000)]}`;
  return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(4, '0')}`;
}

const TENTHS_A_DAY = 864_000_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));

// Points next to each other are often of one day, and the calendar is what takes the time.
let last = { day: Number.NaN, text: '' };

function formatDay(day: number): string {
  if (last.day !== day) {
    const [text = ''] = new Date(day * 86_400_000).toISOString().split('T');
    // '-000044-03-15' → '-0044-03-15'
    last = { day, text: text.replace(/^-00/, '-') };
  }
  return last.text;
}

/** Whether Plotly takes a number on a date axis for milliseconds, not for a year. */
export function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && !DATE.test(String(value));
}
