/** One link, large: its chart while visits come in, and who they came from. */

import { statsOf } from './api.js';
import { drawShares } from './bars.js';
import { chartIn, inWords, momentOf, SCALES, visitsInWords } from './chart.js';
import { byId, element } from './dom.js';
import { askToDelete, openEdit } from './edit.js';
import { copy, display, onPress } from './page.js';
import { openQr } from './qr.js';
import { termsOf } from './terms.js';

const BARS = 60;
const EVERY_MS = 2_000;
const SLOWEST_MS = 30_000;

const dialog = byId('details-dialog');
const cut = byId('details-cut');
const range = byId('details-range');
const DAY_MS = 86_400_000;
let link = null;
let told = null;
let chart = null;
let timer = 0;
let failures = 0;
let round = 0;

/** @param {object} chosen a link @param {import('./edit.js').Told} then */
export function openDetails(chosen, then) {
  told = then;
  show(chosen);
  forget();
  dialog.showModal();
  ask();
}

function show(chosen) {
  link = chosen;
  const { shortUrl, url, title } = link;
  Object.assign(byId('details-link'), { textContent: display(shortUrl), href: shortUrl });
  byId('details-title').textContent = title ?? '';
  byId('details-target').textContent = url;
  byId('details-preview').href = `${shortUrl}+`;
  byId('details-warning').textContent = (link.warnings ?? []).join(' ');
  byId('details-terms').textContent = termsOf(link, link.visits);
}

/** Nothing of another link or another scale may stay. */
function forget() {
  chart = chartIn(byId('details-chart'), BARS, every(), point);
  point(null);
  failures = 0;
  for (const cell of dialog.querySelectorAll('[data-total]')) { cell.textContent = '–'; delete cell.dataset.pulse; }
  byId('details-rows').replaceChildren();
  byId('details-who').hidden = byId('details-table').hidden = true;
  byId('details-problem').textContent = '';
  byId('details-from').textContent = `${BARS} ${SCALES[every()].unit} ago`;
}

const every = () => cut.elements.every.value;

/** Whole days in UTC, today among them: who visited is kept by the day. */
function days() {
  const count = Number(range.elements.days.value);
  return count ? { from: new Date((Math.floor(Date.now() / DAY_MS) - count + 1) * DAY_MS).toISOString() } : null;
}

function point(words) {
  byId('details-at').textContent = words ?? `One bar a ${every()}`;
}

async function answers() {
  const of = days();
  const [stats, who] = await Promise.all([statsOf(link, every()), of && statsOf(link, 'day', of)]);
  return { stats, who: who ?? stats };
}

/** Asks now and, while somebody looks, every two seconds; an answer to an earlier question comes too late. */
async function ask() {
  clearTimeout(timer);
  const mine = ++round;
  if (!dialog.open || document.hidden) return;
  const [answer, problem] = await answers().then((good) => [good], (failure) => [null, failure]);
  if (mine !== round || !dialog.open) return;
  if (answer) draw(answer);
  byId('details-problem').textContent = problem ? `${problem.heading} ${problem.inWords}` : '';
  failures = problem ? failures + 1 : 0;
  const wait = Math.max((problem?.retryAfterS ?? 0) * 1000, Math.min(SLOWEST_MS, EVERY_MS * 2 ** failures));
  if (!problem || problem.passing) timer = setTimeout(ask, wait);
}

function draw({ stats, who }) {
  const { series = [] } = stats;
  const { top, sum } = chart(series);
  byId('details-top').textContent = top.toLocaleString();
  byId('details-none').hidden = sum > 0;
  byId('details-terms').textContent = termsOf(link, stats.visits);
  for (const cell of dialog.querySelectorAll('[data-total]')) {
    const total = stats[cell.dataset.total];
    cell.parentElement.hidden = total === undefined;
    tick(cell, total?.toLocaleString() ?? '');
  }
  byId('details-rows').replaceChildren(...series.filter(({ visits }) => visits > 0).toReversed().map(rowOf));
  byId('details-table').hidden = series.length === 0;
  drawWho(who, stats);
}

/** A number that was there and is another now shows that it moved. */
function tick(cell, text) {
  if (cell.textContent === text) return;
  if (cell.textContent !== '–') cell.dataset.pulse = cell.dataset.pulse === 'a' ? 'b' : 'a';
  cell.textContent = text;
}

function drawWho(who, ever) {
  const some = drawShares(byId('details-shares'), who);
  byId('details-who').hidden = !ever.visits && !some;
  const { visits, visitors, bots } = who;
  byId('details-range-said').hidden = who === ever;
  byId('details-range-said').textContent = some ? `${visitsInWords(visits)} by ${inWords(visitors, 'visitor')}; bots came ${inWords(bots, 'time')}.` : 'Nobody did.';
}

function rowOf({ at, visits }) {
  return element('tr', {}, element('th', { scope: 'row', textContent: momentOf(every(), at) }), element('td', { textContent: visitsInWords(visits) }));
}

const changes = { changed: (changed) => { show(changed); told.changed(changed); }, deleted: (deleted) => told.deleted(deleted) };

onPress(dialog, {
  copy: () => copy(link.shortUrl),
  qr: () => openQr(link),
  edit: () => openEdit(link, changes),
  delete: () => askToDelete(link, changes),
});
range.addEventListener('change', ask);
cut.addEventListener('change', () => { forget(); ask(); });
document.addEventListener('visibilitychange', ask);
dialog.addEventListener('close', () => clearTimeout(timer));
