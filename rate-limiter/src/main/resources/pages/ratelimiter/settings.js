/** The limit that all of them keep to. */

import { byId, clearErrors, showError } from './dom.js';

const form = byId('limit');
/** The page takes seconds, the service milliseconds. */
const SECONDS = ['perMs', 'holdMs'];

/** @typedef {{limit: number, perMs: number, burst: number, holdMs: number}} Limit */

/** @type {Limit} */
let last = read();

function read() {
  return Object.fromEntries(new FormData(form).entries().map(([name, value]) => [name, SECONDS.includes(name) ? Math.round(value * 1000) : Number(value)]));
}

/** The limit, the last one that could be kept to. @returns {Limit} */
export const limit = () => last;

function wrongWith({ validity: { badInput, valueMissing, stepMismatch, valid }, min, max, step }) {
  if (valid && !badInput && !valueMissing && !stepMismatch) return null;
  return `must be ${step === '1' ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}

/** What is bad is said beside its field, and the limit stays as it was. @param {() => void} changed */
export function onLimit(changed) {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    clearErrors(form);
    const bad = [...form.elements].filter(wrongWith);
    for (const input of bad) showError(input, wrongWith(input));
    if (bad.length) return;
    last = read();
    changed();
  });
}

/** Puts what the service found wrong beside the fields; answers whether all of it has one. @param {import('./request.js').Problem} problem */
export function showErrors({ errors }) {
  for (const { field, detail } of errors) if (form.elements[field]) showError(form.elements[field], detail);
  return errors.length > 0 && errors.every(({ field }) => form.elements[field]);
}
