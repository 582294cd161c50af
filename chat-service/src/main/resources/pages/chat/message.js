/** One line of a conversation as it is drawn: a message, what the service says, a day. */

import { element, svg } from '../dom.js';
import { attachments } from './attachments.js';
import { factsKey, factsOf } from './facts.js';
import { short } from './ids.js';
import { dayInWords, exactTime, timeOf } from './moment.js';
import { inSentence, nameFor, toneOf } from './page.js';
import { isMe } from './session.js';
import { inLinks } from './text.js';

/** @typedef {{key: string, sign: string, build: () => HTMLElement}} Row what is drawn, and drawn anew only where its sign changes */

/** Up to three emoji. There is one way to read each character: a pattern with more takes minutes for a long row of them. */
const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*\s?){1,3}$/u;
const QUOTE_CHARS = 140;

/** @returns {Row} */
export const dayRow = (at) => ({ key: `day ${new Date(at).toDateString()}`, sign: dayInWords(at), build: () => element('li', { className: 'day', textContent: dayInWords(at) }) });

/** @returns {Row} */
export const newRow = (seq) => ({ key: 'new', sign: String(seq), build: () => element('li', { className: 'new-line', textContent: 'New' }) });

// what the service says

const idsIn = (body) => {
  try {
    return JSON.parse(body);
  } catch {
    return [];
  }
};

const whom = (ids) => inSentence(ids.map((id) => (isMe(id) ? 'you' : nameFor(id))));

function devices(list) {
  return inSentence(list.map(({ user, device }) => `${isMe(user) ? 'your' : `${nameFor(user)}’s`} device ${short(device)}`));
}

function keysInWords({ keys, unreadable }) {
  if (unreadable) return `A change of keys could not be followed: ${unreadable}.`;
  if (keys.foreign) return 'Keys changed before this device came in.';
  if (keys.joined || keys.past) return 'This device came in with keys of its own.';
  if (keys.replaced) return 'A new group took the place of the old one.';
  if (keys.removed === true) return 'This device is out of the group.';
  if (keys.members) return `Keys for ${keys.members} devices. Epoch ${keys.epoch}.`;
  const parts = [keys.added?.length && `${devices(keys.added)} came in`, keys.removed?.length && `${devices(keys.removed)} went out`].filter(Boolean);
  return `${parts.join('; ') || 'New keys'}. Epoch ${keys.epoch}.`;
}

const SYSTEM = {
  added: ({ from, body }) => `${isMe(from) ? 'You' : nameFor(from)} added ${whom(idsIn(body))}.`,
  removed: ({ from, body }) => (idsIn(body).includes(from) ? `${isMe(from) ? 'You' : nameFor(from)} left.` : `${isMe(from) ? 'You' : nameFor(from)} removed ${whom(idsIn(body))}.`),
  titled: ({ from, body }) => `${isMe(from) ? 'You' : nameFor(from)} ${body ? `called it “${body}”` : 'took its title away'}.`,
  commit: keysInWords,
};

/** @returns {Row} */
function systemRow(message) {
  const words = SYSTEM[message.kind](message);
  const isWarning = message.kind === 'commit' && message.keys?.news;
  return {
    key: `seq ${message.seq}`,
    sign: words,
    build: () => {
      const row = element('li', { className: `system ${message.kind === 'commit' ? 'keys' : ''} ${isWarning ? 'warn' : ''}`, textContent: isWarning ? `${words} Compare the safety number.` : words });
      row.dataset.seq = message.seq;
      return row;
    },
  };
}

// ticks

const TICKS = { sent: ['M1 6.500 4.500 10 11 2'], delivered: ['M1 6.500 4.500 10 11 2', 'M8 9.200 8.800 10 15.300 2'] };

function state(chat, message) {
  if (message.problem) return { name: 'failed', label: 'Not sent' };
  if (!message.seq) return { name: 'sending', label: 'Sending' };
  const { of, delivered, read } = chat.receipts(message.seq);
  const some = chat.isGroup && of > 1;
  if (of && read === of) return { name: 'read', label: some ? 'Read by all' : 'Read' };
  if (of && delivered === of) return { name: 'delivered', label: some ? `Delivered to all, read by ${read} of ${of}` : 'Delivered', note: some && read ? `${read} of ${of}` : '' };
  if (some && delivered) return { name: 'sent', label: `Delivered to ${delivered} of ${of}, read by ${read}`, note: `${delivered} of ${of}` };
  return { name: 'sent', label: 'Sent' };
}

function ticks({ name, label, note = '' }) {
  const made = element('span', { className: 'ticks', title: label });
  made.dataset.state = name;
  made.setAttribute('role', 'img');
  made.ariaLabel = label;
  if (name === 'sending') made.append('○');
  else if (name === 'failed') made.append('!');
  else made.append(note, svg('svg', { viewBox: '0 0 16 12', 'aria-hidden': 'true' }, ...TICKS[name === 'sent' ? 'sent' : 'delivered'].map((d) => svg('path', { d }))));
  return made;
}

// messages

