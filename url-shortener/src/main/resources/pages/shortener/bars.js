/** Who visited, by referrer, browser, country and so on: the most frequent first, each with its share as a bar. */

const SHOWN = 6;
const COUNTRY = /^[A-Z]{2}$/;

const KINDS = {
  referrers: { heading: 'Referrers', nameless: 'none given' },
  countries: { heading: 'Countries', nameless: 'unknown' },
  browsers: { heading: 'Browsers', nameless: 'unknown' },
  systems: { heading: 'Systems', nameless: 'unknown' },
  devices: { heading: 'Devices', nameless: 'unknown' },
};

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

function nameOf(kind, name) {
  if (!name) return KINDS[kind].nameless;
  return kind === 'countries' && COUNTRY.test(name) ? new Intl.DisplayNames(undefined, { type: 'region' }).of(name) : name;
}

function barOf(kind, { name, visits }, most) {
  const bar = element('span', { className: 'share' });
  bar.style.setProperty('--share', visits / most);
  return element('li', {}, element('span', { className: 'name', textContent: nameOf(kind, name) }),
    element('span', { className: 'number', textContent: visits.toLocaleString() }), bar);
}

function sectionOf(kind, entries) {
  const shown = entries.toSorted((a, b) => b.visits - a.visits).slice(0, SHOWN);
  const list = element('ol', {}, ...shown.map((entry) => barOf(kind, entry, shown[0].visits)));
  list.setAttribute('role', 'list');
  const heading = element('h3', { textContent: KINDS[kind].heading });
  return element('section', { className: 'shares' }, heading, list);
}

/** Draws what there is; a list that is missing or empty has no place. @param {HTMLElement} container @param {object} stats */
export function drawShares(container, stats) {
  const kinds = Object.keys(KINDS).filter((kind) => stats[kind]?.length);
  container.replaceChildren(...kinds.map((kind) => sectionOf(kind, stats[kind])));
  container.hidden = kinds.length === 0;
}
