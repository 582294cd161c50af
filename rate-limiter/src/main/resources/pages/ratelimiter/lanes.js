/** The algorithms one below the other on one axis of time, each with its strip, its instrument and its counts. */

import { ALGORITHMS } from './algorithms.js';
import { byId, write } from './dom.js';
import { gaugeIn } from './gauges.js';
import { drawStrip, onColours, tallest } from './strip.js';

const list = byId('lanes');

/** @typedef {{arrivals: number[], decisions: boolean[], delaysMs: number[], admittedBy: number[], levels: number[][], peaks: number[][], capacity: number, limit: number, peak?: number[], over?: boolean}} Course */

const NOTHING = { arrivals: [], decisions: [], delaysMs: [], admittedBy: [0], levels: [], peaks: [], capacity: 1, limit: 1 };

const lanes = ALGORITHMS.map(laneOf);
let view = { from: 0, span: 1, perMs: 1, now: 0 };
let top = 1;
let drawn = 0;

function laneOf(algorithm) {
  const item = byId('lane-item').content.cloneNode(true).firstElementChild;
  const find = (selector) => item.querySelector(selector);
  item.dataset.algorithm = algorithm.id;
  find('.name').textContent = algorithm.name;
  find('.hint').textContent = algorithm.line;
  find('.hint').id = `hint-${algorithm.id}`;
  find('input').setAttribute('aria-describedby', `hint-${algorithm.id}`);
  list.append(item);
  return {
    algorithm, item, course: NOTHING,
    box: find('input'), canvas: find('canvas'), picture: find('svg'), caption: find('figcaption'),
    counts: Object.fromEntries([...item.querySelectorAll('[data-count]')].map((place) => [place.dataset.count, place])),
  };
}

/** The algorithms that were chosen, as the service calls them. */
export const chosen = () => lanes.filter(({ box }) => box.checked).map(({ algorithm }) => algorithm.id);

/** @param {() => void} changed */
export function onChoice(changed) {
  list.addEventListener('change', ({ target }) => {
    target.closest('li').classList.toggle('off', !target.checked);
    changed();
  });
}

/** What the limiters made of the traffic. @param {import('./replays.js').Answer} answer */
export function show({ arrivalsMs, runs, perMs, holdMs }) {
  for (const run of runs) {
    const lane = lanes.find(({ algorithm }) => algorithm.id === run.algorithm);
    const fresh = lane.course.capacity !== run.capacity || !lane.fill;
    lane.course = { ...run, arrivals: arrivalsMs, admittedBy: running(run.decisions) };
    if (fresh) lane.fill = gaugeIn(lane.picture, lane.algorithm.gauge, run.capacity);
    write(lane.counts['most-of'], run.algorithm === 'concurrency' ? 'most at once' : `most in ${perMs / 1000} s`);
  }
  view.perMs = perMs;
  rescale();
  draw();
}

/** The stretch of time that is seen, and its moment. */
export function look(next) {
  view = { ...view, ...next };
  draw();
}

/** How many were admitted among the first so many. */
function running(decisions) {
  const sums = [0];
  for (const admitted of decisions) sums.push(sums.at(-1) + (admitted ? 1 : 0));
  return sums;
}

function rescale() {
  const [shown] = lanes.filter(({ box }) => box.checked);
  top = shown ? tallest(shown.course.arrivals, shown.canvas.clientWidth || 1, view) : 1;
}

/** Once a frame, however much has changed. */
function draw() {
  cancelAnimationFrame(drawn);
  drawn = requestAnimationFrame(() => { for (const lane of lanes) if (lane.box.checked) drawLane(lane); });
}

/** The last of a list that rises in time which is not after the moment. */
function indexAt(list, timeOf, moment) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(list[middle]) <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const first = ([at]) => at;

function leftAt({ levels, capacity }, flows, moment) {
  const index = indexAt(levels, first, moment);
  if (index < 0) return capacity;
  const [at, left] = levels[index];
  const [next, then] = levels[index + 1] ?? [at, left];
  return flows && next > at ? left + ((then - left) * (moment - at)) / (next - at) : left;
}

function drawLane(lane) {
  const { algorithm, course, canvas } = lane;
  const { now } = view;
  course.peak = course.peaks[indexAt(course.peaks, first, now)];
  const most = course.peak?.[1] ?? 0;
  course.over = most > course.limit;
  drawStrip(canvas, algorithm, course, view, top);
  const left = leftAt(course, algorithm.flows, now);
  const level = algorithm.shows === 'left' ? left : course.capacity - left;
  lane.fill?.(Math.max(0, Math.min(1, level / course.capacity)));
  write(lane.caption, `${algorithm.shows === 'left' ? Math.floor(level + 1e-6) : Math.ceil(level - 1e-6)} of ${course.capacity}`);
  count(lane, most);
}

function count({ item, counts, course, canvas, algorithm }, most) {
  const seen = indexAt(course.arrivals, (at) => at, view.now) + 1;
  const admitted = course.admittedBy[seen];
  const times = `${(most / course.limit).toFixed(1)}×`;
  write(counts.admitted, admitted.toLocaleString());
  write(counts.denied, (seen - admitted).toLocaleString());
  write(counts.most, times);
  item.classList.toggle('over', course.over);
  const words = `${algorithm.name}: ${admitted} admitted, ${seen - admitted} denied, ${counts['most-of'].textContent} ${most}, ${times} the limit`;
  if (canvas.getAttribute('aria-label') !== words) canvas.setAttribute('aria-label', words);
}

/** The whole of it in a few sentences. */
export const summary = () => lanes.filter(({ box }) => box.checked).map(({ canvas }) => `${canvas.getAttribute('aria-label')}.`).join(' ');

new ResizeObserver(() => { rescale(); draw(); }).observe(list);
onColours(draw);
