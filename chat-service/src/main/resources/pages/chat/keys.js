/** The keys of an encrypted chat: who has them, and numbers to compare. */

import { byId, element, write } from '../dom.js';
import { on, onceAFrame } from './bus.js';
import { inSentence, nameFor } from './page.js';
import * as sealed from './sealed.js';
import { isMe } from './session.js';
import { openChat } from './store.js';

const dialog = byId('keys-dialog');
const strip = byId('talk-strip');

/** The chat and the epoch whose numbers were looked at last. */
let looked = '';

function button(text, task) {
  const made = element('button', { className: 'button', type: 'button', textContent: text });
  made.addEventListener('click', task);
  return made;
}

function standing({ number, compared }) {
  if (compared === number) return element('span', { className: 'status', textContent: 'Compared' });
  return element('span', { className: 'small', textContent: compared ? 'It has changed since you compared it.' : 'Not compared yet.' });
}

function item(chat, one) {
  const status = standing(one);
  if (one.compared === one.number) status.dataset.state = 'up';
  const digits = element('p', { className: 'number', textContent: one.number });
  digits.dataset.user = one.user;
  const compare = one.compared === one.number ? [] : [button('It is the same', async () => {
    await sealed.compared(chat, one.user, one.number);
    [chat.keysChanged, looked] = [false, ''];
    await draw();
    await lookAtNumbers();
  })];
  return element('li', {}, element('h3', { textContent: `${nameFor(one.user)}, ${one.devices} ${one.devices === 1 ? 'device' : 'devices'}` }), digits, element('div', { className: 'row' }, status, ...compare));
}

async function draw() {
  const chat = openChat();
  if (!chat || !dialog.open) return;
  const state = sealed.stateOf(chat);
  write(byId('keys-state'), state ? `MLS (RFC 9420), epoch ${state.epoch}, with ${state.devices} devices. Keys are in this browser alone.` : sealed.obstacle() || 'This device is not in the group of this chat yet.');
  byId('keys-numbers').replaceChildren(...(await sealed.safetyNumbers(chat)).map((one) => item(chat, one)));
}

/** Who could not read what is said now. */
function without(chat) {
  const state = sealed.stateOf(chat);
  return state ? [...chat.members.keys()].filter((user) => !isMe(user) && !state.users.has(user)) : [];
}

/** Whether a number is another than when it was compared, which a page that is loaded again must tell as well. */
async function lookAtNumbers() {
  const chat = openChat();
  const state = chat?.encrypted && sealed.stateOf(chat);
  const now = state ? `${chat.id} ${state.generation} ${state.epoch}` : '';
  if (now === looked) return;
  looked = now;
  if (!state) return;
  const numbers = await sealed.safetyNumbers(chat);
  chat.isOther = numbers.some(({ number, compared }) => compared && compared !== number);
  drawStrip();
}

function drawStrip() {
  const chat = openChat();
  strip.className = 'strip small';
  if (!chat?.encrypted || chat.hasLeft) {
    write(strip, '');
    return;
  }
  const missing = without(chat);
  if (sealed.obstacle()) warn(sealed.obstacle());
  else if (chat.keysChanged || chat.isOther) warn('Somebody came in with new keys.', button('Compare the safety number', openKeys));
  else if (missing.length) warn(`${inSentence(missing.map(nameFor))} ${missing.length > 1 ? 'have' : 'has'} brought no keys yet, and can’t read what is said until then.`);
  else write(strip, 'End-to-end encrypted. The service can’t read, search or preview it.');
}

function warn(text, ...more) {
  strip.classList.add('warn');
  if (strip.firstChild?.textContent !== text) strip.replaceChildren(text, ...more);
}

function openKeys() {
  byId('keys-numbers').replaceChildren();
  dialog.showModal();
  draw();
}

byId('keys-open').addEventListener('click', openKeys);
const redraw = onceAFrame(() => { drawStrip(); draw(); lookAtNumbers(); });
for (const news of ['chat', 'open', 'people']) on(news, redraw);
