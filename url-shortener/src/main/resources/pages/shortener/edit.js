/** Changing a link, and deleting it. */

import { changeLink, deleteLink, readLink } from './api.js';
import { byId } from './dom.js';
import { clearProblems, localTime, onSubmit, showErrors, showProblem, valuesOf, wrongHere } from './form.js';
import { display, toast } from './page.js';

const FIELDS = ['url', 'title', 'tags', 'expiresAt', 'maxVisits', 'redirect'];

const dialog = byId('edit-dialog');
const form = byId('edit-form');
const heading = byId('edit-link');
const confirmation = byId('delete-dialog');
let editing = null;
let before = {};
let doomed = null;

/** @typedef {{changed: (link: object) => void, deleted: (link: object) => void}} Told what to do when it is done */

/** @param {object} link @param {Told} told */
export async function openEdit(link, told) {
  editing = { link, told };
  heading.textContent = display(link.shortUrl);
  document.body.append(dialog);
  clearProblems(form);
  fill(link);
  dialog.showModal();
  try {
    const fresh = await readLink(link);
    if (editing?.link === link && !touched()) fill(fresh);
  } catch (problem) {
    showProblem(form, problem);
  }
}

function fill({ url, title, tags, expiresAt, maxVisits, redirect }) {
  const texts = { url, title: title ?? '', tags: (tags ?? []).join(', '), expiresAt: localTime(expiresAt), maxVisits: maxVisits ?? '', redirect: redirect ?? 302 };
  for (const [name, text] of Object.entries(texts)) form.elements[name].value = text;
  before = valuesOf(form);
}

const differs = (values) => FIELDS.filter((field) => JSON.stringify(values[field]) !== JSON.stringify(before[field]));
const touched = () => differs(valuesOf(form)).length > 0;

/** Only what was changed is sent: what somebody else changed meanwhile stays. */
async function save() {
  const wrong = wrongHere(form);
  if (wrong.length) return void showErrors(form, wrong);
  const { link, told } = editing;
  const values = valuesOf(form);
  const patch = Object.fromEntries(differs(values).map((field) => [field, values[field]]));
  if (Object.keys(patch).length) {
    const changed = await changeLink(link, patch);
    told.changed({ ...link, ...patch, warnings: [], ...changed });
  }
  dialog.close();
  toast('Saved');
}

/** Asks once more, then deletes. @param {object} link @param {Told} told */
export function askToDelete(link, told) {
  doomed = { link, told };
  byId('delete-link').textContent = display(link.shortUrl);
  clearProblems(byId('delete-form'));
  confirmation.showModal();
}

async function remove() {
  const { link, told } = doomed;
  await deleteLink(link);
  for (const open of document.querySelectorAll('dialog[open]')) open.close();
  told.deleted(link);
  toast(`${display(link.shortUrl)} is deleted.`);
}

onSubmit(form, save);
onSubmit(byId('delete-form'), remove);
byId('edit-delete').addEventListener('click', () => askToDelete(editing.link, editing.told));
dialog.addEventListener('close', () => {
  editing = null;
  dialog.remove();
});
// Its fields are labelled as those of the form above: only while it is open are there two of each.
dialog.remove();
