/** A new chat: with one other or several, encrypted or not. */

import { byId, clearErrors, element, showError, showProblem } from '../dom.js';
import { open } from './conversation.js';
import { uuidV7 } from './ids.js';
import { toast } from './page.js';
import { picker } from './picker.js';
import * as sealed from './sealed.js';
import { begin } from './talk.js';

const dialog = byId('new-dialog');
const form = byId('new-form');
const group = byId('new-group');
const encrypted = byId('new-encrypted');
const notice = form.querySelector('.notice');

/** @type {Map<string, {userId: string, name: string}>} */
const chosen = new Map();

/** The same for each attempt, so that one group is made. */
let key = '';

const people = picker(byId('new-who'), byId('new-found'), {
  without: () => new Set(chosen.keys()),
  chosen: (user) => {
    chosen.set(user.userId, user);
    draw();
  },
});

function chip({ userId, name }) {
  const button = element('button', { className: 'button', type: 'button', textContent: `${name} ✕`, ariaLabel: `Leave ${name} out` });
  button.addEventListener('click', () => {
    chosen.delete(userId);
    draw();
    byId('new-who').focus();
  });
  return element('li', {}, button);
}

function draw() {
  byId('new-chosen').replaceChildren(...[...chosen.values()].map(chip));
  if (chosen.size > 1) group.checked = true;
  group.disabled = chosen.size > 1;
  byId('new-title-field').hidden = !group.checked;
  byId('new-encrypted-note').hidden = !encrypted.checked;
}

async function submit() {
  clearErrors(form);
  showProblem(notice, null);
  if (!chosen.size && !group.checked) {
    showError(byId('new-who'), 'Choose somebody from the list.');
    return;
  }
  const title = group.checked ? byId('new-title').value.trim() : '';
  const fields = { kind: group.checked ? 'group' : 'direct', members: [...chosen.keys()], ...(title && { title }), ...(encrypted.checked && { encrypted: true }) };
  try {
    const chat = await begin(fields, key);
    dialog.close();
    if (encrypted.checked && !chat.encrypted) toast('You two have a chat already, which is not encrypted. It stays what it is.');
    await open(chat.id);
  } catch (problem) {
    showProblem(notice, problem);
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});
form.addEventListener('input', () => { key = uuidV7(); });
group.addEventListener('change', draw);
encrypted.addEventListener('change', draw);

byId('new-chat').addEventListener('click', () => {
  form.reset();
  clearErrors(form);
  showProblem(notice, null);
  people.clear();
  chosen.clear();
  key = uuidV7();
  encrypted.disabled = Boolean(sealed.obstacle());
  encrypted.parentElement.title = sealed.obstacle();
  draw();
  dialog.showModal();
});
