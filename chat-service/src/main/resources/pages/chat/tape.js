/** What just happened: frames in and out, and what the page did of itself. A bounded number, the newest last. */

import { tell } from './bus.js';

const ENTRIES_MAX = 200;

/** Messages whose way is remembered. */
const WAYS_MAX = 500;

/** @typedef {{at: number, way: 'in' | 'out' | 'note', node: string, frame?: object, text?: string, lost?: boolean}} Entry */

/** @type {Entry[]} */
export const entries = [];

/** What this page has come through. */
export const counts = { connections: 0, gaps: 0, known: 0, resent: 0, duplicates: 0 };

/** @param {Omit<Entry, 'at'>} entry */
export function record(entry) {
  entries.push({ ...entry, at: Date.now() });
  if (entries.length > ENTRIES_MAX) entries.shift();
  tell('tape');
}

/** Somebody else may come to this tab: forgets what was said, and its figures. */
export function forgetTape() {
  entries.length = 0;
  ways.clear();
  for (const what of Object.keys(counts)) counts[what] = 0;
  tell('tape');
}

export const note = (text, node = '') => record({ way: 'note', text, node });

/** One more of something. @param {keyof typeof counts} what */
export function count(what) {
  counts[what] += 1;
  tell('tape');
}

/** @typedef {{sentMs: number, durableMs?: number, tookMs?: number, node?: string, times: number, dup?: boolean, isRepeat?: boolean, delivered: Map<string, number>, read: Map<string, number>}} Way */

/** @type {Map<string, Way>} by the message's name */
const ways = new Map();

/** A message of this device is on its way. */
export function departed(mid) {
  const way = ways.get(mid) ?? { sentMs: Date.now(), times: 0, delivered: new Map(), read: new Map() };
  ways.set(mid, way);
  if (ways.size > WAYS_MAX) ways.delete(ways.keys().next().value);
  return way;
}

/** @returns {Way | undefined} */
export const wayOf = (mid) => ways.get(mid);