function words(chat, message) {
  if (chat.isDeleted(message)) return element('p', { className: 'said gone', textContent: 'Deleted' });
  if (message.unreadable) return element('p', { className: 'said sealed', textContent: `Can’t be read here: ${message.unreadable}.` });
  return element('p', { className: 'said' }, ...inLinks(textOf(chat, message)));
}

const textOf = (chat, message) => (message.seq ? chat.text(message) : message.text) ?? '';

/** What an answer is to. */
export function quoted(chat, ref) {
  const to = chat.find(ref);
  if (!to) return { who: '', text: `Message ${ref}` };
  const text = chat.isDeleted(to) ? 'Deleted' : chat.text(to) || (to.files?.length ? 'A file' : '');
  return { who: isMe(to.from) ? 'You' : nameFor(to.from), text: text.slice(0, QUOTE_CHARS) };
}

function answers(chat, ref) {
  const { who, text } = quoted(chat, ref);
  const button = element('button', { className: 'answers', type: 'button' }, element('strong', { textContent: who }), text);
  button.dataset.do = 'goto';
  button.dataset.ref = ref;
  return button;
}

function under(chat, message, mine) {
  const at = message.at ?? message.atMs;
  const time = element('time', { textContent: timeOf(at), title: exactTime(at), dateTime: new Date(at).toISOString() });
  const edited = chat.isEdited(message) && !chat.isDeleted(message) ? ['edited'] : [];
  const line = element('p', { className: 'under' }, ...edited, time);
  if (mine) line.append(ticks(state(chat, message)));
  return line;
}

const action = (name, text) => {
  const button = element('button', { className: 'button', type: 'button', textContent: text });
  button.dataset.do = name;
  return button;
};

/** What to do with a message is a stop of the Tab key while one is in it: a window of messages would have hundreds. */
export const reach = (row, tabIndex) => {
  for (const button of row?.querySelectorAll('.acts button') ?? []) button.tabIndex = tabIndex;
};

function actions(chat, message, { mine, isSure }) {
  if (!message.seq) return [];
  const mayChange = mine && !chat.isDeleted(message) && !chat.hasLeft && !message.unreadable;
  const list = [
    !chat.hasLeft && !chat.isDeleted(message) && action('answer', 'Answer'),
    mayChange && action('edit', 'Edit'),
    mayChange && action('delete', isSure ? 'Really?' : 'Delete'),
    action('facts', 'Details'),
  ].filter(Boolean);
  return [element('div', { className: 'acts', role: 'group', ariaLabel: 'What to do with it' }, ...list)];
}

function problem(message) {
  if (!message.problem) return [];
  return [element('div', { className: 'row again' }, element('span', { className: 'problem', textContent: message.problem }), action('again', 'Try again'), action('drop', 'Discard'))];
}

function bubble(chat, message, { mine, isFirst }) {
  const made = element('div', { className: 'bubble' });
  if (isFirst && !mine && chat.isGroup) {
    const from = element('p', { className: 'from', textContent: nameFor(message.from) });
    from.dataset.tone = toneOf(message.from);
    made.append(from);
  }
  if (message.ref && !chat.isDeleted(message)) made.append(answers(chat, message.ref));
  if (message.files?.length && !chat.isDeleted(message)) made.append(attachments(message));
  if (textOf(chat, message) || !message.files?.length || chat.isDeleted(message)) made.append(words(chat, message));
  made.append(under(chat, message, mine));
  return made;
}

/**
 * A row of a message that has a place, or waits for one.
 * @param {import('./store.js').Chat} chat @param {object} message @param {{isFirst: boolean, isOpen: boolean, isSure: boolean}} how first of several by the same one; with its details; about to be deleted
 * @returns {Row}
 */
export function messageRow(chat, message, { isFirst, isOpen, isSure }) {
  if (message.seq && SYSTEM[message.kind]) return systemRow(message);
  const mine = !message.seq || isMe(message.from);
  const { name, note } = mine ? state(chat, message) : {};
  const change = chat.changes.get(message.seq);
  const quote = message.ref ? Object.values(quoted(chat, message.ref)) : [];
  const sign = JSON.stringify([isFirst, mine ? name : nameFor(message.from), note, message.seq, change?.seq, message.deleted, message.problem, chat.hasLeft, quote, isSure, isOpen && factsKey(chat, message)]);
  return { key: `mid ${message.mid}`, sign, build: () => draw(chat, message, { mine, isFirst, isOpen, isSure }) };
}

function draw(chat, message, how) {
  const text = textOf(chat, message);
  const isLarge = EMOJI_ONLY.test(text) && !chat.isDeleted(message);
  const row = element('li', { className: `message ${how.mine ? 'mine' : ''} ${how.isFirst ? 'first' : ''} ${isLarge ? 'large' : ''}`, tabIndex: -1 });
  row.dataset.mid = message.mid;
  if (message.seq) row.dataset.seq = message.seq;
  row.append(element('span', { className: 'visually-hidden', textContent: how.mine ? 'You' : nameFor(message.from) }), bubble(chat, message, how), ...problem(message));
  if (how.isOpen) row.append(factsOf(chat, message));
  row.append(...actions(chat, message, how));
  reach(row, -1);
  return row;
}
