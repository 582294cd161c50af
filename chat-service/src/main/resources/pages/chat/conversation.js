/**
 * The conversation that is open: a window on its messages, of which a bounded number are elements. Scrolled to its ends it moves on; what
 * is before the first that the page has, is asked for.
 */

import { byId, element, prefersStillness, write } from '../dom.js';
import { on, onceAFrame } from './bus.js';
import { dayRow, messageRow, newRow, reach } from './message.js';
import { sameDay, took } from './moment.js';
import { inSentence, nameFor, toast } from './page.js';
import { isMe } from './session.js';
import { look, openChat, person } from './store.js';
import { dropPending, line, older, readSoon, refreshChat, say, sayAgain, seenBy } from './talk.js';
import { aboutTo, focusWords } from './writing.js';

/** Messages that are elements at a time. */
const WINDOW = 160;
const STEP = 60;
const NEAR_PX = 400;
const AT_END_PX = 60;
const AGAIN_MS = 50;

/** Messages of one author within this are one group. */
const TOGETHER_MS = 5 * 60_000;

/** A second press within this deletes. */
const SURE_MS = 10_000;

const place = byId('messages');
const scroller = byId('scroller');
const facts = new Set();
let rows = new Map();
let first = 0;
let last = Infinity;
let follows = true;
let shownId = '';

/** The message that a second press deletes. */
let sure = '';
let sureTimer = 0;

const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END_PX;

// what is drawn

function inWindow(chat) {
  const shown = chat.shown();
  if (last !== Infinity) return shown.filter(({ seq }) => seq >= first && seq <= last);
  const from = first === Infinity ? shown.length - STEP : shown.findIndex(({ seq }) => seq >= first);
  return shown.slice(Math.max(0, from)).slice(-WINDOW);
}

function rowsOf(chat) {
  const made = [];
  let before = null;
  for (const message of inWindow(chat)) {
    if (!before || !sameDay(before.at, message.at)) made.push(dayRow(message.at));
    if (chat.newFrom && before && before.seq <= chat.newFrom && message.seq > chat.newFrom && !isMe(message.from)) made.push(newRow(chat.newFrom));
    made.push(messageRow(chat, message, { isFirst: isFirst(before, message), isOpen: facts.has(message.mid), isSure: message.mid === sure }));
    before = message;
  }
  if (last === Infinity) for (const waiting of chat.pending.filter(({ kind }) => kind === 'text')) made.push(messageRow(chat, { ...waiting, seq: 0 }, { isFirst: true, isOpen: false, isSure: false }));
  return made;
}

const isFirst = (before, { from, at, kind }) => before?.from !== from || before.kind !== 'text' || kind !== 'text' || Date.parse(at) - Date.parse(before.at) > TOGETHER_MS;

function elementsOf(wanted) {
  const next = new Map();
  for (const row of wanted) {
    const old = rows.get(row.key);
    next.set(row.key, old?.sign === row.sign ? old : { sign: row.sign, element: row.build(), was: old?.element });
  }
  return next;
}

/** Puts elements in their order, and moves none that is in its place: focus and selection stay. */
function put(next) {
  const focused = [...next.values()].find(({ was }) => was?.contains(document.activeElement));
  const button = document.activeElement.dataset?.do;
  const wanted = [...next.values()].map((row) => row.element);
  const staying = new Set(wanted);
  for (const old of [...place.children]) if (!staying.has(old)) old.remove();
  let at = place.firstElementChild;
  for (const row of wanted) {
    if (row === at) at = at.nextElementSibling;
    else place.insertBefore(row, at);
  }
  (focused?.element.querySelector(`[data-do="${button}"]`) ?? focused?.element)?.focus({ preventScroll: true });
  for (const row of next.values()) delete row.was;
}

function typingLine(chat) {
  const names = chat.writing().map(nameFor);
  if (!names.length) return [];
  const dots = element('span', { className: 'dots', ariaHidden: 'true' }, element('i'), element('i'), element('i'));
  return [{ key: 'typing', sign: names.join(), build: () => element('li', { className: 'typing-line' }, dots, `${inSentence(names)} ${names.length > 1 ? 'are' : 'is'} writing`) }];
}

