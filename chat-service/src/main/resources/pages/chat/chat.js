/** Ties the parts together: what is shown before one is signed in and after, and keys that work everywhere. */

import './side.js';
import './wire.js';
import './newchat.js';
import './about.js';
import './keys.js';
import './account.js';
import { byId } from '../dom.js';
import { on, tell } from './bus.js';
import { open } from './conversation.js';
import { findNodes } from './nodes.js';
import { toast } from './page.js';
import { forget, resume, session } from './session.js';
import { allChats, chat, look, openChat } from './store.js';
import { start, stop } from './talk.js';

const OPEN = 'whiteboard.chat.open';
const AGAIN_MS = 3_000;

function show(isSigned) {
  document.body.classList.toggle('talking', isSigned);
  byId('start').hidden = isSigned;
  byId('app').hidden = !isSigned;
  byId('who').hidden = !isSigned;
  byId('app').dataset.shows = 'chats';
}

/** A page that is loaded again while all nodes are away waits for one. */
async function startHoweverLong() {
  for (;;) {
    try {
      await start();
      return;
    } catch (problem) {
      if (!problem.passing) throw problem;
      toast(`${problem.heading} ${problem.inWords}`);
      await new Promise((done) => { setTimeout(done, AGAIN_MS); });
    }
  }
}

/** The chat that a notification names, or the one that was open before the page was loaded again. */
async function openFirst() {
  const named = location.hash.slice(1);
  const last = matchMedia('(min-width: 52rem)').matches ? sessionStorage.getItem(OPEN) : '';
  const first = [named, last].find((id) => chat(id));
  if (named) history.replaceState(null, '', location.pathname);
  if (first) await open(first, { focus: false });
}

async function begin() {
  show(true);
  try {
    await startHoweverLong();
    await openFirst();
  } catch (problem) {
    if (!session()) return;
    if (problem.status !== 401) toast(problem.heading ? `${problem.heading} ${problem.inWords}` : problem.message);
    stop();
    if (problem.status === 401) forget();
    tell('signed', null);
  }
}

function back() {
  const left = openChat()?.id;
  look('');
  byId('app').dataset.shows = 'chats';
  byId('chats').querySelector(`[data-chat="${left}"] button`)?.focus();
}

function step(by) {
  const chats = allChats();
  const at = chats.indexOf(openChat());
  const next = chats[(at + by + chats.length) % chats.length];
  if (next) open(next.id);
}

addEventListener('keydown', (event) => {
  if (byId('app').hidden || document.querySelector('dialog[open]')) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    byId('app').dataset.shows = 'chats';
    byId('find-words').focus();
  } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  } else if (event.key === 'Escape' && !byId('wire').hidden) byId('wire-close').click();
});

navigator.serviceWorker?.addEventListener('message', ({ data, ports }) => {
  if (data?.type !== 'open-chat') return;
  const known = chat(data.chat);
  ports[0]?.postMessage(Boolean(known || !data.chat));
  if (known) open(known.id);
});
byId('back').addEventListener('click', back);
on('open', (id) => sessionStorage.setItem(OPEN, id));
on('signed', (who) => {
  if (who) begin();
  else show(false);
});

await findNodes();
tell('signed', await resume());
