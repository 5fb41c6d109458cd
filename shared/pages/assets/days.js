// Days in the time zone of a store, whatever the zone of the browser.
// Pure functions: tests/browser/days.test.js runs them in Node.

const OPTIONS = { hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };

/** A format in a time zone, or in the browser's where the browser does not know that zone. */
export function formatIn(locale, options, timeZone) {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}

/** What a clock in the zone shows at a time, as `year`, `month`, … */
const clock = (date, zone) => Object.fromEntries(formatIn("en-u-ca-gregory-nu-latn", OPTIONS, zone).formatToParts(date).map(({ type, value }) => [type, value]));

/** The day of a time, as a date field has it; empty for what is no time. */
export function dayOf(time, zone) {
  const date = new Date(time ?? NaN);
  if (Number.isNaN(date.getTime())) return "";
  const { year, month, day } = clock(date, zone);
  return `${year.padStart(4, "0")}-${month}-${day}`;
}

/** How many milliseconds the clocks of the zone are ahead of UTC at a time. */
function aheadAt(time, zone) {
  const { year, month, day, hour, minute, second } = clock(new Date(time), zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - time;
}

/** The end of a date field's day in the zone, as the API takes it; null for an empty field. */
export function endOf(day, zone) {
  if (!day) return null;
  const shown = Date.parse(`${day}T23:59:59Z`);
  // The clocks may change during the day: what they are ahead by counts at its end.
  const time = shown - aheadAt(shown - aheadAt(shown, zone), zone);
  return new Date(time).toISOString();
}
