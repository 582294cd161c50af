/** Thirty minutes of visits as bars that wander to the left while time passes. */

const MINUTES = 30;
const MINUTE_MS = 60_000;
const BAR = 6;
const HEIGHT = 44;
const FLOOR = 2;
/** The scale gets no finer, so that a single visit is a small bar. */
const LEAST_TOP = 4;

const svg = (name) => document.createElementNS('http://www.w3.org/2000/svg', name);
const minuteOf = (at) => Math.floor(new Date(at) / MINUTE_MS);

/** @param {SVGSVGElement} element @returns {(series: {at: string, visits: number}[]) => void} draws; minutes without visits may be left out */
export function chartIn(element) {
  const bars = new Map();
  const origin = minuteOf(Date.now());
  const group = element.appendChild(svg('g'));

  function barOf(minute) {
    if (!bars.has(minute)) {
      const bar = group.appendChild(svg('rect'));
      for (const [name, value] of Object.entries({ x: (minute - origin) * BAR + 0.75, width: BAR - 1.5, rx: 1 })) bar.setAttribute(name, value);
      bars.set(minute, bar);
    }
    return bars.get(minute);
  }

  return (series) => {
    const visits = new Map(series.filter((entry) => entry.visits > 0).map((entry) => [minuteOf(entry.at), entry.visits]));
    const now = Math.max(minuteOf(Date.now()), ...visits.keys());
    const shown = Array.from({ length: MINUTES }, (_, i) => now + 1 - MINUTES + i);
    const heights = shown.map((minute) => visits.get(minute) ?? 0);
    const top = Math.max(LEAST_TOP, ...heights);
    for (const [minute, bar] of bars) if (minute < shown[0]) { bar.remove(); bars.delete(minute); }
    shown.forEach((minute, i) => {
      const height = FLOOR + (heights[i] / top) * (HEIGHT - FLOOR);
      barOf(minute).setAttribute('height', height);
      barOf(minute).setAttribute('y', HEIGHT - height);
      barOf(minute).classList.toggle('some', heights[i] > 0);
    });
    // Room for the next minute opens at the right, a sixtieth of a bar a second.
    group.style.transform = `translateX(${(origin - shown[0] - Math.max(0, Date.now() / MINUTE_MS - now)) * BAR}px)`;
    element.setAttribute('aria-label', `Visits in the last ${MINUTES} minutes: ${heights.reduce((a, b) => a + b)}; in this one: ${heights.at(-1)}`);
  };
}
