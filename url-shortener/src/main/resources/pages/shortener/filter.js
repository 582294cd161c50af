/** The search box and the tag beside it. */

import { byId } from './dom.js';

/** Typing goes on for so long before the service is asked. */
const PAUSE_MS = 200;

const form = byId('filter');
let timer = 0;
let changed = () => {};

/** What is looked for. */
export const filter = {
  get q() { return form.q.value.trim(); },
  get tag() { return form.tag.value; },
  active: () => Boolean(filter.q || filter.tag),
  /** Whether a link of this browser is looked for: every word somewhere in its code, URL, title or tags. */
  matches({ code, url, title, tags = [] }) {
    const text = [code, url, title, ...tags].join('\n').toLowerCase();
    return (!filter.tag || tags.includes(filter.tag)) && filter.q.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  },
};

/** @param {() => void} listener called when something else is looked for */
export const onFilter = (listener) => { changed = listener; };

export function resetFilter() {
  clearTimeout(timer);
  form.reset();
}

export function setTag(tag) {
  form.tag.value = tag;
  form.tag.focus();
  changed();
}

/** The tags to choose from: those of these links, and the one that is chosen. @param {object[]} links */
export function offerTags(links) {
  const { tag } = filter;
  const tags = [...new Set([...links.flatMap((link) => link.tags ?? []), tag])].filter(Boolean).sort();
  if (tags.join('\n') !== [...form.tag.options].slice(1).map(({ value }) => value).join('\n')) {
    form.tag.replaceChildren(form.tag.options[0], ...tags.map((name) => new Option(name, name)));
    form.tag.value = tag;
  }
  form.tag.closest('.field').hidden = tags.length === 0;
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(changed, PAUSE_MS);
});
