/** The admin key: asked for when something first needs it, kept in this tab. */

import { byId, clearErrors, showError } from './dom.js';

const NAME = 'whiteboard-cdn-key';

const dialog = byId('key-dialog');
const form = byId('key-form');
let answer = null;

/** Asks for the key. @returns {Promise<string | null>} null where none was given */
function askFor(why) {
  clearErrors(form);
  form.reset();
  if (why) showError(form.elements.key, why);
  dialog.showModal();
  return new Promise((done) => { answer = done; });
}

function close(key) {
  dialog.close();
  answer?.(key);
  answer = null;
}

/**
 * Does what needs the key: asks for one where there is none, and anew where it is not the right one.
 * @template T @param {(headers: HeadersInit) => Promise<T>} act @returns {Promise<T | null>} null where no key was given
 */
export async function withKey(act) {
  let why = '';
  for (;;) {
    const key = sessionStorage.getItem(NAME) ?? await askFor(why);
    if (!key) return null;
    sessionStorage.setItem(NAME, key);
    try {
      return await act({ Authorization: `Bearer ${key}` });
    } catch (problem) {
      if (problem.status !== 401 && problem.status !== 403) throw problem;
      sessionStorage.removeItem(NAME);
      why = 'This is not the admin key.';
    }
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const key = form.elements.key.value.trim();
  if (key && /^[!-~]+$/.test(key)) close(key);
  else showError(form.elements.key, key ? 'holds a character that no key has' : 'is missing');
});
byId('key-cancel').addEventListener('click', () => close(null));
dialog.addEventListener('cancel', (event) => { event.preventDefault(); close(null); });
byId('key-open').addEventListener('click', async () => {
  const key = await askFor('');
  if (key) sessionStorage.setItem(NAME, key);
});
