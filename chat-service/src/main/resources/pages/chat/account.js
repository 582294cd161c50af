/** Signing up, in and out, and what this tab is. */

import { byId, clearErrors, element, showError, showProblem, write } from '../dom.js';
import { on, tell } from './bus.js';
import { disablePush, enablePush, pushState } from './push.js';
import { freshToken, session, signIn, signOut, signUp } from './session.js';
import { leave } from './talk.js';

const form = byId('sign-in');
const notice = form.querySelector('.notice');
const dialog = byId('account-dialog');
const FIELDS = ['name', 'password'];

function show(problem) {
  const placed = problem.errors?.filter(({ field }) => FIELDS.includes(field)) ?? [];
  for (const { field, detail } of placed) showError(byId(field), detail);
  if (problem.status === 409) showError(byId('name'), 'The name is taken. Is it yours? Then sign in.');
  else if (!placed.length) showProblem(notice, problem.status === 401 ? { heading: 'Name or password is wrong.', inWords: 'For a new name, sign up.' } : problem);
}

async function submit(isNew) {
  clearErrors(form);
  showProblem(notice, null);
  const [name, password] = FIELDS.map((field) => byId(field).value);
  for (const field of FIELDS) if (!byId(field).value.trim()) showError(byId(field), 'is missing');
  if (!name.trim() || !password) return;
  const buttons = form.querySelectorAll('button');
  buttons.forEach((button) => { button.disabled = true; });
  try {
    if (isNew) await signUp(name.trim(), password);
    tell('signed', await signIn(name.trim(), password));
    form.reset();
  } catch (problem) {
    show(problem);
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit(event.submitter?.value === 'up');
});

byId('account').addEventListener('click', () => {
  const { name, userId, deviceId, expiresAt } = session();
  write(byId('account-heading'), name);
  const facts = [['User', userId], ['Device', `${deviceId}: this tab`], ['Token', `good until ${new Date(expiresAt).toLocaleTimeString()}, then renewed by itself`]];
  byId('account-facts').replaceChildren(...facts.flatMap(([what, text]) => [element('dt', { textContent: what }), element('dd', { className: 'mono', textContent: text })]));
  dialog.showModal();
  drawPush();
});

byId('sign-out').addEventListener('click', async () => {
  dialog.close();
  leave();
  const done = signOut();
  tell('signed', null);
  await done;
});

// push

const pushOn = byId('push-on');

const PUSH_WORDS = {
  on: 'Messages that wait for you here are told by the browser, also when this tab is closed.',
  off: '',
  denied: 'The browser does not let this page notify you: allow it beside the address.',
  unsupported: 'This browser knows no push.',
  unknown: 'Nobody can tell now whether it is on.',
};

async function drawPush() {
  const state = await freshToken().then(pushState).catch(() => 'unknown');
  pushOn.checked = state === 'on';
  pushOn.disabled = state === 'unsupported';
  write(byId('push-note'), PUSH_WORDS[state] ?? '');
}

pushOn.addEventListener('change', async () => {
  try {
    if (pushOn.checked) await enablePush(await freshToken());
    else await disablePush(await freshToken());
    await drawPush();
  } catch (problem) {
    pushOn.checked = !pushOn.checked;
    write(byId('push-note'), problem.inWords || problem.heading || problem.message);
  }
});

on('signed', (who) => {
  if (who) write(byId('account'), who.name);
  else byId('name').focus();
});
