/** The traffic and the moment: what arrives when, and how far time has come. Milliseconds, from 0. */

/** As many arrivals as the service replays, and as long. */
const ARRIVALS_MAX = 2_000;
const HORIZON_MS = 600_000;

/** A page that was out of sight goes on from where it was. */
const FRAME_MS_MAX = 250;

const changes = new EventTarget();
const tell = (kind) => changes.dispatchEvent(new Event(kind));

let arrivals = [];
let now = 0;
let end = 0;
let restMs = 0;
let playing = false;
let frameAt = 0;

/** @param {'traffic' | 'time' | 'play' | 'full'} kind @param {() => void} changed */
export const onTape = (kind, changed) => changes.addEventListener(kind, changed);

/** @returns {{arrivals: number[], now: number, end: number, playing: boolean}} */
export const tape = () => ({ arrivals, now, end, playing });

/** Other traffic, from the start. @param {number[]} moments in ms, rising @param {number} lastsMs @param {number} quietMs how long time runs on after a request by hand */
export function load(moments, lastsMs, quietMs) {
  arrivals = moments.slice(0, ARRIVALS_MAX);
  end = lastsMs;
  restMs = quietMs;
  now = 0;
  tell('traffic');
  tell('time');
}

/** A request at this moment. Time runs from here on. */
export function request() {
  if (playing) advance(performance.now());
  else run();
  const at = Math.floor(now);
  if (arrivals.length >= ARRIVALS_MAX || at >= HORIZON_MS) {
    pause();
    tell('full');
    return;
  }
  arrivals = arrivals.toSpliced(arrivals.findLastIndex((earlier) => earlier <= at) + 1, 0, at);
  end = Math.min(HORIZON_MS, Math.max(end, now + restMs));
  tell('traffic');
}

/** Time runs; from the start where it had come to its end. */
export function replay() {
  if (now >= end) seek(0);
  run();
}

function run() {
  if (playing) return;
  playing = true;
  frameAt = performance.now();
  requestAnimationFrame(frame);
  tell('play');
}

/** Time stands still. */
export function pause() {
  if (!playing) return;
  playing = false;
  tell('play');
}

/** Goes to a moment. @param {number} moment */
export function seek(moment) {
  now = Math.max(0, Math.min(end, moment));
  tell('time');
}

function frame(at) {
  if (!playing) return;
  advance(at);
  if (now >= end) pause();
  else requestAnimationFrame(frame);
}

/** A frame's own time lies a little before the moment at which it is drawn. */
function advance(at) {
  const passed = Math.min(FRAME_MS_MAX, Math.max(0, at - frameAt));
  frameAt = Math.max(frameAt, at);
  now = Math.min(Math.max(end, now), now + passed);
  tell('time');
}
