/** "Your links": kept in this browser, and asked after once a second while somebody looks. */

import { statsOf, visit } from './api.js';
import { chartIn } from './chart.js';
import { byId, copy, display, toast } from './dom.js';
import * as moment from './moment.js';

const STORED = 'whiteboard.shortener.links';
const EVERY_MS = 1_000;
const SLOWEST_MS = 30_000;
/** So many links, the newest, are asked after in every round; the others one a round, in turn. */
const LIVE = 12;

const list = byId('links');
const items = new Map();
let links = load();

function load() {
  try {
    return JSON.parse(localStorage.getItem(STORED)).filter((link) => link.code && link.shortUrl);
  } catch {
    return [];
  }
}

function keep(changed) {
  links = changed;
  try {
    localStorage.setItem(STORED, JSON.stringify(links));
  } catch {
    toast('This browser stores nothing: the list goes when the page does.');
  }
  draw();
  ask();
}

/** Puts a link that was just made on top of the list. */
export function addLink({ code, shortUrl, url, manageToken, createdAt }) {
  items.delete(code);
  keep([{ code, shortUrl, url, manageToken, createdAt }, ...links.filter((link) => link.code !== code)]);
}

function draw() {
  for (const link of links) if (!items.has(link.code)) items.set(link.code, itemOf(link));
  const shown = links.map(({ code }) => items.get(code).element);
  for (const element of [...list.children]) if (!shown.includes(element)) element.remove();
  shown.forEach((element, i) => { if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null); });
  list.hidden = byId('connection').hidden = links.length === 0;
  byId('no-links').hidden = links.length > 0;
}

function itemOf(link) {
  const element = byId('link-item').content.firstElementChild.cloneNode(true);
  const find = (selector) => element.querySelector(selector);
  const actions = { visit: () => send(link), copy: () => copy(link.shortUrl), forget: () => forget(link) };
  element.dataset.code = find('[data-visits]').dataset.code = link.code;
  Object.assign(find('.short'), { href: link.shortUrl, textContent: display(link.shortUrl) });
  find('.target').textContent = link.url;
  find('[data-do=preview]').href = `${link.shortUrl}+`;
  for (const button of element.querySelectorAll('[data-do]')) {
    button.ariaLabel = `${button.textContent} ${link.code}`;
    if (actions[button.dataset.do]) button.addEventListener('click', actions[button.dataset.do]);
  }
  moment.watchVisits(element);
  return { element, find, chart: chartIn(find('.spark')), visits: null };
}

async function send({ code }) {
  const sent = moment.sent(code);
  moment.answered(sent, await visit(code).catch(() => null));
}

function forget(link) {
  const before = links;
  keep(links.filter((other) => other !== link));
  byId('links-heading').focus();
  toast(`Forgotten here; ${display(link.shortUrl)} goes on redirecting.`, { label: 'Undo', run: () => keep(before) });
}

function show({ code }, { visits, series = [] }) {
  const item = items.get(code);
  const more = visits - (item.visits ?? visits);
  item.chart(series);
  item.visits = visits;
  Object.assign(item.find('[data-visits]'), { textContent: visits.toLocaleString() }).dataset.visits = visits;
  item.find('.count span').textContent = visits === 1 ? 'visit' : 'visits';
  if (more <= 0) return;
  item.element.dataset.pulse = item.element.dataset.pulse === 'a' ? 'b' : 'a';
  moment.counted(code, more);
}

/** Asking after this link again would not bring it back. */
function lose({ code }, { status, title }) {
  const item = items.get(code);
  item.lost = true;
  item.find('.lost').textContent = status === 404 ? 'The service does not know this link. Was it started afresh?' : title;
}

let timer = 0;
let failures = 0;
let round = 0;
let asking = false;

/** Asks after the links now, and again after a while: a second, or longer each time that it fails. */
async function ask() {
  clearTimeout(timer);
  if (asking || !links.length || (document.hidden && !moment.awaited())) return;
  asking = true;
  const trouble = (await Promise.all(due().map(askAfter))).find(Boolean);
  asking = false;
  failures = trouble ? failures + 1 : 0;
  const wait = trouble ? Math.min(SLOWEST_MS, Math.max(trouble.retryAfterS * 1000, EVERY_MS * 2 ** failures)) : EVERY_MS;
  byId('connection').dataset.state = trouble ? 'down' : 'up';
  byId('connection').textContent = trouble ? `${trouble.title} Asking again in ${wait / 1000} s.` : 'Live';
  timer = setTimeout(ask, wait);
}

function due() {
  const known = links.filter(({ code }) => !items.get(code).lost);
  return [...known.slice(0, LIVE), ...known.slice(LIVE + (round++ % Math.max(1, known.length - LIVE))).slice(0, 1)];
}

/** Answers the problem if it is more than this link's. */
async function askAfter(link) {
  const [stats, problem] = await statsOf(link).then((answer) => [answer], (failure) => [null, failure]);
  if (problem?.passing) return problem;
  if (stats) show(link, stats);
  else lose(link, problem);
  return null;
}

for (const event of ['online', 'offline', 'visibilitychange']) addEventListener(event, ask, true);
addEventListener('storage', ({ key }) => {
  if (key === STORED) { links = load(); draw(); ask(); }
});
draw();
ask();
