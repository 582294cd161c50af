/** What many parts of this page do: say something for a moment, copy a link, bind buttons. */

import { byId, element } from './dom.js';

/** A URL as people say it, without the scheme. @param {string} url */
export const display = (url) => url.replace(/^https?:\/\//, '');

const toasts = byId('toasts');

/** Whatever lies outside of a modal dialog is neither seen well nor read out, so what is said goes into it. */
const stage = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;

/** A line at the foot of the page for some seconds. @param {string} text @param {{label: string, run: () => void}} [action] */
export function toast(text, action) {
  const box = element('div', { className: 'toast' }, element('span', { textContent: text }));
  if (action) {
    const button = element('button', { className: 'button', type: 'button', textContent: action.label });
    button.addEventListener('click', () => { box.remove(); action.run(); });
    box.append(button);
  }
  if (toasts.parentElement !== stage()) stage().append(toasts);
  toasts.replaceChildren(box);
  setTimeout(() => box.remove(), action ? 10_000 : 3_000);
}

/** Copies, also where there is no clipboard API: on plain http from another host. @param {string} text */
export async function copy(text) {
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copySelected(text);
  toast(copied ? 'Copied' : `The browser does not let this page copy. The link is ${text}`);
}

function copySelected(text) {
  const focused = document.activeElement;
  const area = element('textarea', { value: text, className: 'visually-hidden' });
  stage().append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return copied;
}

/** Binds the buttons in a place by their data-do. @param {HTMLElement} place @param {Record<string, () => void>} actions */
export function onPress(place, actions) {
  for (const button of place.querySelectorAll('button[data-do]')) button.addEventListener('click', actions[button.dataset.do]);
}

for (const button of document.querySelectorAll('dialog [data-close]')) button.addEventListener('click', () => button.closest('dialog').close());
