/** Routes and edge functions: read, edited, refused at the place that is wrong. */

import { byId, clearErrors, element, showError, showProblem, write } from './dom.js';
import { size } from './explain.js';
import { withKey } from './key.js';
import { request } from './service.js';
import { onOpen } from './tabs.js';

const ROUTES = '/v1/routes';
const FUNCTIONS = '/v1/functions';
const AT = /^line (\d+), column (\d+): (.*)$/s;

const form = byId('routes');
const area = byId('routes-text');
const lines = byId('routes-lines');
const errorList = byId('routes-errors');
const notice = form.querySelector('.notice');
let tag = '';
let isRead = false;

async function read() {
  try {
    const { headers, text } = await request(ROUTES);
    show(headers, text);
    write(byId('routes-said'), '');
  } catch (problem) {
    showProblem(notice, problem);
  }
}

function show(headers, text) {
  tag = headers.get('ETag') ?? '';
  area.value = pretty(text);
  isRead = true;
  showErrors([]);
  showProblem(notice, null);
}

const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

async function save() {
  const text = area.value;
  const type = /^\s*[{[]/.test(text) ? 'application/json' : 'application/yaml';
  showProblem(notice, null);
  try {
    const saved = await withKey((headers) => request(ROUTES, { method: 'PUT', body: text, headers: { ...headers, 'Content-Type': type, ...(tag ? { 'If-Match': tag } : {}) } }));
    if (!saved) return;
    tag = saved.headers.get('ETag') ?? '';
    showErrors([]);
    write(byId('routes-said'), 'Saved. Edges go by them from now on.');
  } catch (problem) {
    write(byId('routes-said'), '');
    showErrors(problem.errors ?? []);
    if (!problem.errors?.length) showProblem(notice, problem);
  }
}

function showErrors(errors) {
  const placed = errors.map(({ field, detail }) => {
    const at = AT.exec(detail);
    return { field, line: Number(at?.[1] ?? 0), column: Number(at?.[2] ?? 0), words: at?.[3] ?? detail };
  });
  area.ariaInvalid = errors.length ? 'true' : null;
  errorList.replaceChildren(...placed.map(errorItem));
  numberLines(new Set(placed.map(({ line }) => line)));
  if (placed.length) goTo(placed[0]);
}

function errorItem(error) {
  const button = element('button', { type: 'button', className: 'error-at' }, element('span', { className: 'mono', textContent: error.line ? `Line ${error.line}` : 'Routes' }), ` ${error.field} ${error.words.replace(/[.?]?$/, (end) => end || '.')}`);
  button.addEventListener('click', () => goTo(error));
  return element('li', {}, button);
}

/** The caret where it is wrong. */
function goTo({ line, column }) {
  const before = area.value.split('\n').slice(0, Math.max(0, line - 1)).join('\n').length + (line > 1 ? 1 : 0);
  const at = before + Math.max(0, column - 1);
  const end = area.value.indexOf('\n', before);
  area.focus();
  area.setSelectionRange(at, end < 0 ? area.value.length : Math.max(at, end));
  area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
}

function numberLines(wrong = new Set()) {
  lines.replaceChildren(...area.value.split('\n').map((_, i) => element('li', { className: wrong.has(i + 1) ? 'wrong' : '', textContent: String(i + 1) })));
  lines.scrollTop = area.scrollTop;
}

async function list() {
  try {
    const { body } = await request(FUNCTIONS);
    const rows = body.functions.map(functionRow);
    byId('functions').replaceChildren(...(rows.length ? rows : [element('tr', {}, element('td', { colSpan: 5, className: 'soft', textContent: 'None so far.' }))]));
  } catch (problem) {
    showProblem(byId('function').querySelector('.notice'), problem);
  }
}

function functionRow({ name, version, hooks, bytes, timeLimitMs, memoryPages }) {
  const remove = element('button', { type: 'button', className: 'button quiet', textContent: 'Remove' });
  remove.setAttribute('aria-label', `Remove ${name}`);
  remove.addEventListener('click', () => change(() => withKey((headers) => request(`${FUNCTIONS}/${encodeURIComponent(name)}`, { method: 'DELETE', headers }))));
  const cells = [hooks.join(', '), size(bytes), `${timeLimitMs} ms, ${memoryPages / 16} MiB`].map((textContent) => element('td', { textContent }));
  return element('tr', {}, element('th', { scope: 'row' }, name, element('span', { className: 'soft small', textContent: ` v${version}` })), ...cells, element('td', {}, remove));
}

async function change(act) {
  const place = byId('function').querySelector('.notice');
  showProblem(place, null);
  try {
    if (await act()) await list();
  } catch (problem) {
    showProblem(place, problem);
  }
}

async function upload() {
  const own = byId('function');
  const { name, file } = own.elements;
  clearErrors(own);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name.value.trim())) return showError(name, 'must be of small letters, digits and -');
  if (!file.files.length) return showError(file, 'Choose a module.');
  return change(() => withKey((headers) => request(`${FUNCTIONS}/${encodeURIComponent(name.value.trim())}`, { method: 'PUT', body: file.files[0], headers: { ...headers, 'Content-Type': 'application/wasm' } })));
}

area.addEventListener('input', () => numberLines());
area.addEventListener('scroll', () => { lines.scrollTop = area.scrollTop; });
form.addEventListener('submit', (event) => { event.preventDefault(); save(); });
byId('routes-reload').addEventListener('click', read);
byId('function').addEventListener('submit', (event) => { event.preventDefault(); upload(); });
onOpen((name) => {
  if (name !== 'rules') return;
  if (!isRead) read();
  list();
});
