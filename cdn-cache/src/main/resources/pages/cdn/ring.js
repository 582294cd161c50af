/** The rings: shares, who owns a key and who would, and the switches of the nodes. */

import { onAsked } from './ask.js';
import { byId, clearErrors, element, showError, showProblem, svg, write } from './dom.js';
import { hitRatio, percent, size } from './explain.js';
import { withKey } from './key.js';
import { onWorld, world } from './live.js';
import { request } from './service.js';
import { onOpen, opened } from './tabs.js';
import { own } from './world.js';

const TONES = 6;
const RADIUS = 74;
const SETTLE_MS = 250;

const form = byId('ring-form');
const { key } = form.elements;
const notice = byId('panel-ring').querySelector('.notice');
let last = null;
let timer = 0;

/** A colour of its own for each node of a tier, whoever else is up. */
const toneOf = (name) => {
  const node = world()?.nodes.find((each) => each.name === name);
  return (world()?.nodes.filter(({ tier }) => tier === node?.tier).findIndex((each) => each.name === name) ?? 0) % TONES;
};

async function look() {
  clearErrors(form);
  if (!key.value.trim()) return showError(key, 'Type a URL.');
  try {
    const { body } = await request(`/v1/ring?key=${encodeURIComponent(key.value.trim())}`);
    showProblem(notice, null);
    show(body);
  } catch (problem) {
    showProblem(notice, problem);
  }
  return undefined;
}

function show(ring) {
  const before = last;
  last = ring;
  byId('rings').replaceChildren(...ring.circles.map((circle) => ringFigure(circle, ring)));
  own(opened() === 'ring' ? ring.owners.map(({ owner }) => owner).filter(Boolean) : []);
  if (before) sayMoved(before, ring);
}

/** Who has other keys than before, and whose they were. */
function sayMoved(before, now) {
  const sentences = now.circles.flatMap((circle) => moved(before.circles.find(({ tier }) => tier === circle.tier), circle) ?? []);
  if (sentences.length) write(byId('said'), sentences.join(' '));
}

function moved(was, is) {
  if (!was || was.nodes.join() === is.nodes.join()) return null;
  if (!was.owners.length || !is.owners.length) return `The ${is.tier} tier ${is.owners.length ? 'is back' : 'is away: its children ask the tier above it'}.`;
  const changed = is.owners.flatMap((owner, i) => (is.nodes[owner] === was.nodes[was.owners[i]] ? [] : [[was.nodes[was.owners[i]], is.nodes[owner]]]));
  const names = (all) => [...new Set(all)].join(', ');
  const part = percent(changed.length / is.owners.length);
  return `${part} of the ${is.tier} tier’s keys moved, from ${names(changed.map(([from]) => from))} to ${names(changed.map(([, to]) => to))}. No others did.`;
}

/** The circle as arcs: neighbours of one owner are one arc. */
function arcs({ nodes, owners }) {
  const found = [];
  for (const [i, owner] of owners.entries()) {
    if (found.at(-1)?.owner === owner) found.at(-1).to = i + 1;
    else found.push({ owner, from: i, to: i + 1 });
  }
  return found.map(({ owner, from, to }) => ({ name: nodes[owner], from: from / owners.length, to: to / owners.length }));
}

const point = (part, radius) => [100 + radius * Math.sin(part * 2 * Math.PI), 100 - radius * Math.cos(part * 2 * Math.PI)].map((value) => value.toFixed(2));

function arcPath({ from, to }) {
  const end = Math.min(to, from + 0.9999);
  return `M${point(from, RADIUS).join(' ')}A${RADIUS} ${RADIUS} 0 ${end - from > 0.5 ? 1 : 0} 1 ${point(end, RADIUS).join(' ')}`;
}

