/** The world each second, while somebody looks. */

import { byId, write } from './dom.js';

const RETRY_MS = 3_000;

const state = byId('live');
const lost = byId('live-lost');
const told = [];
let source = null;
let last = null;
let again = 0;

/** @typedef {{name: string, tier: string, region: string, parents: string[], health: string, switchable: boolean, bytes?: number, objects?: number, results?: Record<string, number>}} WorldNode */
/** @typedef {{nodes: WorldNode[], tiers: {tier: string, shares: Record<string, number>}[], demoHost: string | null}} World */

/** Calls back with each world, and at once with the last. @param {(world: World) => void} callback */
export function onWorld(callback) {
  told.push(callback);
  if (last) callback(last);
}

/** The last world. @returns {World | null} */
export const world = () => last;

function say(kind, text) {
  state.dataset.state = kind;
  write(state, text);
}

function received({ data }) {
  last = JSON.parse(data);
  say('up', 'Live');
  write(lost, '');
  for (const callback of told) callback(last);
}

function failed() {
  say('down', 'Lost');
  write(lost, 'The control plane is gone. Edges serve on with what they have; this page comes back by itself.');
  if (source?.readyState === EventSource.CLOSED) {
    close();
    again = setTimeout(open, RETRY_MS);
  }
}

function open() {
  close();
  source = new EventSource('/v1/live');
  source.addEventListener('message', received);
  source.addEventListener('error', failed);
}

function close() {
  clearTimeout(again);
  source?.close();
  source = null;
}

/** Begins; who looks elsewhere costs nothing. */
export function start() {
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  if (!document.hidden) open();
}
