/** What the capacity sheet says of each system, where one was made on this machine. */

import { byId, element } from './dom.js';

const MEASURE = './whiteboard capacity';

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const quantity = ({ value, unit }) => `${number.format(value)} ${unit === '1' ? '' : unit.replace(/\/core$/, ' a core')}`.trim();

const VERDICTS = {
  holds: () => 'it holds',
  'holds-if': ({ nodes }) => (nodes > 1 ? `it holds on ${number.format(nodes)} nodes, if …` : 'it holds, if …'),
  'breaks-at': () => 'it breaks',
};

function wordsOf(row) {
  const verdict = VERDICTS[row.verdict];
  if (!verdict) return ['Not measured yet: ', element('code', { textContent: row.rerun ?? MEASURE })];
  const sheet = element('a', { href: `/capacity#${row.id}`, textContent: verdict(row), title: row.note ?? '' });
  return [row.measured ? `Measured: ${quantity(row.measured)}; ` : 'By arithmetic ', sheet];
}

/** @param {{madeAt: string | null, rows: object[]}} answer */
export function showMeasured({ madeAt, rows }) {
  for (const place of document.querySelectorAll('.measured')) {
    const row = rows.find(({ system }) => system === place.closest('[data-name]').dataset.name);
    const words = row ? wordsOf(row) : ['Not measured here yet: ', element('code', { textContent: MEASURE })];
    const made = element('span', {}, ...words);
    if (made.innerHTML !== place.firstElementChild?.innerHTML) place.replaceChildren(made);
  }
  if (madeAt && !byId('sheet').querySelector('a')) {
    byId('sheet').append(' Here it was made on ', element('a', { href: '/capacity', textContent: new Date(madeAt).toLocaleDateString('en', { dateStyle: 'long' }) }), '.');
  }
}