function ringFigure(circle, { owners, place }) {
  const { owner, ifLeft } = owners.find(({ tier }) => tier === circle.tier);
  const next = owner && ifLeft[owner];
  const picture = svg('svg', { viewBox: '0 0 200 200', class: 'ring', role: 'img', 'aria-label': `The ${circle.tier} ring: ${shares(circle).map(([name, part]) => `${name} ${percent(part)}`).join(', ') || 'nobody is up'}` });
  if (!circle.owners.length) picture.append(svg('circle', { cx: 100, cy: 100, r: RADIUS, class: 'none' }));
  for (const arc of arcs(circle)) picture.append(svg('path', { d: arcPath(arc), class: 'arc', 'data-tone': toneOf(arc.name) }));
  const [x, y] = point(place, RADIUS + 17);
  const [x2, y2] = point(place, RADIUS - 13);
  picture.append(svg('line', { x1: x, y1: y, x2, y2, class: 'key-line' }), svg('circle', { cx: x, cy: y, r: 6, class: 'key-dot' }));
  picture.append(label(94, 'tier-name', circle.tier), label(114, 'tier-note', circle.nodes.length === 1 ? '1 node' : `${circle.nodes.length} nodes`));
  return element('figure', { className: 'ring-figure' }, picture, caption(circle, owner, next));
}

function label(y, kind, words) {
  const made = svg('text', { x: 100, y, class: kind });
  made.textContent = words;
  return made;
}

function shares({ nodes, owners }) {
  return nodes.map((name, i) => [name, owners.filter((owner) => owner === i).length / owners.length]);
}

function caption(circle, owner, next) {
  const list = shares(circle).map(([name, part]) => {
    const item = element('span', { className: 'tone-key small' }, `${name} ${percent(part)}`);
    item.dataset.tone = toneOf(name);
    return item;
  });
  const words = owner ? [element('strong', { textContent: owner }), ' owns it'] : ['Nobody is up'];
  const otherwise = element('p', { className: 'small soft', textContent: next ? `without it: ${next}` : owner ? 'without it: the tier above is asked' : 'the tier above is asked' });
  return element('figcaption', { className: 'stack-s' }, element('p', { className: 'ring-owner' }, ...words), otherwise, element('p', { className: 'row' }, ...list));
}

/** @type {Map<string, {row: HTMLElement, button: HTMLButtonElement, cells: Record<string, HTMLElement>}>} */
const rows = new Map();

function rowOf(node) {
  const known = rows.get(node.name);
  if (known) return known;
  const cells = Object.fromEntries(['region', 'share', 'hits', 'kept'].map((name) => [name, element('td')]));
  const button = element('button', { type: 'button', className: 'button switch', role: 'switch' });
  button.addEventListener('click', () => turn(node.name, button));
  button.setAttribute('aria-label', node.name);
  const row = element('tr', {}, element('th', { scope: 'row', textContent: node.name }), ...Object.values(cells), element('td', {}, button));
  const made = { row, button, cells };
  rows.set(node.name, made);
  byId('switches').append(row);
  return made;
}

function showRows({ nodes, tiers }) {
  for (const [name, { row }] of rows) {
    if (!nodes.some((node) => node.name === name)) {
      row.remove();
      rows.delete(name);
    }
  }
  for (const node of nodes) {
    const { button, cells } = rowOf(node);
    const isUp = node.health === 'up';
    write(cells.region, node.region);
    write(cells.share, node.tier === 'edge' ? 'by client' : percent(tiers.find(({ tier }) => tier === node.tier)?.shares[node.name] ?? 0));
    write(cells.hits, percent(hitRatio(node.results)));
    write(cells.kept, node.bytes === undefined ? '–' : size(node.bytes));
    button.ariaChecked = String(isUp);
    button.disabled = !node.switchable;
    write(button, isUp ? 'On' : 'Off');
  }
}

async function turn(name, button) {
  if (button.ariaDisabled === 'true') return;
  button.ariaDisabled = 'true';
  const way = button.ariaChecked === 'true' ? 'down' : 'up';
  try {
    const done = await withKey((headers) => request(`/v1/nodes/${encodeURIComponent(name)}/${way}`, { method: 'POST', headers }));
    showProblem(notice, null);
    if (done) await look();
  } catch (problem) {
    showProblem(notice, problem);
  } finally {
    button.ariaDisabled = null;
  }
}

const upOf = (now) => now.nodes.filter(({ health }) => health === 'up').map(({ name }) => name).join();
let upBefore = '';

onWorld((now) => {
  showRows(now);
  if (!key.value) key.value = `http://${now.demoHost ?? 'localhost'}/images/1.svg`;
  const up = upOf(now);
  if (opened() === 'ring' && up !== upBefore) look();
  upBefore = up;
});
onOpen((name) => {
  if (name === 'ring') look();
  else own([]);
});
onAsked((url) => { key.value = url; });
form.addEventListener('submit', (event) => { event.preventDefault(); look(); });
key.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(look, SETTLE_MS);
});
