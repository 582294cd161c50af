/** Asks after the visits of the links that are shown, once a second while somebody looks. */

import { statsOf } from './api.js';
import { byId, write } from './dom.js';
import { awaited } from './moment.js';

const EVERY_MS = 1_000;
const SLOWEST_MS = 30_000;
/** So many links, the newest, are asked after in every round; the others one a round, in turn. */
const LIVE = 12;

let shown = [];
let timer = 0;
let failures = 0;
let round = 0;
let asking = false;

/** From now on these are asked after. @param {import('./item.js').Item[]} items */
export function askAfter(items) {
  shown = items;
  byId('connection').hidden = items.length === 0;
  ask();
}

/** Asks now, and again after a while: a second, or longer each time that it fails. */
async function ask() {
  clearTimeout(timer);
  if (asking || !shown.length || (document.hidden && !awaited())) return;
  asking = true;
  const trouble = (await Promise.all(due().map(askOne))).find(Boolean);
  asking = false;
  failures = trouble ? failures + 1 : 0;
  const wait = Math.max((trouble?.retryAfterS ?? 0) * 1000, Math.min(SLOWEST_MS, EVERY_MS * 2 ** failures));
  tell(trouble ? 'down' : 'up', trouble ? `${trouble.heading} Asking again in ${Math.round(wait / 1000)} s.` : 'Live');
  timer = setTimeout(ask, wait);
}

function tell(state, text) {
  byId('connection').dataset.state = state;
  write(byId('connection'), text);
}

function due() {
  const known = shown.filter((item) => !item.lost);
  return [...known.slice(0, LIVE), ...known.slice(LIVE + (round++ % Math.max(1, known.length - LIVE))).slice(0, 1)];
}

/** Answers the problem if it is more than this link's. */
async function askOne(item) {
  const [stats, problem] = await statsOf(item.link).then((answer) => [answer], (failure) => [null, failure]);
  if (problem?.passing) return problem;
  if (stats) item.show(stats);
  else item.lose(problem);
  return null;
}

for (const event of ['online', 'offline', 'visibilitychange']) addEventListener(event, ask, true);
