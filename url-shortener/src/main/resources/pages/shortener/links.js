/** "Your links": this browser's or an API key's, searched, changed and forgotten. */

import { listLinks } from './api.js';
import { openDetails } from './details.js';
import { byId } from './dom.js';
import { openEdit } from './edit.js';
import { filter, offerTags, onFilter, resetFilter, setTag } from './filter.js';
import { Item } from './item.js';
import { askAfter } from './live.js';
import { display, toast } from './page.js';
import { keyInUse, onSource, refuseKey } from './source.js';
import { loadLinks, onLinksElsewhere, saveLinks } from './store.js';

const PAGE = 20;

const list = byId('links');
const NOTHING = byId('no-links').textContent;
const items = new Map();
let browsers = loadLinks();
let keys = [];
let next = null;
let question = 0;

const told = { changed: (link) => change(link), deleted: (link) => drop(link) };
const actions = { details: (link) => openDetails(link, told), edit: (link) => openEdit(link, told), forget, tag: setTag };

const all = () => (keyInUse() ? keys : browsers);

/** A key's links were chosen by the service already. */
const chosen = () => (keyInUse() ? keys : browsers.filter(filter.matches));

function keep(links) {
  if (keyInUse()) keys = links;
  else saveLinks(browsers = links);
  draw();
}

/** Puts a link that was just made on top of the list. */
export function addLink({ visits, ...link }) {
  resetFilter();
  items.delete(link.code);
  keep([link, ...all().filter(({ code }) => code !== link.code)]);
}

function change(link) {
  items.get(link.code)?.update(link);
  keep(all().map((other) => (other.code === link.code ? link : other)));
}

function drop(link) {
  keep(all().filter(({ code }) => code !== link.code));
  byId('links-heading').focus();
}

function forget(link) {
  const before = browsers;
  drop(link);
  toast(`Forgotten here; ${display(link.shortUrl)} goes on redirecting.`, { label: 'Undo', run: () => keep(before) });
}

function draw() {
  const shown = chosen();
  for (const link of shown) if (!items.has(link.code)) items.set(link.code, new Item(link, actions));
  const drawn = shown.map(({ code }) => items.get(code));
  for (const element of [...list.children]) if (!drawn.some((item) => item.element === element)) element.remove();
  drawn.forEach(({ element }, i) => { if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null); });
  list.hidden = shown.length === 0;
  byId('more').hidden = !keyInUse() || !next;
  offerTags(all());
  say(shown.length);
  askAfter(drawn);
}

function say(shown) {
  const none = all().length === 0 && !filter.active();
  byId('filter').hidden = none;
  byId('no-links').hidden = shown > 0;
  byId('no-links').textContent = none ? NOTHING : 'No link matches.';
  const of = keyInUse() ? `${shown}${next ? ' so far' : ''}` : `${shown} of ${browsers.length}`;
  byId('found').textContent = filter.active() ? `${of} ${shown === 1 ? 'link matches' : 'links match'}` : '';
}

/** Asks for a page of the key's links: the first, or the one after what is there. */
async function load(cursor) {
  const token = keyInUse();
  const mine = ++question;
  try {
    const page = await listLinks(token, { cursor, limit: PAGE, q: filter.q, tag: filter.tag });
    if (mine !== question) return;
    const links = (page.links ?? []).map((link) => ({ ...link, token }));
    for (const link of links) items.get(link.code)?.update(link);
    next = page.next ?? null;
    keys = cursor ? [...keys, ...links] : links;
    byId('list-problem').textContent = '';
    draw();
  } catch (problem) {
    if (mine !== question) return;
    if (problem.status === 401) refuseKey();
    else byId('list-problem').textContent = `${problem.heading} ${problem.inWords}`;
  }
}

function turn() {
  question++;
  keys = [];
  next = null;
  byId('list-problem').textContent = '';
  draw();
  if (keyInUse()) load();
}

onFilter(() => (keyInUse() ? load() : draw()));
onSource(() => { resetFilter(); turn(); });
onLinksElsewhere(() => { browsers = loadLinks(); draw(); });
byId('more').addEventListener('click', () => load(next));
turn();
