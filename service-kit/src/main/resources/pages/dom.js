/** What every part of every page does to the document. Text only ever goes in as text. */

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => document.getElementById(id);

/** An element with these properties and children. @param {string} name @param {object} [properties] @param {...(Node | string)} children */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A part of a picture. @param {string} name @param {object} attributes @param {...Node} children */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** Writes a text where it is another: a status that is said again and again is noise to a screen reader. */
export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Whether whoever reads has asked for less motion. */
export const prefersStillness = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

const errorOf = (input) => input.id && byId(`${input.id}-error`);

/** Puts an error beside its field. @param {HTMLInputElement} input @param {string} detail a sentence, or what follows the field's name in one */
export function showError(input, detail) {
  const sentence = /^[a-z]/.test(detail) ? `${input.labels[0].textContent} ${detail}` : detail;
  write(errorOf(input), sentence.replace(/\.?$/, '.'));
  input.ariaInvalid = 'true';
}

/** Forgets what was wrong in a form. @param {HTMLFormElement} form */
export function clearErrors(form) {
  for (const input of [...form.elements].filter(errorOf)) {
    input.ariaInvalid = null;
    write(errorOf(input), '');
  }
}

/** Says in a notice what went wrong; nothing empties it. @param {HTMLElement} notice @param {import('./request.js').Problem | null} problem */
export function showProblem(notice, problem) {
  if (problem) notice.replaceChildren(element('strong', { textContent: problem.heading }), ` ${problem.inWords}`);
  else notice.replaceChildren();
}
