/** Whose links the page makes and lists: this browser's, or those of an API key. */

import { listLinks } from './api.js';
import { byId } from './dom.js';
import { clearProblems, onSubmit, showErrors } from './form.js';
import { toast } from './page.js';
import { loadKey, saveKey } from './store.js';

const form = byId('key-form');
const choice = byId('source');
const changes = new EventTarget();
let key = loadKey();
let withKey = Boolean(key);

/** The API key, if its links are the ones shown. @returns {string | undefined} */
export const keyInUse = () => (withKey ? key : undefined);

/** @param {() => void} changed called when another's links are to be shown */
export const onSource = (changed) => changes.addEventListener('change', changed);

function use(nextKey, nextWithKey) {
  if (nextKey !== key) saveKey(nextKey);
  key = nextKey;
  withKey = nextWithKey && Boolean(key);
  draw();
  changes.dispatchEvent(new Event('change'));
}

function draw() {
  choice.hidden = byId('key-forget').hidden = !key;
  byId('key-open').hidden = Boolean(key);
  choice.elements.source.value = withKey ? 'key' : 'browser';
}

/** The key is of no use any more: the service said so. */
export function refuseKey() {
  use(null, false);
  toast('The API key is not valid any more. These are the links of this browser.');
}

async function take() {
  const given = form.key.value.trim();
  if (!given) return void showErrors(form, [{ field: 'key', detail: 'Paste or type the key.' }]);
  try {
    await listLinks(given, { limit: 1 });
  } catch (problem) {
    if (![400, 401, 403].includes(problem.status)) throw problem;
    return void showErrors(form, [{ field: 'key', detail: 'is not valid' }]);
  }
  byId('key-dialog').close();
  use(given, true);
}

onSubmit(form, take);
byId('key-open').addEventListener('click', () => {
  form.reset();
  clearProblems(form);
  byId('key-dialog').showModal();
});
byId('key-forget').addEventListener('click', () => { use(null, false); byId('key-open').focus(); });
choice.addEventListener('change', () => use(key, choice.elements.source.value === 'key'));
draw();