function draw() {
  const chat = openChat();
  if (!chat) return;
  const wasAtEnd = follows;
  if (wasAtEnd) chat.shorten(rowsFirst(chat));
  const anchor = wasAtEnd ? null : topRow();
  rows = elementsOf([...rowsOf(chat), ...typingLine(chat)]);
  put(rows);
  if (wasAtEnd) scroller.scrollTop = scroller.scrollHeight;
  else if (anchor && anchor.row.isConnected) scroller.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
  byId('to-end').hidden = follows;
  byId('talk-left').hidden = !chat.hasLeft;
  byId('writing').hidden = chat.hasLeft;
}

/** What is at the upper edge now, to be there after as well. */
function topRow() {
  const edge = scroller.getBoundingClientRect().top;
  const row = [...place.children].find((one) => one.getBoundingClientRect().bottom > edge && one.dataset.mid);
  return row && { row, top: row.getBoundingClientRect().top };
}

const redraw = onceAFrame(draw);

// the head

function presence(chat) {
  const writing = chat.writing();
  if (writing.length) return `${inSentence(writing.map(nameFor))} ${writing.length > 1 ? 'are' : 'is'} writing`;
  if (!chat.isGroup) return stateInWords(person(chat.other));
  const online = [...chat.members.keys()].filter((user) => !isMe(user) && person(user)?.state === 'online').length;
  return `${chat.memberCount} members${online ? `, ${online} online` : ''}`;
}

function stateInWords({ state, since } = {}) {
  if (state === 'online') return 'Online';
  if (state === 'offline') return since ? `Last here ${took(Date.now() - Date.parse(since))} ago` : 'Offline';
  return line().state === 'open' ? 'Nobody can tell whether they are here' : '';
}

function drawHead() {
  const chat = openChat();
  byId('talk-none').hidden = Boolean(chat);
  byId('talk-open').hidden = !chat;
  if (!chat) return;
  write(byId('talk-name'), chat.name);
  byId('talk-name').classList.toggle('locked', chat.encrypted);
  write(byId('talk-state'), presence(chat));
  write(byId('about-open'), chat.isGroup ? 'Members' : 'About');
  byId('keys-open').hidden = !chat.encrypted;
}

const redrawHead = onceAFrame(drawHead);

// where one looks

/** Opens a chat, at its end. */
export async function open(id, { focus = true } = {}) {
  look(id);
  const chat = openChat();
  byId('app').dataset.shows = 'talk';
  if (shownId !== id) fresh(chat);
  draw();
  drawHead();
  if (focus) focusWords();
  try {
    if (!chat.messages.length || chat.messages.length < STEP) await older(chat);
    await refreshChat(id);
    readSoon();
  } catch (problem) {
    toast(problem.heading ?? problem.message);
  }
}

function fresh(chat) {
  shownId = chat.id;
  rows = new Map();
  place.replaceChildren();
  facts.clear();
  chat.newFrom = chat.unread ? chat.read : 0;
  toEnd();
}

function toEnd() {
  [first, last, follows] = [Infinity, Infinity, true];
  redraw();
}

/** Moves the window up, and gets more where it is at the first. @returns {Promise<boolean>} whether it has moved */
async function up(chat) {
  const shown = chat.shown();
  const from = rowsFirst(chat);
  const at = Math.max(0, shown.findIndex(({ seq }) => seq === from) - STEP);
  if (shown[0]?.seq === from && !(await older(chat).catch(() => false))) return false;
  const now = chat.shown();
  const start = shown[0]?.seq === from ? Math.max(0, now.findIndex(({ seq }) => seq === from) - STEP) : at;
  first = now[start]?.seq ?? 0;
  const end = start + WINDOW;
  last = end >= now.length ? Infinity : now[end - 1].seq;
  draw();
  return true;
}

const rowsFirst = (chat) => inWindow(chat)[0]?.seq ?? 0;

function down(chat) {
  if (last === Infinity) return false;
  const shown = chat.shown();
  const newer = shown.findIndex(({ seq }) => seq > last);
  const end = newer < 0 ? shown.length : newer + STEP;
  last = end >= shown.length ? Infinity : shown[end].seq;
  first = shown[Math.max(0, Math.min(end, shown.length) - WINDOW)].seq;
  draw();
  return true;
}

let moving = false;

