/** What runs, asked every two seconds while somebody looks. The page tells the rest without a script. */

import { byId, element, write } from './dom.js';

const EVERY_MS = 2_000;
const SLOWEST_MS = 30_000;
const TIMEOUT_MS = 5_000;
const LINKS = { Open: '', API: 'openapi.yaml', Metrics: 'metrics', Health: 'health/ready' };

let failures = 0;
let timer = 0;

function stateOf({ url, ready }) {
  if (!url) return ['off', 'Not built yet'];
  if (ready === null) return ['wait', 'Not started'];
  return ready ? ['up', 'Running'] : ['down', 'Not ready'];
}

function sign(place, state, text) {
  place.dataset.state = state;
  write(place, text);
}

function showService(service) {
  const card = document.querySelector(`[data-name="${CSS.escape(service.name)}"]`);
  if (!card) return;
  card.dataset.built = service.url ? 'yes' : 'no';
  sign(card.querySelector('.status'), ...stateOf(service));
  card.querySelector('.why').textContent = service.problem ?? '';
  if (service.question) card.querySelector('.asked').textContent = service.question;
  link(card.querySelector('.links'), service, card.querySelector('h3').textContent);
}

/** Links are made once, so that the one in focus stays in focus. */
function link(row, { url }, name) {
  row.hidden = !url;
  if (!url || row.dataset.url === url) return;
  row.dataset.url = url;
  row.replaceChildren(...Object.entries(LINKS).map(([text, path]) => element('a', {
    className: path ? 'button quiet' : 'button primary', href: new URL(path, url).href, textContent: text, ariaLabel: `${text}: ${name}`,
  })));
}

function showServers(servers) {
  const rows = servers.map(({ name, version, address, mode }) => {
    const head = element('th', { scope: 'row' }, `${name} `, element('small', { className: 'soft', textContent: version ?? '' }));
    return element('tr', {}, head, ...[address, mode].map((textContent) => element('td', { textContent: textContent ?? '' })));
  });
  if (JSON.stringify(servers) === byId('servers').dataset.shown) return;
  byId('servers').dataset.shown = JSON.stringify(servers);
  byId('servers').replaceChildren(...rows);
}

function showOverall(services) {
  const started = services.filter(({ url }) => url);
  const ready = started.filter((service) => service.ready).length;
  const all = ready === started.length;
  sign(byId('overall'), all && ready ? 'up' : 'wait', all ? `${ready || 'None'} running` : `${ready} of ${started.length} running`);
}

function showSince(startedAt) {
  const minutes = Math.floor((Date.now() - new Date(startedAt)) / 60_000);
  const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  byId('since').textContent = `Started ${minutes < 1 ? 'just now' : minutes < 120 ? ago.format(-minutes, 'minute') : ago.format(-Math.round(minutes / 60), 'hour')}`;
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const response = await fetch('/api/v1/status', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`The portal answered ${response.status}`);
    const { services, servers, startedAt } = await response.json();
    services.forEach(showService);
    showOverall(services);
    showServers(servers);
    showSince(startedAt);
    failures = 0;
  } catch {
    failures += 1;
    sign(byId('overall'), 'down', 'The portal does not answer');
    for (const status of document.querySelectorAll('.system .status[data-state=up]')) sign(status, 'off', 'Not known');
  }
  timer = setTimeout(ask, Math.min(SLOWEST_MS, EVERY_MS * 2 ** failures));
}

for (const event of ['online', 'visibilitychange']) addEventListener(event, ask);
ask();
