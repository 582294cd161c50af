/** The drawing of the world: nodes, who asks whom, and what is marked on them for a while. */

import { byId, prefersStillness, svg, write } from './dom.js';
import { hitRatio, percent, size } from './explain.js';
import { link, ORIGIN, place } from './layout.js';
import { onWorld } from './live.js';

const home = byId('world');

/** @type {{layout: ReturnType<typeof place>, nodes: Map<string, SVGElement>, links: Map<string, SVGPathElement>, over: SVGElement, shape: string} | null} */
let drawn = null;
let shown = null;
const marks = new Map();
const owners = new Set();

const shareOf = (world, { name, tier }) => world.tiers.find((each) => each.tier === tier)?.shares[name] ?? 0;
const namesOfTiers = (world) => world.tiers.map(({ tier }) => tier);
const parentsOf = (node) => (node.parents.length ? node.parents : [ORIGIN]);

/** What decides where things stand; while it stays, only texts change. */
const shapeOf = (world, layout) => JSON.stringify([layout.across, world.nodes.map(({ name, parents }) => [name, parents])]);

/** A client chooses its edge; above, the ring does. */
const hasShare = (world, name) => (world.nodes.find((node) => node.name === name)?.tier ?? 'edge') !== 'edge';

function draw(world, layout) {
  const nodes = new Map();
  const links = new Map();
  const lines = svg('g');
  const boxes = svg('g');
  const over = svg('g');
  for (const node of world.nodes) {
    for (const parent of parentsOf(node)) {
      const path = svg('path', { class: 'link', d: link(layout.boxes.get(node.name), layout.boxes.get(parent), layout.across), 'data-link': `${node.name} ${parent}` });
      links.set(`${node.name} ${parent}`, path);
      lines.append(path);
    }
  }
  for (const [name, box] of layout.boxes) {
    const group = nodeBox(name, box, layout.across, hasShare(world, name));
    nodes.set(name, group);
    boxes.append(group);
  }
  home.replaceChildren(svg('svg', { viewBox: `0 0 ${layout.width} ${layout.height}`, class: layout.across ? 'world across' : 'world', role: 'img' }, lines, boxes, over));
  drawn = { layout, nodes, links, over, shape: shapeOf(world, layout) };
}

function nodeBox(name, { x, y, width, height }, isAcross, hasShare) {
  const group = svg('g', { class: name === ORIGIN ? 'node origin' : 'node', 'data-node': name, transform: `translate(${x} ${y})` });
  group.append(svg('rect', { class: 'box', width, height, rx: 11, ry: 13 }));
  group.append(svg('circle', { class: 'dot', cx: 13, cy: isAcross ? 20 : 15, r: isAcross ? 4.5 : 3.5 }));
  group.append(text('name', isAcross ? 25 : 20, isAcross ? 25 : 19, name));
  group.append(text('figure first', 13, isAcross ? 46 : 36, ''), text('figure second', isAcross ? width - 13 : 13, isAcross ? 46 : 49, ''));
  if (hasShare) {
    group.append(svg('rect', { class: 'track', x: 13, y: height - 11, width: width - 26, height: 4, rx: 2 }));
    group.append(svg('rect', { class: 'share', x: 13, y: height - 11, width: 0, height: 4, rx: 2 }));
  }
  const pill = svg('g', { class: 'pill', transform: `translate(${width - 6} ${isAcross ? 0 : -6})` }, svg('rect', { y: -9, height: isAcross ? 20 : 17, rx: 9 }), text('pill-text', 0, isAcross ? 5 : 3.5, ''));
  group.append(pill);
  return group;
}

function text(kind, x, y, content) {
  const made = svg('text', { class: kind, x, y });
  made.textContent = content;
  return made;
}

function say(group, kind, content) {
  const place = group.querySelector(`.${kind.replace(' ', '.')}`);
  if (place) write(place, content);
}

function show(world) {
  shown = world;
  const layout = place(world.nodes, namesOfTiers(world), home.clientWidth || 1000);
  if (drawn?.shape !== shapeOf(world, layout)) {
    draw(world, layout);
    for (const name of marks.keys()) showMark(name);
  }
  for (const node of world.nodes) showNode(world, node);
  say(drawn.nodes.get(ORIGIN), 'figure first', world.demoHost ? 'the demo site' : 'yours');
  home.firstElementChild.setAttribute('aria-label', summary(world));
}

