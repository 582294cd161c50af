/** Forms: what was filled in, and each error beside its field. The fields of a link are named alike wherever they stand. */

import { byId, element } from './dom.js';
import { Problem } from './request.js';

const errorOf = (input) => input.id && byId(`${input.id}-error`);
const filled = (text) => text?.trim() || null;

/** What a form says about a link; null for what was left empty. @param {HTMLFormElement} form */
export function valuesOf(form) {
  const { url, alias, expiresAt, maxVisits, redirect, title, tags = '' } = Object.fromEntries(new FormData(form));
  return {
    url: url.trim(),
    alias: filled(alias),
    expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null,
    maxVisits: maxVisits ? Number(maxVisits) : null,
    redirect: redirect ? Number(redirect) : null,
    title: filled(title),
    tags: tags.split(',').map((tag) => tag.trim()).filter(Boolean),
  };
}

/** A moment as an input of type datetime-local takes it. @param {string | null} instant */
export function localTime(instant) {
  if (!instant) return '';
  const at = new Date(instant);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What need not be sent to be known wrong. Every other rule is the service's to judge. @param {HTMLFormElement} form */
export function wrongHere(form) {
  if (!form.url.value.trim()) return [{ field: 'url', detail: 'Paste or type the URL to shorten.' }];
  return ['expiresAt', 'maxVisits'].filter((name) => form[name].validity.badInput)
    .map((field) => ({ field, detail: 'is not complete' }));
}

function inputOf(form, { field }) {
  const input = form.elements[String(field ?? '').replace(/^[#/]+/, '').split(/[./[]/)[0]];
  return input && errorOf(input) ? input : null;
}

/** Puts each error beside its field and the focus into the first. @returns what has no field here */
export function showErrors(form, errors) {
  for (const error of errors) {
    const input = inputOf(form, error);
    if (!input) continue;
    const sentence = /^[a-z]/.test(error.detail) ? `${input.labels[0].textContent} ${error.detail}.` : error.detail;
    errorOf(input).textContent = sentence.replace(/\.\.$/, '.');
    input.ariaInvalid = 'true';
  }
  const first = form.querySelector('[aria-invalid=true]');
  const folded = first?.closest('details');
  if (folded) folded.open = true;
  first?.focus();
  return errors.filter((error) => !inputOf(form, error));
}

/** Says what went wrong: beside the fields where they are to blame, otherwise in the form's notice. */
export function showProblem(form, problem) {
  const { status, heading, detail, errors } = problem;
  const named = status === 409 && !errors.length ? [{ field: 'alias', detail: detail || heading }] : errors;
  const rest = showErrors(form, named);
  if (named.length && !rest.length) return;
  const what = element('strong', { textContent: heading });
  const text = [problem.inWords, ...rest.map((error) => `${error.field}: ${error.detail}`)].filter(Boolean).join(' ');
  form.querySelector('.notice').replaceChildren(what, ` ${text}`);
}

function clear(...inputs) {
  for (const input of inputs.filter(errorOf)) {
    input.ariaInvalid = null;
    errorOf(input).textContent = '';
  }
}

/** Forgets what was wrong. @param {HTMLFormElement} form */
export function clearProblems(form) {
  clear(...form.elements);
  form.querySelector('.notice').replaceChildren();
}

/**
 * Sends a form once at a time, and shows what is wrong with it.
 * @param {HTMLFormElement} form @param {() => Promise<void>} send throws a Problem
 */
export function onSubmit(form, send) {
  const button = form.querySelector('[type=submit]');
  form.addEventListener('input', ({ target }) => clear(target));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.ariaDisabled === 'true') return;
    clearProblems(form);
    button.ariaDisabled = 'true';
    try {
      await send();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      showProblem(form, problem);
    } finally {
      button.ariaDisabled = 'false';
    }
  });
}
