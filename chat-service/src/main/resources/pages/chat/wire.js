/** What just happened: the connection, what it has come through, its frames, and buttons that break things. */

import { byId, element, write } from '../dom.js';
import { on, onceAFrame } from './bus.js';
import { short } from './ids.js';
import { exactTime } from './moment.js';
import { node, nodes, placeOf } from './nodes.js';
import { toast } from './page.js';
import { chat as chatOf, nameOf } from './store.js';
import { counts, entries } from './tape.js';
import { cut, hurry, line, loseNext, repeatLast, switchNode } from './talk.js';

const SHOWN_MAX = 80;
const QUIET = new Set(['ping', 'pong', 'ack', 'presence']);
const TICK_MS = 500;

const wire = byId('wire');
const opener = byId('line');
const beats = byId('tape-beats');
let ticking = 0;
let tapeElements = new Map();

// the connection

const STATES = { off: 'off', connecting: 'wait', open: 'up', waiting: 'down', ended: 'down' };

/** What is left of the waiting is drawn, and not read out each second. */
function left({ state, untilMs }) {
  return state === 'waiting' && navigator.onLine ? `back in ${Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000))} s` : '';
}

function inWords({ state, node: name, why }) {
  return {
    off: 'Not connected',
    connecting: 'Connecting',
    open: name,
    waiting: navigator.onLine ? 'Away' : 'Offline',
    ended: `Ended: ${why}`,
  }[state];
}

function more({ state, node: name }) {
  const all = nodes().length;
  if (state === 'open') return `Connected to ${name} (${placeOf(node())}), one of ${all === 1 ? 'the nodes behind this address' : `${all}`}. Any of them serves any chat: nothing is lost by changing.`;
  return `What you write waits here and is sent under the same id, once the page is back at ${all === 1 ? 'a node' : 'one of the nodes'}.`;
}

function drawLine() {
  const now = line();
  const place = byId('line-state');
  place.dataset.state = STATES[now.state];
  place.dataset.node = now.state === 'open' ? now.node : '';
  write(place, inWords(now));
  write(byId('line-left'), left(now));
  write(byId('wire-line'), more(now));
  for (const button of wire.querySelectorAll('[data-do="switch"], [data-do="cut"]')) button.disabled = now.state !== 'open';
  clearTimeout(ticking);
  if (now.state === 'waiting') ticking = setTimeout(drawLine, TICK_MS);
}

// what it has come through

const COUNTS = {
  connections: 'connections',
  gaps: 'gaps found',
  known: 'doubles dropped',
  resent: 'sent again',
  duplicates: 'already there',
};

function drawCounts() {
  byId('counts').replaceChildren(...Object.entries(COUNTS).map(([what, words]) => {
    const figure = element('dd', { textContent: counts[what] });
    figure.dataset.count = what;
    return element('div', {}, element('dt', { textContent: words }), figure);
  }));
}

// frames

const TOLD = {
  hello: ({ cursors }) => `with ${Object.keys(cursors ?? {}).length} cursors`,
  welcome: ({ node: name, heartbeatMs }) => `${name}, a heartbeat each ${heartbeatMs / 1_000} s`,
  send: ({ kind, mid }) => `${kind} ${short(mid)}`,
  sent: ({ mid, seq, dup }) => `${short(mid)} is durable at ${seq}${dup ? ', and was already' : ''}`,
  msg: ({ seq, kind, chat }) => `${seq} ${kind} in ${chatOf(chat)?.name ?? 'a chat'}`,
  ack: ({ upto }) => `delivered up to ${upto}`,
  read: ({ upto }) => `read up to ${upto}`,
  receipt: ({ user, delivered, read }) => `${nameOf(user)} has ${delivered}, read ${read}`,
  presence: ({ user, state, users }) => (users ? `watches ${users.length}` : `${nameOf(user)} ${state}`),
  typing: ({ user }) => (user ? nameOf(user) : ''),
  gap: ({ from, to }) => `${from} to ${to} are to be asked for`,
  sync: ({ after }) => `what is behind ${after}?`,
  synced: ({ upto, head }) => `up to ${upto} of ${head}`,
  error: ({ code, detail }) => `${code}: ${detail}`,
  bye: ({ code, afterMs, reconnect }) => `${code}, ${reconnect ? `come back after ${afterMs} ms` : 'don’t come back'}`,
};

function tapeItem(entry) {
  const { way, frame, text, at, lost, node: name } = entry;
  const made = element('li');
  made.dataset.way = way;
  const time = element('time', { textContent: exactTime(at) });
  if (way === 'note') {
    made.append(element('p', { className: 'tape-note' }, time, element('span', { textContent: text })));
    return made;
  }
  made.dataset.t = frame.t;
  if (lost) made.dataset.lost = 'yes';
  const sign = element('span', { className: 'way', textContent: lost ? '✕' : way === 'in' ? '↓' : '↑', title: lost ? 'Lost on purpose' : way === 'in' ? 'In' : 'Out' });
  const told = element('span', { className: 'frame' }, element('span', { className: 'frame-name', textContent: frame.t }), ` ${lost ? 'lost on purpose: ' : ''}${TOLD[frame.t]?.(frame) ?? ''}`);
  const whole = element('pre', { textContent: `${name ? `${name}\n` : ''}${JSON.stringify(frame, null, 1)}` });
  made.append(element('details', {}, element('summary', {}, time, sign, told), whole));
  return made;
}

const isShown = ({ way, frame }) => way === 'note' || beats.checked || !QUIET.has(frame.t);

function drawTape() {
  if (wire.hidden) return;
  const shown = entries.filter(isShown).slice(-SHOWN_MAX).reverse();
  const next = new Map(shown.map((entry) => [entry, tapeElements.get(entry) ?? tapeItem(entry)]));
  for (const [entry, old] of tapeElements) if (!next.has(entry)) old.remove();
  let at = byId('tape').firstElementChild;
  for (const made of next.values()) {
    if (made === at) at = at.nextElementSibling;
    else byId('tape').insertBefore(made, at);
  }
  tapeElements = next;
  if (!entries.some(({ lost, at: when }) => lost && when > losingSince)) return;
  byId('wire').querySelector('[data-do=lose]').setAttribute('aria-pressed', 'false');
}

let losingSince = Infinity;

// what one does

const DO = {
  switch: switchNode,
  cut,
  lose: (button) => {
    losingSince = Date.now();
    loseNext();
    button.setAttribute('aria-pressed', 'true');
  },
  repeat: () => { if (!repeatLast()) toast('Say something in a chat first.'); },
};

for (const button of wire.querySelectorAll('[data-do]')) button.addEventListener('click', () => DO[button.dataset.do](button));

function toggle(isOpen) {
  wire.hidden = !isOpen;
  opener.ariaExpanded = String(isOpen);
  drawLine();
  drawCounts();
  drawTape();
}

opener.addEventListener('click', () => {
  if (line().state === 'waiting') hurry();
  toggle(wire.hidden);
  if (!wire.hidden) byId('wire-close').focus({ preventScroll: true });
});
byId('wire-close').addEventListener('click', () => { toggle(false); opener.focus(); });
beats.addEventListener('change', () => { byId('tape').replaceChildren(); tapeElements = new Map(); drawTape(); });
on('line', drawLine);
on('tape', onceAFrame(() => { drawCounts(); drawTape(); }));
