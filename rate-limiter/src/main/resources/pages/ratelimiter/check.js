/** A real check against the rules that the service has now. */

import { byId, clearErrors, element, showError, showProblem, write } from './dom.js';
import { Problem } from './request.js';
import { post } from './service.js';

const DOTS_MAX = 60;
const HEADERS = ['RateLimit', 'RateLimit-Policy', 'Retry-After'];
const NOT_AT_ONCE = 429;

const form = byId('check');
const notice = form.querySelector('.notice');
const button = form.querySelector('[type=submit]');

function emptyOnes() {
  return ['domain', 'key', 'value'].map((name) => form.elements[name]).filter((input) => !input.value.trim());
}

function question() {
  const { domain, key, value } = Object.fromEntries(new FormData(form));
  return { domain: domain.trim(), descriptors: [{ [key.trim()]: value.trim() }] };
}

function show({ status, headers, body }) {
  const admitted = status === 200;
  byId('check-answer').hidden = false;
  byId('check-status').dataset.state = admitted ? 'up' : 'down';
  write(byId('check-status'), admitted ? '200: admitted' : `${status}: denied`);
  const dots = byId('check-dots');
  dots.append(element('span', { className: admitted ? 'dot admitted' : 'dot denied' }));
  while (dots.childElementCount > DOTS_MAX) dots.firstElementChild.remove();
  const told = [...HEADERS.map((name) => [name, headers.get(name)]), ...Object.entries(body)].filter(([, value]) => value !== null && typeof value !== 'object');
  byId('check-facts').replaceChildren(...told.flatMap(([name, value]) => [element('dt', { textContent: name }), element('dd', { className: 'mono', textContent: String(value) })]));
}

/** A 429 is an answer where it says so, and otherwise the service's own problem. */
const isAnswer = ({ status, body }) => status === 200 || (status === NOT_AT_ONCE && body.allowed === false);

async function check() {
  const answer = await post('/v1/check', question());
  if (!isAnswer(answer)) throw Problem.of(answer);
  show(answer);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (button.ariaDisabled === 'true') return;
  clearErrors(form);
  showProblem(notice, null);
  const empty = emptyOnes();
  for (const input of empty) showError(input, 'is missing');
  if (empty.length) return void empty[0].focus();
  button.ariaDisabled = 'true';
  try {
    await check();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(notice, problem);
  } finally {
    button.ariaDisabled = 'false';
  }
});