async function scrolled() {
  const chat = openChat();
  follows = last === Infinity && atEnd();
  byId('to-end').hidden = follows;
  if (follows) readSoon();
  if (moving || !chat) return;
  moving = true;
  let hasMoved = false;
  try {
    if (scroller.scrollTop < NEAR_PX) hasMoved = await up(chat);
    else if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX) hasMoved = down(chat);
  } finally {
    moving = false;
  }
  if (hasMoved) setTimeout(scrolled, AGAIN_MS); // who scrolls on meanwhile is not heard
}

/** Shows a message, however far back it is. */
export async function goTo(seq) {
  const chat = openChat();
  while (!chat.find(seq) && seq < (chat.oldest || Infinity)) if (!(await older(chat))) break;
  const shown = chat.shown();
  const at = shown.findIndex((one) => one.seq >= seq);
  if (at < 0) return;
  first = shown[Math.max(0, at - STEP)].seq;
  last = at + STEP >= shown.length ? Infinity : shown[at + STEP].seq;
  follows = false;
  draw();
  const row = place.querySelector(`[data-seq="${Number(seq)}"]`);
  row?.scrollIntoView({ block: 'center', behavior: prefersStillness() ? 'auto' : 'smooth' });
  row?.classList.add('flash');
  setTimeout(() => row?.classList.remove('flash'), 1_800);
}

// what one does with messages

const messageAt = (row) => openChat()?.messages.find(({ mid }) => mid === row.dataset.mid) ?? openChat()?.pending.find(({ mid }) => mid === row.dataset.mid);

const DO = {
  answer: (chat, message) => aboutTo('answer', message),
  edit: (chat, message) => aboutTo('edit', message),
  facts: (chat, { mid }) => {
    if (!facts.delete(mid)) facts.add(mid);
    redraw();
  },
  delete: (chat, { mid, seq }) => {
    clearTimeout(sureTimer);
    if (sure === mid) say(chat, { kind: 'delete', ref: seq });
    sure = sure === mid ? '' : mid;
    sureTimer = setTimeout(() => { sure = ''; redraw(); }, SURE_MS);
    draw();
  },
  goto: (chat, message, button) => goTo(Number(button.dataset.ref)),
  again: (chat, waiting) => sayAgain(chat, waiting),
  drop: (chat, { mid }) => dropPending(chat, mid),
};

place.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-do]');
  const row = target.closest('li[data-mid]');
  if (button && row) DO[button.dataset.do]?.(openChat(), messageAt(row), button);
  else if (row && matchMedia('(hover: none)').matches) row.focus({ preventScroll: true });
});

place.addEventListener('focusin', ({ target }) => reach(target.closest('.message'), 0));
place.addEventListener('focusout', ({ target }) => reach(target.closest('.message'), -1));

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

scroller.addEventListener('keydown', (event) => {
  if (!(event.key in STEPS) || event.target.closest('button, a')) return;
  const list = [...place.querySelectorAll('.message')];
  const at = list.indexOf(document.activeElement.closest('.message'));
  const next = at < 0 ? list.at(-1) : list[at + STEPS[event.key]];
  if (next) {
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  } else if (at >= 0 && STEPS[event.key] > 0) focusWords();
});

/** What others say is said to a screen reader too. */
function announce({ chat, message }) {
  if (chat !== openChat()) return;
  byId('announced').replaceChildren(element('span', { textContent: `${nameFor(message.from)}: ${chat.text(message) || 'a file'}` }));
}

seenBy(() => follows && byId('app').dataset.shows === 'talk' && !byId('app').hidden && !document.querySelector('dialog[open]') && document.hasFocus());
scroller.addEventListener('scroll', scrolled, { passive: true });
byId('to-end').addEventListener('click', toEnd);
new ResizeObserver(() => { if (follows) scroller.scrollTop = scroller.scrollHeight; }).observe(scroller);
new ResizeObserver(() => { if (follows) scroller.scrollTop = scroller.scrollHeight; }).observe(place);
on('chat', (id) => { if (id === openChat()?.id) { redraw(); redrawHead(); } });
on('people', () => { redraw(); redrawHead(); });
on('line', redrawHead);
on('open', redrawHead);
on('said', announce);
on('mine', toEnd);
on('refused', toast);
on('signed', () => { shownId = ''; drawHead(); });
