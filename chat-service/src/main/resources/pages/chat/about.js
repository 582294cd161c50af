/** Who is in the chat that is open, and what an admin may do about that. */

import { byId, clearErrors, element, showError, showProblem, write } from '../dom.js';
import { addMembers, removeMember, retitle } from './api.js';
import { on, onceAFrame } from './bus.js';
import { face } from './page.js';
import { picker } from './picker.js';
import { isMe, me } from './session.js';
import { openChat, person } from './store.js';
import { refreshChat } from './talk.js';

const dialog = byId('about-dialog');
const notice = dialog.querySelector('.notice');
const SURE_MS = 10_000;

/** Members as they are drawn: drawn anew only where something of them is new, so that nothing goes from under a finger. */
const drawn = new Map();

picker(byId('add-who'), byId('add-found'), {
  without: () => new Set(openChat()?.members.keys()),
  chosen: ({ userId }) => trying(() => addMembers(openChat().id, [userId])),
});

async function trying(task) {
  showProblem(notice, null);
  const { id } = openChat();
  try {
    await task();
    await refreshChat(id);
  } catch (problem) {
    showProblem(notice, problem);
  }
}

/** Takes back what was asked last, and not answered. */
let takeBack = () => {};

/** A press asks whether one is sure, a second does it. */
function sure(button, text, task) {
  const label = button.ariaLabel ?? text;
  const ask = (isAsked) => {
    button.dataset.sure = isAsked ? 'yes' : '';
    button.textContent = isAsked ? 'Really?' : text;
    button.ariaLabel = isAsked ? 'Really?' : label;
  };
  ask(false);
  button.addEventListener('click', () => {
    const isSure = Boolean(button.dataset.sure);
    ask(!isSure);
    if (isSure) task();
    else {
      takeBack = () => ask(false);
      setTimeout(takeBack, SURE_MS);
    }
  });
  return button;
}

const isAdmin = (chat) => chat.isGroup && chat.role === 'admin' && !chat.hasLeft;

function stateOf(member) {
  const online = person(member.userId)?.state === 'online' ? ', online' : '';
  return `${member.role === 'admin' ? 'admin' : 'member'}${online}; delivered ${member.delivered}, read ${member.read}`;
}

function item(chat, member) {
  const name = isMe(member.userId) ? `${member.name} (you)` : member.name;
  const words = element('span', {}, element('span', { textContent: name }), element('span', { className: 'small soft member-state' }));
  const remove = isAdmin(chat) && !isMe(member.userId) ? [sure(element('button', { className: 'button', type: 'button', ariaLabel: `Remove ${member.name}` }), 'Remove', () => trying(() => removeMember(chat.id, member.userId)))] : [];
  const made = element('li', {}, face(member.userId, member.name), words, ...remove);
  made.dataset.user = member.userId;
  return made;
}

function itemOf(chat, member) {
  const sign = [chat.id, chat.role, chat.hasLeft, member.name].join();
  const old = drawn.get(member.userId);
  const now = old?.sign === sign ? old : { sign, element: item(chat, member) };
  write(now.element.querySelector('.member-state'), stateOf(member));
  now.element.querySelector('.face').dataset.presence = person(member.userId)?.state ?? '';
  return now;
}

function drawMembers(chat) {
  const next = [...chat.members.values()].map((member) => [member.userId, itemOf(chat, member)]);
  const isSame = next.length === drawn.size && next.every(([user, { element: made }]) => drawn.get(user)?.element === made);
  drawn.clear();
  for (const [user, made] of next) drawn.set(user, made);
  if (!isSame) byId('about-members').replaceChildren(...next.map(([, made]) => made.element));
}

function draw() {
  const chat = openChat();
  if (!chat || !dialog.open) return;
  write(byId('about-heading'), chat.isGroup ? 'Members' : 'About this chat');
  drawMembers(chat);
  byId('title-form').hidden = !isAdmin(chat);
  byId('add-form').hidden = !isAdmin(chat);
  byId('leave').hidden = !chat.isGroup || chat.hasLeft;
}

byId('title-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const title = byId('title-words').value.trim();
  clearErrors(form);
  try {
    await retitle(openChat().id, title || null);
  } catch (problem) {
    showError(byId('title-words'), problem.inWords || problem.heading);
  }
});

sure(byId('leave'), 'Leave the group', () => trying(async () => {
  await removeMember(openChat().id, me());
  dialog.close();
}));

byId('about-open').addEventListener('click', () => {
  byId('title-words').value = openChat().title ?? '';
  showProblem(notice, null);
  dialog.showModal();
  draw();
});

dialog.addEventListener('close', () => takeBack());
const redraw = onceAFrame(draw);
on('chat', redraw);
on('people', redraw);
