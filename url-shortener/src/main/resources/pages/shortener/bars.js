/** Who visited, by referrer, browser, country and so on: the most frequent first, each with its share as a bar. */

import { element } from './dom.js';

const SHOWN = 6;
const COUNTRY = /^[A-Z]{2}$/;

const HEADINGS = { referrers: 'Referrers', browsers: 'Browsers', systems: 'Systems', devices: 'Devices', countries: 'Countries' };
/** What the service calls otherwise than people do. */
const NAMES = { direct: 'Direct, or not told', other: 'Other', desktop: 'Desktop', mobile: 'Phone', tablet: 'Tablet', 'Mac OS X': 'macOS' };

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });

function nameOf(kind, name) {
  if (kind === 'countries' && COUNTRY.test(name)) return new Intl.DisplayNames(undefined, { type: 'region' }).of(name);
  return NAMES[name] ?? name;
}

/** A small share is not none. */
const shareOf = (visits, all) => (visits * 100 < all ? `<${percent.format(0.01)}` : percent.format(visits / all));

function barOf(kind, { name, visits }, most, all) {
  const bar = element('span', { className: 'share' });
  bar.style.setProperty('--share', visits / most);
  const text = nameOf(kind, name);
  return element('li', {}, element('span', { className: 'name', textContent: text, title: text }),
    element('span', { className: 'number', textContent: visits.toLocaleString() }),
    element('span', { className: 'percent', textContent: shareOf(visits, all) }), bar);
}

function restOf(entries) {
  const visits = sumOf(entries);
  return element('li', { className: 'rest' }, element('span', { className: 'name', textContent: `and ${entries.length} more` }),
    element('span', { className: 'number', textContent: visits.toLocaleString() }));
}

const sumOf = (entries) => entries.reduce((sum, { visits }) => sum + visits, 0);

function sectionOf(kind, entries) {
  const sorted = entries.toSorted((a, b) => b.visits - a.visits);
  const shown = sorted.length > SHOWN ? sorted.slice(0, SHOWN - 1) : sorted;
  const list = element('ol', {}, ...shown.map((entry) => barOf(kind, entry, sorted[0].visits, sumOf(entries))));
  if (shown.length < sorted.length) list.append(restOf(sorted.slice(shown.length)));
  list.setAttribute('role', 'list');
  const heading = element('h4', { textContent: HEADINGS[kind] });
  return element('section', { className: 'shares' }, heading, list);
}

/** Draws what there is; a list that is missing or empty has no place. @param {HTMLElement} container @param {object} stats @returns whether there is any */
export function drawShares(container, stats) {
  const kinds = Object.keys(HEADINGS).filter((kind) => stats[kind]?.length);
  container.replaceChildren(...kinds.map((kind) => sectionOf(kind, stats[kind])));
  return kinds.length > 0;
}
