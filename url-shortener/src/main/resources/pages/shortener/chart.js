/** Visits as bars that wander to the left while time passes. */

import { svg } from './dom.js';

const BAR = 6;
const GAP = 1.5;
const HEIGHT = 44;
const FLOOR = 1.5;
/** The scale gets no finer, so that a single visit is a small bar. */
const LEAST_TOP = 4;

/** How a chart is cut: its bars, how long each is, and how their moments are written. */
export const SCALES = {
  minute: { ms: 60_000, unit: 'minutes', write: { hour: '2-digit', minute: '2-digit' } },
  hour: { ms: 3_600_000, unit: 'hours', write: { weekday: 'short', hour: '2-digit', minute: '2-digit' } },
  day: { ms: 86_400_000, unit: 'days', write: { day: 'numeric', month: 'short', timeZone: 'UTC' } },
};

/** A round number at or above another: a scale that moved with every visit would be hard to read. */
function roundUp(visits) {
  const power = 10 ** Math.floor(Math.log10(visits));
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((round) => round >= visits);
}

/** When an interval began, as people write it. @param {keyof SCALES} every */
export const momentOf = (every, at) => new Date(at).toLocaleString(undefined, SCALES[every].write);

/** So many of them. @param {number} count @param {string} what one of them */
export const inWords = (count, what) => `${count.toLocaleString()} ${what}${count === 1 ? '' : 's'}`;

export const visitsInWords = (visits) => inWords(visits, 'visit');

/**
 * @param {SVGSVGElement} element @param {number} count of bars @param {keyof SCALES} every
 * @param {(words: string | null) => void} [read] told what the bar says that is pointed at
 * @returns {(series: {at: string, visits: number}[]) => {top: number, sum: number}} draws, and answers what the highest bar could be and the sum of all; intervals without visits may be left out
 */
export function chartIn(element, count, every, read) {
  const { ms, unit } = SCALES[every];
  const intervalOf = (at) => Math.floor(new Date(at) / ms);
  const bars = new Map();
  const origin = intervalOf(Date.now());
  const group = svg('g');
  element.setAttribute('viewBox', `0 0 ${count * BAR} ${HEIGHT}`);
  place(origin);
  element.replaceChildren(group);
  element.setAttribute('aria-label', 'Visits, not known yet');

  function barOf(interval) {
    if (!bars.has(interval)) {
      const bar = group.appendChild(svg('rect', { x: (interval - origin) * BAR + GAP / 2, width: BAR - GAP, rx: 0.8 }));
      if (!read) bar.append(svg('title'));
      bars.set(interval, bar);
    }
    return bars.get(interval);
  }

  function set(bar, interval, visits, top) {
    const height = FLOOR + (visits / top) * (HEIGHT - FLOOR);
    bar.setAttribute('height', height);
    bar.setAttribute('y', HEIGHT - height);
    bar.classList.toggle('some', visits > 0);
    const words = `${momentOf(every, interval * ms)}: ${visitsInWords(visits)}`;
    if (read) bar.dataset.words = words;
    else bar.firstChild.textContent = words;
  }

  /** The bar whose column is pointed at, however low the bar is. */
  function point({ clientX }) {
    const columns = [...bars.values()];
    const over = columns.find((bar) => { const { left, right } = bar.getBoundingClientRect(); return clientX >= left && clientX <= right; });
    for (const bar of columns) bar.classList.toggle('pointed', bar === over);
    read(over?.dataset.words ?? null);
  }

  if (read) {
    element.onpointermove = element.onpointerdown = point;
    element.onpointerleave = () => point({ clientX: -1 });
  }

  /** Room for the next interval opens at the right, little by little. */
  function place(now) {
    group.style.transform = `translateX(${(origin - now - 1 + count - Math.max(0, Date.now() / ms - now)) * BAR}px)`;
  }

  return (series) => {
    const visits = new Map(series.filter((entry) => entry.visits > 0).map((entry) => [intervalOf(entry.at), entry.visits]));
    const now = Math.max(intervalOf(Date.now()), ...visits.keys());
    const shown = Array.from({ length: count }, (_, i) => now + 1 - count + i);
    const heights = shown.map((interval) => visits.get(interval) ?? 0);
    const top = roundUp(Math.max(LEAST_TOP, ...heights));
    const sum = heights.reduce((a, b) => a + b);
    for (const [interval, bar] of bars) if (interval < shown[0]) { bar.remove(); bars.delete(interval); }
    shown.forEach((interval, i) => set(barOf(interval), interval, heights[i], top));
    place(now);
    element.setAttribute('aria-label', `Visits in the last ${count} ${unit}: ${sum}; in this one: ${heights.at(-1)}`);
    return { top, sum };
  };
}
