/** One algorithm's strip of time: what it let through and what not, the windows it looks at, and its level. */

const COLUMN = 6;
const CELL_MAX = 5;
/** Below this single requests can't be told apart: a bar stands for all of them. */
const CELL_SPLIT = 3.5;
const LEVEL_SHARE = 0.36;
const GAP = 7;
const BRACKET = 6;
const TURN = 8;

/** @typedef {{from: number, span: number, perMs: number, now: number}} View in milliseconds */

let colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  colours = Object.fromEntries(['ink', 'ink-soft', 'line', 'line-strong', 'green', 'red', 'surface', 'amber'].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

readColours();

/** @param {() => void} changed called when the page turns light or dark */
export function onColours(changed) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readColours(); changed(); });
}

/** How many columns of arrivals a strip shows. @param {HTMLCanvasElement} canvas */
const columnMs = (width, { span }) => (span * COLUMN) / width;

/** The most that arrive in a column anywhere: all strips have the same scale. @param {number[]} arrivals @param {number} width @param {View} view */
export function tallest(arrivals, width, view) {
  const counts = new Map();
  for (const at of arrivals) {
    const column = Math.floor(at / columnMs(width, view));
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return Math.max(1, ...counts.values());
}

/**
 * @param {HTMLCanvasElement} canvas @param {import('./algorithms.js').Algorithm} algorithm
 * @param {import('./lanes.js').Course} course @param {View} view @param {number} top the most arrivals in a column
 */
export function drawStrip(canvas, algorithm, course, view, top) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio;
  if (!width) return;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const x = (ms) => ((ms - view.from) / view.span) * width;
  const levelTop = height * (1 - LEVEL_SHARE);
  const pen = { context, width, height, x, view, levelTop };
  drawWindows(pen, algorithm);
  drawLevel(pen, algorithm, course);
  drawTurns(pen, course);
  drawDecisions(pen, course, top);
  drawPeak(pen, course);
  drawNow(pen);
}

function drawWindows({ context, height, width, x, view: { from, span, perMs, now } }, { windows }) {
  if (windows === 'sliding' || windows === 'both') {
    context.globalAlpha = 0.1;
    context.fillStyle = colours.ink;
    context.fillRect(x(now - perMs), 0, x(now) - x(now - perMs), height);
    context.globalAlpha = 1;
  }
  if (windows === 'aligned' || windows === 'both') {
    if (windows === 'aligned') {
      const start = Math.floor(now / perMs) * perMs;
      context.globalAlpha = 0.1;
      context.fillStyle = colours.ink;
      context.fillRect(x(start), 0, x(start + perMs) - x(start), height);
      context.globalAlpha = 1;
    }
    context.strokeStyle = colours['line-strong'];
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    for (let edge = Math.max(1, Math.ceil(from / perMs)) * perMs; edge < from + span; edge += perMs) line(context, Math.round(x(edge)) + 0.5, 0, height);
    context.stroke();
    context.setLineDash([]);
  }
  context.strokeStyle = colours.line;
  context.beginPath();
  context.moveTo(0, height - 0.5);
  context.lineTo(width, height - 0.5);
  context.stroke();
}

function line(context, at, from, to) {
  context.moveTo(at, from);
  context.lineTo(at, to);
}

function drawLevel({ context, x, width, height, levelTop, view: { from, now } }, { shows, flows }, { levels, capacity }) {
  const y = (left) => height - 1 - ((shows === 'left' ? left : capacity - left) / capacity) * (height - levelTop - 2);
  const points = [];
  for (let i = 0; i < levels.length && levels[i][0] <= now; i++) {
    const [at, left] = levels[i];
    const [next = Infinity, then = left] = levels[i + 1] ?? [];
    if (next < from) continue;
    points.push([x(at), y(left)]);
    const until = Math.min(next, now);
    const part = flows && next > at && Number.isFinite(next) ? (until - at) / (next - at) : 0;
    points.push([x(until), y(left + (then - left) * part)]);
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(0, Math.round(levelTop) + 0.5);
  context.lineTo(width, Math.round(levelTop) + 0.5);
  context.stroke();
  context.setLineDash([]);
  if (!points.length) return;
  context.beginPath();
  for (const [px, py] of points) context.lineTo(px, py);
  context.strokeStyle = colours['ink-soft'];
  context.lineWidth = 1.5;
  context.stroke();
  context.lineTo(points.at(-1)[0], height);
  context.lineTo(points[0][0], height);
  context.globalAlpha = 0.22;
  context.fillStyle = colours['ink-soft'];
  context.fill();
  context.globalAlpha = 1;
}

/** When it is the turn of each that had to wait. */
function drawTurns({ context, x, height, view: { from, now } }, { arrivals, decisions, delaysMs }) {
  context.strokeStyle = colours.green;
  context.lineWidth = 1.5;
  context.beginPath();
  for (let i = 0; i < arrivals.length && arrivals[i] <= now; i++) {
    const turn = arrivals[i] + delaysMs[i];
    if (decisions[i] && delaysMs[i] > 0 && turn >= from) line(context, x(turn), height - TURN, height);
  }
  context.stroke();
}

/** Upwards what was admitted, downwards what was not. */
function drawDecisions({ context, x, width, levelTop, view }, { arrivals, decisions }, top) {
  const ms = columnMs(width, view);
  const base = BRACKET + (levelTop - BRACKET - GAP) * 0.6;
  const cell = Math.min(CELL_MAX, (base - BRACKET) / top);
  const columns = new Map();
  for (let i = 0; i < arrivals.length && arrivals[i] <= view.now; i++) {
    if (arrivals[i] < view.from - ms) continue;
    const column = Math.floor(arrivals[i] / ms);
    const counts = columns.get(column) ?? [0, 0];
    counts[decisions[i] ? 0 : 1]++;
    columns.set(column, counts);
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, base + 0.5);
  context.lineTo(width, base + 0.5);
  context.stroke();
  const room = Math.min(cell, (levelTop - GAP / 2 - base) / top);
  for (const [column, [admitted, denied]] of columns) {
    const left = x(column * ms) + 0.75;
    context.fillStyle = colours.green;
    stack(cell, admitted, (from, size) => context.fillRect(left, base - from - size, COLUMN - 1.5, size));
    context.strokeStyle = colours.red;
    context.lineWidth = 1.2;
    stack(room, denied, (from, size) => context.strokeRect(left + 0.6, base + 2 + from, COLUMN - 2.7, Math.max(0.8, size - 0.6)));
  }
}

function stack(cell, count, draw) {
  if (cell < CELL_SPLIT) { if (count) draw(0, cell * count); return; }
  for (let i = 0; i < count; i++) draw(i * cell, cell - 1);
}

/** The period with the most in it so far. */
function drawPeak({ context, x }, { peak, over }) {
  if (!peak) return;
  const [at, , from] = peak;
  context.strokeStyle = over ? colours.amber : colours['line-strong'];
  context.lineWidth = over ? 2.5 : 1.5;
  context.beginPath();
  context.moveTo(x(from), BRACKET - 1);
  context.lineTo(x(from), 1.5);
  context.lineTo(Math.max(x(at), x(from) + 2), 1.5);
  context.lineTo(Math.max(x(at), x(from) + 2), BRACKET - 1);
  context.stroke();
}

function drawNow({ context, x, height, view: { now } }) {
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  line(context, x(now), 0, height);
  context.stroke();
}
