/** Ready-made traffic. Each makes the moments of its requests from the limit, over so many periods. */

/** How many periods a pattern lasts. */
export const PERIODS = 4;

/** How many steps a drawn pattern has, and how high one can be: half the limit's rate each. */
export const STEPS = 32;
export const HEIGHT_MAX = 8;
const HEIGHTS_PER_RATE = 2;

/** How near to the edge, in periods. */
const EDGE = 0.08;

/** @typedef {{limit: number, perMs: number}} Rate */

/** Requests evenly, so many times the rate of the limit, in a stretch told in periods. @param {Rate} rate */
function evenly({ limit, perMs }, times, from = 0, to = PERIODS) {
  const count = Math.round(limit * times * (to - from));
  return Array.from({ length: count }, (_, i) => (from + ((i + 0.5) / count) * (to - from)) * perMs);
}

/** Each request independent of all others. @param {Rate} rate */
function independently({ limit, perMs }, times) {
  const arrivals = [];
  const gap = () => (-Math.log(1 - Math.random()) * perMs) / (limit * times);
  for (let at = gap(); at < PERIODS * perMs; at += gap()) arrivals.push(at);
  return arrivals;
}

/** Twice the whole limit, just before and just after a window's edge. @param {Rate} rate */
function aroundEdge(rate) {
  return [...evenly(rate, 1 / EDGE, 2 - EDGE, 2), ...evenly(rate, 1 / EDGE, 2, 2 + EDGE)];
}

/** @type {{id: string, name: string, make: (rate: Rate) => number[]}[]} */
export const PRESETS = [
  { id: 'edge', name: 'At the window’s edge', make: aroundEdge },
  { id: 'steady', name: 'Steady, a bit too fast', make: (rate) => evenly(rate, 1.3) },
  { id: 'poisson', name: 'Poisson', make: (rate) => independently(rate, 1.1) },
  { id: 'onoff', name: 'On and off', make: (rate) => [0, 1, 2, 3].flatMap((start) => evenly(rate, 3, start + 0.125, start + 0.625)) },
  { id: 'flood', name: 'Flood', make: (rate) => evenly(rate, 4, 0.5, 2.5) },
];

/** As the service takes them. @param {number[]} arrivals */
export const inMs = (arrivals) => arrivals.map(Math.floor).sort((a, b) => a - b);

/** Requests a second that a height stands for. @param {Rate} rate @param {number} height */
export const perSecond = ({ limit, perMs }, height) => (height * limit * 1000) / (HEIGHTS_PER_RATE * perMs);

/** The requests of a drawing: one whenever its area has grown by one. @param {Rate} rate @param {number[]} heights */
export function drawn({ limit, perMs }, heights) {
  const stepMs = (PERIODS * perMs) / STEPS;
  const arrivals = [];
  let area = 0.5;
  heights.forEach((height, step) => {
    const grows = (height * limit * PERIODS) / (HEIGHTS_PER_RATE * STEPS);
    for (let next = Math.floor(area) + 1; next <= area + grows; next++) arrivals.push((step + (next - area) / grows) * stepMs);
    area += grows;
  });
  return arrivals.filter((at) => at < PERIODS * perMs);
}

/** What a pattern looks like as a drawing. @param {Rate} rate @param {number[]} arrivals */
export function outline({ limit, perMs }, arrivals) {
  const counts = new Array(STEPS).fill(0);
  for (const at of arrivals) counts[Math.min(STEPS - 1, Math.floor((at * STEPS) / (PERIODS * perMs)))]++;
  return counts.map((_, step) => Math.min(HEIGHT_MAX, Math.round((evenedOut(counts, step) * HEIGHTS_PER_RATE * STEPS) / (limit * PERIODS))));
}

/** An even rate falls into some steps once more often than into others; that is not its shape. */
function evenedOut(counts, step) {
  const near = counts.slice(Math.max(0, step - 2), step + 3);
  const even = Math.min(...near) > 0 && Math.max(...near) - Math.min(...near) <= 1;
  return even ? near.reduce((sum, count) => sum + count) / near.length : counts[step];
}
