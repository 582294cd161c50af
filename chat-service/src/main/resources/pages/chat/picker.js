/** A field that finds users by the beginning of their name: a combobox with a list, walked through by arrow keys. */

import { element, showError, write } from '../dom.js';
import { findUsers } from './api.js';
import { isMe } from './session.js';

const FIND_AFTER_MS = 180;

/**
 * @param {HTMLInputElement} input @param {HTMLElement} list
 * @param {{without: () => Set<string>, chosen: (user: {userId: string, name: string}) => void}} ears
 */
export function picker(input, list, { without, chosen }) {
  let found = [];
  let at = -1;
  let asked = 0;
  let timer = 0;

  function show(users) {
    found = users;
    at = users.length ? 0 : -1;
    list.replaceChildren(...users.map(({ name }, i) => element('li', { textContent: name, role: 'option', id: `${list.id}-${i}` })));
    input.ariaExpanded = String(users.length > 0);
    mark();
  }

  function mark() {
    for (const [i, item] of [...list.children].entries()) item.ariaSelected = String(i === at);
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `${list.id}-${at}`);
  }

  function take(user) {
    input.value = '';
    show([]);
    chosen(user);
    input.focus();
  }

  async function find() {
    const name = input.value.trim();
    const mine = ++asked;
    write(document.getElementById(`${input.id}-error`), '');
    input.ariaInvalid = null;
    if (!name) {
      show([]);
      return;
    }
    try {
      const users = (await findUsers(name)).filter(({ userId }) => !isMe(userId) && !without().has(userId));
      if (mine !== asked) return;
      show(users);
      if (!users.length) showError(input, 'Nobody is called so.');
    } catch (problem) {
      if (mine === asked) showError(input, problem.inWords || problem.heading);
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(find, FIND_AFTER_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      at = found.length ? (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length : -1;
      mark();
    } else if (event.key === 'Enter' && input.value.trim()) {
      event.preventDefault();
      if (found[at]) take(found[at]);
    } else if (event.key === 'Escape' && found.length) {
      event.preventDefault();
      event.stopPropagation();
      show([]);
    }
  });
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    const i = [...list.children].indexOf(event.target.closest('li'));
    if (found[i]) take(found[i]);
  });
  return { clear: () => { input.value = ''; show([]); } };
}
