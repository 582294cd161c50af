/** The form and its result. The list below is links.js; what a visit went through is moment.js. */

import { createLink } from './api.js';
import { byId, copy, display } from './dom.js';
import { addLink } from './links.js';
import { watchVisits } from './moment.js';

const form = byId('shorten');
const button = form.querySelector('[type=submit]');

/** Only the fields that were filled in, so that the service's own defaults hold for the rest. */
function filledIn() {
  const { url, alias, expiresAt, maxVisits, redirect, title, tags } = Object.fromEntries(new FormData(form));
  const listed = tags.split(',').map((tag) => tag.trim()).filter(Boolean);
  return {
    url: url.trim(),
    ...(alias.trim() && { alias: alias.trim() }),
    ...(expiresAt && { expiresAt: new Date(expiresAt).toISOString() }),
    ...(maxVisits && { maxVisits: Number(maxVisits) }),
    ...(redirect && { redirect: Number(redirect) }),
    ...(title.trim() && { title: title.trim() }),
    ...(listed.length && { tags: listed }),
  };
}

/** What need not be sent to be known wrong. Every other rule is the service's to judge. */
function wrongHere() {
  if (!form.url.value.trim()) return [{ field: 'url', detail: 'Paste or type the URL to shorten.' }];
  return ['expiresAt', 'maxVisits'].filter((name) => form[name].validity.badInput)
    .map((field) => ({ field, detail: 'is not complete' }));
}

function fieldOf({ field }) {
  const name = String(field ?? '').replace(/^[#/]+/, '').split(/[./[]/)[0];
  return form.elements[name] && byId(`${name}-error`) ? name : null;
}

/** Each error beside its field, with the first one in focus. */
function showErrors(errors) {
  for (const error of errors.filter(fieldOf)) {
    const input = form.elements[fieldOf(error)];
    const sentence = /^[a-z]/.test(error.detail) ? `${input.labels[0].textContent} ${error.detail}.` : error.detail;
    byId(`${input.id}-error`).textContent = sentence.replace(/\.\.$/, '.');
    input.ariaInvalid = 'true';
  }
  const first = form.querySelector('[aria-invalid=true]');
  if (first?.closest('details')) byId('options').open = true;
  first?.focus();
}

function showProblem({ status, title, detail, errors, retryAfterS }) {
  const named = status === 409 && !errors.length ? [{ field: 'alias', detail: detail || title }] : errors;
  showErrors(named);
  if (named.length && named.every(fieldOf)) return;
  const others = new Set([detail, ...named.filter((error) => !fieldOf(error)).map((error) => error.detail)]);
  if (retryAfterS) others.add(`Try again in ${retryAfterS} s; pressing twice never makes two links.`);
  const heading = Object.assign(document.createElement('strong'), { textContent: title });
  byId('problem').replaceChildren(heading, ` ${[...others].filter(Boolean).join(' ')}`);
}

function clear(...inputs) {
  for (const input of inputs.filter(({ id }) => byId(`${id}-error`))) {
    input.ariaInvalid = null;
    byId(`${input.id}-error`).textContent = '';
  }
}

function showResult({ code, shortUrl, url }) {
  byId('result').hidden = false;
  byId('result').dataset.code = code;
  byId('result-link').textContent = display(shortUrl);
  byId('result-target').textContent = url;
  byId('result-link').href = byId('result-open').href = shortUrl;
  byId('result-preview').href = `${shortUrl}+`;
  byId('said').textContent = `Your short link is ${shortUrl}`;
  byId('result-copy').focus();
}

async function shorten(event) {
  event.preventDefault();
  if (button.ariaDisabled === 'true') return;
  clear(...form.elements);
  byId('problem').replaceChildren();
  const wrong = wrongHere();
  if (wrong.length) return void showErrors(wrong);
  button.ariaDisabled = 'true';
  try {
    const link = await createLink(filledIn());
    showResult(link);
    addLink(link);
    form.reset();
  } catch (problem) {
    showProblem(problem);
  }
  button.ariaDisabled = 'false';
}

form.addEventListener('submit', shorten);
form.addEventListener('input', ({ target }) => clear(target));
byId('result-copy').addEventListener('click', () => copy(byId('result-link').href));
watchVisits(byId('result'));
