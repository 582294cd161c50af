/** What many parts of this page do: say something for a moment, draw a face, close dialogs. */

import { byId, element } from '../dom.js';
import { readUser } from './api.js';
import { meet, nameOf, person } from './store.js';

const TOAST_MS = 4_000;
const toasts = byId('toasts');

/** Whatever lies outside of a modal dialog is neither seen well nor read out, so what is said goes into it. */
const stage = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;

/** A line at the foot of the page for some seconds. */
export function toast(text) {
  const box = element('div', { className: 'toast' }, element('span', { textContent: text }));
  if (toasts.parentElement !== stage()) stage().append(toasts);
  toasts.replaceChildren(box);
  setTimeout(() => box.remove(), TOAST_MS);
}

const TONES = 5;

/** A user's colour, the same everywhere. */
export const toneOf = (id) => (id ? parseInt(id.slice(-4), 16) % TONES : 0);

/** The round sign of a user or a group. @param {string} id @param {string} name */
export function face(id, name) {
  const made = element('span', { className: 'face', textContent: [...name][0]?.toUpperCase() ?? '?', ariaHidden: 'true' });
  made.dataset.tone = toneOf(id);
  made.dataset.presence = person(id)?.state ?? '';
  return made;
}

const asked = new Set();

/** A user's name; where it is not known yet it is asked for, and the page hears of it. */
export function nameFor(user) {
  if (!person(user)?.name && !asked.has(user)) {
    asked.add(user);
    readUser(user).then(meet).catch(() => asked.delete(user));
  }
  return nameOf(user);
}

/** A list of names in a sentence. @param {string[]} names */
export const inSentence = (names) => new Intl.ListFormat('en').format(names);

for (const button of document.querySelectorAll('dialog [data-close]')) button.addEventListener('click', () => button.closest('dialog').close());
for (const dialog of document.querySelectorAll('dialog')) {
  dialog.addEventListener('click', ({ target }) => { if (target === dialog) dialog.close(); });
}