function showNode(world, node) {
  const group = drawn.nodes.get(node.name);
  const { width } = drawn.layout.boxes.get(node.name);
  const isUp = node.health === 'up';
  group.dataset.health = node.health;
  group.classList.toggle('owner', owners.has(node.name));
  say(group, 'figure first', isUp ? (hitRatio(node.results) === null ? 'idle' : `${percent(hitRatio(node.results))} hits`) : 'off');
  say(group, 'figure second', node.bytes === undefined ? node.region : size(node.bytes));
  group.querySelector('.share')?.setAttribute('width', Math.max(0, (width - 26) * shareOf(world, node)));
  for (const parent of parentsOf(node)) drawn.links.get(`${node.name} ${parent}`).classList.toggle('cut', !isUp || isDown(world, parent));
}

const isDown = (world, name) => world.nodes.some((node) => node.name === name && node.health !== 'up');

function summary(world) {
  const off = world.nodes.filter(({ health }) => health !== 'up').map(({ name }) => name);
  const tiers = world.tiers.map(({ tier }) => `${world.nodes.filter((node) => node.tier === tier).length} ${tier}`).join(', ');
  return `The nodes of each tier: ${tiers}, then the origin. ${off.length ? `Off: ${off.join(', ')}.` : 'All are up.'}`;
}

/** Marks a node for now. @param {string} name @param {string} kind as in the legend @param {string} [words] on it */
export function mark(name, kind, words = kind) {
  marks.set(name, { kind, words });
  showMark(name);
}

function showMark(name) {
  const group = drawn?.nodes.get(name);
  if (!group) return;
  const { kind, words } = marks.get(name) ?? { kind: '', words: '' };
  group.dataset.mark = kind;
  say(group, 'pill-text', words);
  const width = words.length * (drawn.layout.across ? 7.4 : 6) + 16;
  const rect = group.querySelector('.pill rect');
  rect.setAttribute('width', width);
  rect.setAttribute('x', -width);
  group.querySelector('.pill-text').setAttribute('x', -width / 2);
}

/** Takes all marks off. */
export function clearMarks() {
  const names = [...marks.keys()];
  marks.clear();
  names.forEach(showMark);
  drawn?.over.replaceChildren();
  for (const path of drawn?.links.values() ?? []) path.classList.remove('lit');
}

/** Shows who owns the key that is looked at. @param {Iterable<string>} names */
export function own(names) {
  owners.clear();
  for (const name of names) owners.add(name);
  if (shown) show(shown);
}

/** Scrolls the drawing into sight, where what happens on it would not be seen. */
export function reveal() {
  const { top, bottom } = home.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) home.scrollIntoView({ block: bottom - top > innerHeight ? 'start' : 'nearest', behavior: prefersStillness() ? 'auto' : 'smooth' });
}

/** The line between two nodes; where one was gone past, a line of its own. */
function pathOf(child, parent) {
  const known = drawn.links.get(`${child} ${parent}`);
  if (known) return known;
  const path = svg('path', { class: 'link', d: link(drawn.layout.boxes.get(child), drawn.layout.boxes.get(parent), drawn.layout.across) });
  drawn.over.append(path);
  return path;
}

/** Something goes from a child to its parent, or back. @returns {Promise<void>} when it is there */
export function travel(child, parent, { back = false, ms = 320 } = {}) {
  if (!drawn?.layout.boxes.has(child) || !drawn.layout.boxes.has(parent)) return Promise.resolve();
  const path = pathOf(child, parent);
  path.classList.add('lit');
  if (prefersStillness() || document.hidden) return Promise.resolve();
  const dot = svg('circle', { class: back ? 'courier back' : 'courier', r: drawn.layout.across ? 7 : 5 });
  drawn.over.append(dot);
  const length = path.getTotalLength();
  const begun = performance.now();
  return new Promise((done) => {
    const frame = (now) => {
      const part = Math.min(1, Math.max(0, (now - begun) / ms));
      const eased = part * part * (3 - 2 * part);
      const { x, y } = path.getPointAtLength(length * (back ? 1 - eased : eased));
      dot.setAttribute('transform', `translate(${x} ${y})`);
      if (part < 1) return requestAnimationFrame(frame);
      dot.remove();
      return done();
    };
    requestAnimationFrame(frame);
  });
}

onWorld(show);
new ResizeObserver(() => { if (shown) show(shown); }).observe(home);
