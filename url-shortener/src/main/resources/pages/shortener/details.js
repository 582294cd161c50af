/** One link, large: its chart while visits come in, and who they came from. */

import { statsOf } from './api.js';
import { drawShares } from './bars.js';
import { chartIn, momentOf, SCALES, visitsInWords } from './chart.js';
import { byId, copy, display, onPress } from './dom.js';
import { askToDelete, openEdit } from './edit.js';
import { openQr } from './qr.js';

const BARS = 60;
const EVERY_MS = 2_000;
const SLOWEST_MS = 30_000;

const dialog = byId('details-dialog');
const cut = byId('details-cut');
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
}

/** Nothing of another link or another scale may stay. */
function forget() {
  chart = chartIn(byId('details-chart'), BARS, every());
  failures = 0;
  for (const cell of dialog.querySelectorAll('[data-total]')) cell.textContent = '–';
  byId('details-rows').replaceChildren();
  byId('details-shares').replaceChildren();
  byId('details-problem').textContent = '';
  byId('details-from').textContent = `${BARS} ${SCALES[every()].unit} ago`;
}

const every = () => cut.elements.every.value;

/** Asks now and, while somebody looks, every two seconds; an answer to an earlier question comes too late. */
async function ask() {
  clearTimeout(timer);
  const mine = ++round;
  if (!dialog.open || document.hidden) return;
  const [stats, problem] = await statsOf(link, every()).then((answer) => [answer], (failure) => [null, failure]);
  if (mine !== round || !dialog.open) return;
  if (stats) draw(stats);
  byId('details-problem').textContent = problem ? `${problem.heading} ${problem.inWords}` : '';
  failures = problem ? failures + 1 : 0;
  const wait = Math.max((problem?.retryAfterS ?? 0) * 1000, Math.min(SLOWEST_MS, EVERY_MS * 2 ** failures));
  if (!problem || problem.passing) timer = setTimeout(ask, wait);
}

function draw(stats) {
  const { series = [] } = stats;
  byId('details-top').textContent = chart(series).toLocaleString();
  for (const cell of dialog.querySelectorAll('[data-total]')) {
    const total = stats[cell.dataset.total];
    cell.parentElement.hidden = total === undefined;
    cell.textContent = total?.toLocaleString() ?? '';
  }
  byId('details-rows').replaceChildren(...series.filter(({ visits }) => visits > 0).toReversed().map(rowOf));
  drawShares(byId('details-shares'), stats);
}

function rowOf({ at, visits }) {
  const row = document.createElement('tr');
  const moment = Object.assign(document.createElement('th'), { scope: 'row', textContent: momentOf(every(), at) });
  row.append(moment, Object.assign(document.createElement('td'), { textContent: visitsInWords(visits) }));
  return row;
}

const changes = { changed: (changed) => { show(changed); told.changed(changed); }, deleted: (deleted) => told.deleted(deleted) };

onPress(dialog, {
  copy: () => copy(link.shortUrl),
  qr: () => openQr(link),
  edit: () => openEdit(link, changes),
  delete: () => askToDelete(link, changes),
});
cut.addEventListener('change', () => { forget(); ask(); });
document.addEventListener('visibilitychange', ask);
dialog.addEventListener('close', () => clearTimeout(timer));
