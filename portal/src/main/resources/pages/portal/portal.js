/** What runs, asked every two seconds while somebody looks. The page tells the rest without a script. */

import { byId, element, write } from './dom.js';
import { showMeasured } from './capacity.js';
import { showFigures, forgetFigures } from './figures.js';

const EVERY_MS = 2_000;
const FIGURES_EVERY_MS = 1_000;
const CAPACITY_EVERY_MS = 30_000;
const SLOWEST_MS = 30_000;
const TIMEOUT_MS = 5_000;
const LINKS = { API: 'openapi.yaml', Metrics: 'metrics', Health: 'health/ready' };

const stateOf = ({ url, ready }) => (url ? (ready ? ['up', 'Running'] : ['down', 'Not ready']) : ['off', 'Not started']);

const answerOf = ({ answers }) => ({ true: ['up', 'Answers'], false: ['down', 'Does not answer'] })[answers] ?? ['off', 'Not known'];

function sign(place, state, text) {
  place.dataset.state = state;
  write(place, text);
}

function showService(service) {
  const card = document.querySelector(`[data-name="${CSS.escape(service.name)}"]`);
  if (!card) return;
  card.dataset.runs = service.url ? 'yes' : 'no';
  sign(card.querySelector('.status'), ...stateOf(service));
  write(card.querySelector('.why'), service.problem ?? '');
  if (service.question) write(card.querySelector('.asked'), service.question);
  showLinks(card.querySelector('.links'), service, card.querySelector('h3').textContent);
}

/** Where a card leads: to the system where it runs, and to what is written of it where the project lies here. */
function linksOf({ url, readme, followUps, sheet }) {
  const running = url ? { Open: url, ...Object.fromEntries(Object.entries(LINKS).map(([text, path]) => [text, new URL(path, `${url}/`).href])) } : {};
  return Object.entries({ ...running, Code: readme, 'Follow-ups': followUps, Sheet: sheet }).filter(([, href]) => href);
}

/** Links are made once, so that the one in focus stays in focus. */
function showLinks(row, service, name) {
  const links = linksOf(service);
  row.hidden = !links.length;
  if (row.dataset.shown === JSON.stringify(links)) return;
  row.dataset.shown = JSON.stringify(links);
  row.replaceChildren(...links.map(([text, href]) => element('a', {
    className: text === 'Open' ? 'button primary' : 'button quiet', href, textContent: text, ariaLabel: `${text}: ${name}`,
  })));
}

function rowOf({ name, version, address, mode }) {
  const head = element('th', { scope: 'row' }, `${name} `, element('small', { className: 'soft', textContent: version ?? '' }));
  const now = element('td', {}, element('span', { className: 'status' }));
  return element('tr', {}, head, now, ...[address, mode].map((textContent) => element('td', { textContent: textContent ?? '' })));
}

function showServers(servers) {
  const rows = byId('servers');
  const known = JSON.stringify(servers.map(({ answers, ...server }) => server));
  if (known !== rows.dataset.shown) {
    rows.dataset.shown = known;
    rows.replaceChildren(...servers.map(rowOf));
  }
  servers.forEach((server, i) => sign(rows.rows[i].querySelector('.status'), ...answerOf(server)));
}

function showOverall(services, servers) {
  const started = services.filter(({ url }) => url);
  const ready = started.filter((service) => service.ready).length;
  const away = servers.filter(({ answers }) => answers === false).map(({ name }) => name);
  const all = ready === started.length && !away.length;
  const running = ready === started.length ? `${ready || 'None'} running` : `${ready} of ${started.length} running`;
  sign(byId('overall'), all && ready ? 'up' : 'wait', away.length ? `${running}, ${away.join(' and ')} away` : running);
}

function showSince(startedAt) {
  const minutes = Math.floor((Date.now() - new Date(startedAt)) / 60_000);
  const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  write(byId('since'), `Started ${minutes < 1 ? 'just now' : minutes < 120 ? ago.format(-minutes, 'minute') : ago.format(-Math.round(minutes / 60), 'hour')}`);
}

function showStatus({ services, servers, startedAt }) {
  services.forEach(showService);
  showOverall(services, servers);
  showServers(servers);
  showSince(startedAt);
}

function showNothing() {
  sign(byId('overall'), 'down', 'The portal does not answer');
  for (const status of document.querySelectorAll('.system .status[data-state=up], #servers .status')) sign(status, 'off', 'Not known');
}

/** Asks again and again while the page is looked at, more seldom while there is no answer. */
function poll(path, everyMs, show, fail) {
  let failures = 0;
  let timer = 0;
  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(`The portal answered ${response.status}`);
      show(await response.json());
      failures = 0;
    } catch {
      failures += 1;
      fail();
    }
    clearTimeout(timer); // of another that was under way
    timer = setTimeout(ask, Math.min(SLOWEST_MS, everyMs * 2 ** failures));
  }
  for (const event of ['online', 'visibilitychange']) addEventListener(event, ask);
  ask();
}

poll('/api/v1/status', EVERY_MS, showStatus, showNothing);
poll('/api/v1/figures', FIGURES_EVERY_MS, showFigures, forgetFigures);
poll('/api/v1/capacity', CAPACITY_EVERY_MS, showMeasured, () => {});
