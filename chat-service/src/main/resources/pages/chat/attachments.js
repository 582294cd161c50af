/** The files of a message as they are shown: small pictures, and names with sizes. */

import { byId, element } from '../dom.js';
import { describe, inWords, isPicture, picture, save, thumbnail } from './files.js';
import { toast } from './page.js';

const dialog = byId('picture-dialog');
let shown = null;

async function enlarge(file) {
  shown = file;
  byId('picture-name').textContent = file.name;
  byId('picture').alt = file.name;
  byId('picture').removeAttribute('src');
  dialog.showModal();
  const draw = (source) => { if (shown === file && dialog.open) byId('picture').src = source; };
  await thumbnail(file).then(draw, () => {});
  draw(await picture(file));
}

const failing = (task) => async () => {
  try {
    await task();
  } catch (problem) {
    toast(problem.heading ? `${problem.heading} ${problem.inWords}` : problem.message);
  }
};

function plain(button, file) {
  button.replaceChildren(element('span', { className: 'file-name', textContent: file.name }), element('span', { className: 'soft', textContent: inWords(file.size) }));
  button.ariaLabel = `Save ${file.name}, ${inWords(file.size)}`;
  button.onclick = failing(() => save(file));
}

async function fill(button, id, sealed) {
  const file = await describe(id, sealed);
  plain(button, file);
  if (!isPicture(file)) return;
  const source = await thumbnail(file);
  button.classList.add('picture');
  button.replaceChildren(element('img', { src: source, alt: file.name }));
  button.ariaLabel = `Open ${file.name}`;
  button.onclick = failing(() => enlarge(file));
}

/** What can't be had now may be had at the next click. */
function show(button, id, sealed) {
  button.onclick = null;
  fill(button, id, sealed).catch(() => {
    if (button.onclick) return;
    button.textContent = 'A file that can’t be had now';
    button.onclick = () => show(button, id, sealed);
  });
}

/** @param {{files: string[], named?: object[]}} message @returns {HTMLElement} */
export function attachments({ files, named = [] }) {
  const list = element('div', { className: 'files' });
  for (const id of files) {
    const button = element('button', { className: 'file', type: 'button', textContent: 'A file' });
    show(button, id, named.find((one) => one?.id === id));
    list.append(button);
  }
  return list;
}

byId('picture-save').addEventListener('click', failing(() => save(shown)));
dialog.addEventListener('close', () => byId('picture').removeAttribute('src'));
