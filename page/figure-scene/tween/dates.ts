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
  const whole = Math.floor(tenths / 10);
  const [day = '', time = ''] = new Date(whole).toISOString().slice(0, -1).split('T');
  const fraction = `${time.slice(-3)}${tenths - whole * 10}`;
  if (fraction !== '0000') return `${shortYear(day)} ${time.slice(0, -4)}.${fraction}`;
  const clock = time.slice(0, -4);
  if (clock === '00:00:00') return shortYear(day);
  return `${shortYear(day)} ${clock.endsWith(':00') ? clock.slice(0, -3) : clock}`;
}

/** Whether Plotly takes a number on a date axis for milliseconds, not for a year. */
export function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && !DATE.test(String(value));
}

/** '-000044-03-15' → '-0044-03-15' */
function shortYear(day: string): string {
  return day.replace(/^([+-])\d\d/, (_, sign) => (sign === '-' ? '-' : ''));
}
