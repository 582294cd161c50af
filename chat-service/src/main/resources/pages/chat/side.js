/** The list of chats, and what is found in them. */

import { byId, element, write } from '../dom.js';
import { search } from './api.js';
import { on, onceAFrame } from './bus.js';
import { goTo, open } from './conversation.js';
import { briefly } from './moment.js';
import { face, inSentence, nameFor } from './page.js';
import { isMe } from './session.js';
import { allChats, chat as chatOf, openChat } from './store.js';
import { draftOf } from './writing.js';

const SEARCH_AFTER_MS = 300;
const SEARCH_CHARS_MIN = 2;

const place = byId('chats');
const words = byId('find-words');
const hits = byId('hits');
let items = new Map();
let timer = 0;
let asked = 0;

/** What is to be said of the last search. */
let searched = '';

const folded = (text) => text.toLocaleLowerCase().normalize('NFKD');

function filtered() {
  const wanted = folded(words.value.trim());
  return allChats().filter((chat) => !wanted || folded(chat.name).includes(wanted));
}

function preview(chat) {
  const { last } = chat;
  if (!last) return chat.encrypted ? 'Encrypted, nothing said yet' : 'Nothing said yet';
  const who = isMe(last.from) ? 'You: ' : chat.isGroup ? `${nameFor(last.from)}: ` : '';
  if (last.deleted) return `${who}deleted`;
  if (last.kind === 'text') return who + (last.preview || (last.files ? 'a file' : chat.encrypted ? 'an encrypted message' : 'a file'));
  return { added: 'Members were added', removed: 'A member left', titled: 'Another title' }[last.kind];
}

function line(chat) {
  const writing = chat.writing();
  if (writing.length) return { text: chat.isGroup ? `${inSentence(writing.map(nameFor))} writing` : 'is writing', isTyping: true };
  const draft = chat === openChat() ? '' : draftOf(chat.id);
  return { text: draft ? `Draft: ${draft}` : preview(chat) };
}

function item(chat) {
  const { text, isTyping } = line(chat);
  const at = chat.last?.at ?? chat.createdAt;
  const count = chat.unread ? [element('span', { className: 'chat-count', textContent: chat.unread > 99 ? '99+' : chat.unread, ariaLabel: `${chat.unread} unread` })] : [];
  const button = element(
    'button', { className: `chat-item ${chat.unread ? 'unread' : ''}`, type: 'button' },
    face(chat.other ?? chat.id, chat.name),
    element('span', { className: `chat-name ${chat.encrypted ? 'locked' : ''}`, textContent: chat.name, title: chat.encrypted ? 'End-to-end encrypted' : '' }),
    element('time', { className: 'chat-at', textContent: briefly(at), dateTime: at }),
    element('span', { className: `chat-preview ${isTyping ? 'typing' : ''}`, textContent: text }), ...count,
  );
  if (chat === openChat()) button.setAttribute('aria-current', 'true');
  button.addEventListener('click', () => open(chat.id));
  const made = element('li', {}, button);
  made.dataset.chat = chat.id;
  return made;
}

function draw() {
  const next = new Map();
  for (const chat of filtered()) {
    const made = item(chat);
    const old = items.get(chat.id);
    next.set(chat.id, old && old.innerHTML === made.innerHTML ? old : made);
  }
  const focused = document.activeElement?.closest('#chats li')?.dataset.chat;
  items = next;
  const wanted = [...items.values()];
  if (wanted.length !== place.children.length || wanted.some((one, i) => one !== place.children[i])) {
    place.replaceChildren(...wanted);
    if (focused) items.get(focused)?.querySelector('button').focus({ preventScroll: true });
  }
  write(byId('find-note'), note(wanted.length));
  title();
}

function note(count) {
  if (allChats().length === 0) return 'No chats yet. Begin one with “New”.';
  if (words.value.trim().length >= SEARCH_CHARS_MIN) return searched;
  return count ? '' : 'No chat is called so.';
}

function title() {
  const unread = allChats().reduce((sum, chat) => sum + (chat.hasLeft ? 0 : chat.unread), 0);
  document.title = `${unread ? `(${unread}) ` : ''}Chat · Whiteboard`;
}

// search

/** What fits is marked; all of it is text. @param {{text: string, highlights: {start: number, end: number}[]}} excerpt */
function marked({ text, highlights }) {
  const parts = [];
  let from = 0;
  for (const { start, end } of highlights) {
    parts.push(text.slice(from, start), element('mark', { textContent: text.slice(start, end) }));
    from = end;
  }
  return [...parts, text.slice(from)];
}

function hit({ chat: id, seq, from, at, excerpt }) {
  const button = element(
    'button', { className: 'hit', type: 'button' },
    element('span', { className: 'row small' }, element('strong', { textContent: chatOf(id)?.name ?? 'A chat' }), element('span', { className: 'soft', textContent: `${isMe(from) ? 'You' : nameFor(from)}, ${briefly(at)}` })),
    element('span', { className: 'small' }, ...marked(excerpt)),
  );
  button.addEventListener('click', async () => {
    await open(id, { focus: false });
    await goTo(seq);
  });
  return element('li', {}, button);
}

async function find() {
  const wanted = words.value.trim();
  const mine = ++asked;
  searched = '';
  if (wanted.length < SEARCH_CHARS_MIN) {
    hits.hidden = true;
    return;
  }
  try {
    const { hits: found = [] } = await search(wanted);
    if (mine !== asked) return;
    hits.replaceChildren(...found.map(hit));
    hits.hidden = found.length === 0;
    const sealed = allChats().some(({ encrypted }) => encrypted) ? ' Encrypted chats can’t be searched by the service.' : '';
    searched = found.length ? '' : `Nothing was said so.${sealed}`;
  } catch (problem) {
    if (mine === asked) searched = problem.inWords || problem.heading;
  }
  redraw();
}

const redraw = onceAFrame(draw);

words.addEventListener('input', () => {
  redraw();
  clearTimeout(timer);
  timer = setTimeout(find, SEARCH_AFTER_MS);
});
words.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !words.value) return;
  event.stopPropagation();
  words.value = '';
  words.dispatchEvent(new Event('input'));
});
byId('find').addEventListener('submit', (event) => {
  event.preventDefault();
  const [only] = filtered();
  if (only && hits.hidden) open(only.id);
});

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
place.addEventListener('keydown', (event) => {
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const at = document.activeElement.closest('li');
  const next = STEPS[event.key] > 0 ? at?.nextElementSibling : at?.previousElementSibling;
  next?.querySelector('button').focus();
});

for (const news of ['list', 'chat', 'people', 'open']) on(news, redraw);
on('signed', (who) => {
  if (who) return;
  clearTimeout(timer);
  asked += 1;
  [words.value, searched] = ['', ''];
  hits.hidden = true;
  hits.replaceChildren();
  items = new Map();
  place.replaceChildren();
});
