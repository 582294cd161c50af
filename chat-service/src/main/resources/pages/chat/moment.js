/** Times as people say them. */

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const exact = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

const dayOf = (at) => new Date(at).toDateString();
const isToday = (at) => dayOf(at) === dayOf(Date.now());

/** 14:05 */
export const timeOf = (at) => clock.format(new Date(at));

/** 14:05:12.345 */
export const exactTime = (at) => exact.format(new Date(at));

/** The time of today, the date of another day. */
export const briefly = (at) => (isToday(at) ? timeOf(at) : date.format(new Date(at)));

/** The day as a heading. */
export const dayInWords = (at) => (isToday(at) ? 'Today' : weekday.format(new Date(at)));

export const sameDay = (a, b) => dayOf(a) === dayOf(b);

/** 8 ms, 1.2 s, 3 min. */
export function took(ms) {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
