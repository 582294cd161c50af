/** What was served in the last minutes, drawn each two seconds while it is looked at. */

import { byId, element, showProblem, svg } from './dom.js';
import { duration, hitRatio, percent, size } from './explain.js';
import { request } from './service.js';
import { onOpen, opened } from './tabs.js';

const EVERY_MS = 2_000;
const EVERY_S = 10;
const SPANS = 60;
const WIDTH = 960;
const HEIGHT = 180;
const FOOT = 22;
const LEFT = 44;

const TIERS = ['edge', 'regional', 'central', 'shield'];
/** From the bottom up. */
const KINDS = [['hit', ['hit']], ['stale', ['stale', 'revalidated']], ['miss', ['miss']], ['pass', ['pass']], ['down', ['refused', 'error']]];

const notice = byId('panel-traffic').querySelector('.notice');
let timer = 0;

async function read() {
  clearTimeout(timer);
  if (opened() !== 'traffic') return;
  if (!document.hidden) {
    try {
      const { body } = await request(`/v1/analytics?every=${EVERY_S}s`);
      showProblem(notice, null);
      show(body);
    } catch (problem) {
      showProblem(notice, problem);
    }
  }
  timer = setTimeout(read, EVERY_MS);
}

const sum = (counts) => Object.values(counts).reduce((all, count) => all + count, 0);

function added(spans, tier, what) {
  const all = {};
  for (const { tiers } of spans) for (const [name, count] of Object.entries(tiers[tier]?.[what] ?? {})) all[name] = (all[name] ?? 0) + count;
  return all;
}

const total = (spans, tier, what) => spans.reduce((all, { tiers }) => all + (tiers[tier]?.[what] ?? 0), 0);
const most = (spans, tier, what) => Math.max(0, ...spans.map(({ tiers }) => tiers[tier]?.[what] ?? 0));

/** The usual one: that of the span with the middle rank, each as often as it answered. */
function typical(spans, tier, what) {
  const ranked = spans.flatMap(({ tiers }) => (tiers[tier] ? [{ value: tiers[tier][what], weight: sum(tiers[tier].results) }] : [])).sort((a, b) => a.value - b.value);
  let left = ranked.reduce((all, { weight }) => all + weight, 0) / 2;
  return ranked.find(({ weight }) => (left -= weight) <= 0)?.value ?? 0;
}

function show({ spans, topUrls }) {
  byId('traffic-chart').replaceChildren(chart(spans.slice(-SPANS)));
  byId('traffic-tiers').replaceChildren(...TIERS.map((tier) => tierRow(spans, tier)));
  byId('traffic-urls').replaceChildren(...rowsOf(topUrls.slice(0, 8).map(({ url, requests }) => [url, requests.toLocaleString('en')]), 'url'));
  byId('traffic-statuses').replaceChildren(...rowsOf(Object.entries(added(spans, 'edge', 'statuses')).map(([status, count]) => [status, count.toLocaleString('en')])));
}

function tierRow(spans, tier) {
  const results = added(spans, tier, 'results');
  const cells = sum(results)
    ? [sum(results).toLocaleString('en'), percent(hitRatio(results)), duration(typical(spans, tier, 'p50Ms')), `≤ ${duration(most(spans, tier, 'p99Ms'))}`, size(total(spans, tier, 'bytes')), size(total(spans, tier, 'bytesSaved'))]
    : ['0', '–', '–', '–', '–', '–'];
  return element('tr', {}, element('th', { scope: 'row', textContent: tier }), ...cells.map((textContent) => element('td', { textContent })));
}

function rowsOf(rows, kind = '') {
  if (!rows.length) return [element('tr', {}, element('td', { colSpan: 2, className: 'soft', textContent: 'Nothing so far.' }))];
  return rows.map(([name, value]) => element('tr', {}, element('td', { className: kind, textContent: name }), element('td', { textContent: value })));
}

/** A round number that is no smaller. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(4, value)));
  return [1, 2, 4, 5, 8, 10].map((factor) => factor * power).find((round) => round >= value) ?? value;
}

function chart(spans) {
  const counts = spans.map(({ tiers }) => tiers.edge?.results ?? {});
  const top = ceiling(Math.max(...counts.map(sum), 4));
  const room = HEIGHT - FOOT - 8;
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'bars', role: 'img', 'aria-label': `Edges answered ${sum(added(spans, 'edge', 'results'))} requests in the last ten minutes, at most ${Math.max(...counts.map(sum), 0)} in ${EVERY_S} s` });
  for (const part of [0, 0.5, 1]) picture.append(svg('line', { x1: LEFT, x2: WIDTH, y1: 8 + room * (1 - part), y2: 8 + room * (1 - part), class: 'grid' }), tick(LEFT - 8, 12 + room * (1 - part), String(Math.round(top * part)), 'end'));
  const step = (WIDTH - LEFT) / SPANS;
  for (const [i, results] of counts.entries()) picture.append(...bar(WIDTH - (counts.length - i) * step, step, results, (value) => (value / top) * room));
  for (const minutes of [10, 5]) picture.append(tick(WIDTH - minutes * 6 * step, HEIGHT - 4, `${minutes} min ago`, 'start'));
  picture.append(tick(WIDTH, HEIGHT - 4, 'now', 'end'));
  return picture;
}

function bar(x, step, results, heightOf) {
  let y = HEIGHT - FOOT;
  return KINDS.flatMap(([kind, names]) => {
    const height = heightOf(names.reduce((all, name) => all + (results[name] ?? 0), 0));
    if (!height) return [];
    y -= height;
    return [svg('rect', { x: x + 1, y, width: step - 2, height, rx: 1, class: 'bar-part', 'data-result': kind })];
  });
}

function tick(x, y, words, anchor) {
  const made = svg('text', { x, y, class: 'tick', 'text-anchor': anchor });
  made.textContent = words;
  return made;
}

onOpen(read);
document.addEventListener('visibilitychange', () => { if (!document.hidden) read(); });
