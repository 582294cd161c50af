/** Purges, and shows how they spread over the nodes. */

import { onAsked } from './ask.js';
import { byId, clearErrors, element, prefersStillness, showError, showProblem, write } from './dom.js';
import { duration } from './explain.js';
import { stop } from './journey.js';
import { withKey } from './key.js';
import { onWorld, world } from './live.js';
import { post, request } from './service.js';
import { onOpen } from './tabs.js';
import { mark, reveal } from './world.js';

const POLL_MS = 60;
const POLLS_MAX = 120;
/** The slowest node is seen this late when it is watched again. */
const SLOWLY_MS = 3_000;
const QUICKLY_MS = 700;

const form = byId('purge-form');
const { what, by } = form.elements;
const notice = form.querySelector('.notice');
let watched = 0;
let shown = null;

const KINDS = {
  urls: { label: 'URL', hint: 'Whole, as a client asks for it. All variants of it go.', preset: (host) => `http://${host}/images/1.svg` },
  tags: { label: 'Tag', hint: 'All that came with it in Surrogate-Key or Cache-Tag. The demo site has: site, home, images, image-1, sizes, slow, time, greetings.', preset: () => 'images' },
  prefix: { label: 'Prefix', hint: 'All URLs that begin so.', preset: (host) => `http://${host}/images/` },
};

const hostOf = () => world()?.demoHost ?? 'localhost';

function showKind() {
  const { label, hint, preset } = KINDS[by.value];
  clearErrors(form);
  write(byId('purge-label'), label);
  write(byId('purge-hint'), hint);
  what.value = preset(hostOf());
}

function order() {
  const value = what.value.trim();
  const { strategy, priority, soft } = form.elements;
  return { [by.value]: by.value === 'prefix' ? value : [value], priority: priority.value, soft: soft.checked, ...(strategy.value ? { strategy: strategy.value } : {}) };
}

async function purge() {
  clearErrors(form);
  showProblem(notice, null);
  if (!what.value.trim()) return showError(what, 'is missing');
  try {
    const accepted = await withKey((headers) => post('/v1/invalidations', order(), headers));
    if (accepted) await watch(accepted.body);
  } catch (problem) {
    failed(problem);
  }
  return undefined;
}

function failed(problem) {
  const known = (problem.errors ?? []).find(({ field }) => field in KINDS);
  if (known) showError(what, known.detail);
  else showProblem(notice, problem);
}

const later = (ms) => new Promise((done) => { setTimeout(done, ms); });

async function watch({ id, strategy, why }) {
  const mine = ++watched;
  byId('purge-answer').hidden = false;
  byId('purge-spread').replaceChildren();
  write(byId('said'), `Accepted, told by ${strategy}: ${why}`);
  for (let polls = 0; polls < POLLS_MAX && mine === watched; polls++) {
    const { body } = await request(`/v1/invalidations/${encodeURIComponent(id)}`);
    shown = body;
    if (body.complete) break;
    await later(POLL_MS);
  }
  if (mine === watched) await replay(shown, QUICKLY_MS);
}

/** When each node had applied it, in milliseconds after it was accepted, the first first. */
function arrivals({ acceptedAt, applied }) {
  const since = milliseconds(acceptedAt);
  return Object.entries(applied).map(([node, at]) => ({ node, ms: Math.max(0, milliseconds(at) - since) })).sort((a, b) => a.ms - b.ms);
}

/** A time with more digits than Date keeps. */
function milliseconds(time) {
  const fraction = /\.(\d+)Z$/.exec(time)?.[1] ?? '0';
  return Date.parse(time.replace(/\.\d+Z$/, 'Z')) + Number(`0.${fraction}`) * 1000;
}

function sentence({ strategy, why, nodes, complete }, reached) {
  const slowest = reached.at(-1);
  const all = complete ? `all ${nodes} nodes` : `${reached.length} of ${nodes} nodes so far`;
  return slowest ? `Told by ${strategy} (${why.replace(/\.$/, '')}): ${all} had applied it after ${duration(slowest.ms)}.` : `Told by ${strategy}: no node has applied it so far.`;
}

/** Shows the spread on the drawing, stretched so that an eye can follow. */
async function replay(progress, spanMs) {
  if (!progress) return;
  const mine = ++watched;
  const reached = arrivals(progress);
  const slowest = reached.at(-1)?.ms || 1;
  stop();
  write(byId('said'), sentence(progress, reached));
  byId('purge-spread').replaceChildren(...reached.map((one) => spreadItem(one, slowest)));
  reveal();
  let at = 0;
  for (const { node, ms } of reached) {
    const when = prefersStillness() ? 0 : (ms / slowest) * spanMs;
    if (when > at) await later(when - at);
    at = Math.max(at, when);
    if (mine !== watched) return;
    mark(node, 'purged', duration(ms));
  }
}

function spreadItem({ node, ms }, slowest) {
  const bar = element('span', { className: 'spread-bar' });
  bar.style.setProperty('--part', String(Math.max(0.01, ms / slowest)));
  const item = element('li', {}, element('span', { className: 'mono', textContent: node }), bar, element('span', { className: 'mono small', textContent: duration(ms) }));
  item.dataset.node = node;
  return item;
}

let isFirst = true;
onWorld(() => {
  if (isFirst) showKind();
  isFirst = false;
});
onOpen(() => { watched++; });
onAsked((url) => { if (by.value === 'urls') what.value = url; });
for (const choice of by) choice.addEventListener('change', showKind);
form.addEventListener('submit', (event) => { event.preventDefault(); purge(); });
byId('purge-again').addEventListener('click', () => replay(shown, SLOWLY_MS));
