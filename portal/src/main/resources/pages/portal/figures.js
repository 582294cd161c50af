/** The live figures of the systems: a number, and the last minute as a line. */

import { element, svg, write } from './dom.js';

const WIDTH = 120;
const HEIGHT = 30;

/** A minute, at a point a second. */
const POINTS = 60;

/** A rate of less than this at the top would make noise of it. */
const TOPS = { '1/s': 1, 1: 1, share: 1 };

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** @param {number | null} value @param {'1/s' | 'share' | '1'} unit */
function inWords(value, unit) {
  if (value === null) return '–';
  if (unit === 'share') return percent.format(value);
  return (unit === '1/s' && value < 100 ? tenth : whole).format(value);
}

/** Broken where nothing is known: a gap is no zero. */
function pathOf(points, unit) {
  const top = Math.max(TOPS[unit], ...points.filter((point) => point !== null));
  const first = POINTS - points.length;
  let isDrawn = false;
  return points.map((point, i) => {
    const move = isDrawn ? 'L' : 'M';
    isDrawn = point !== null;
    if (!isDrawn) return '';
    const [x, y] = [((first + i) * WIDTH) / (POINTS - 1), HEIGHT * (1 - point / top)].map((at) => at.toFixed(1));
    return `${move}${x} ${y}${move === 'M' ? 'h0' : ''}`;
  }).join('');
}

function rowOf({ id, label }) {
  const line = svg('svg', { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('path', { class: 'floor', d: `M0 ${HEIGHT}h${WIDTH}` }), svg('path', { class: 'points' }));
  const row = element('div', {}, element('dt', { textContent: label }), element('dd', {}, element('span', { className: 'now' }), line));
  row.dataset.figure = id;
  return row;
}

function show(list, figures) {
  const known = figures.map(({ id }) => id).join(' ');
  if (list.dataset.shown !== known) {
    list.dataset.shown = known;
    list.replaceChildren(...figures.map(rowOf));
  }
  figures.forEach(({ now, unit, points }, i) => {
    write(list.children[i].querySelector('.now'), inWords(now, unit));
    list.children[i].querySelector('.points').setAttribute('d', pathOf(points, unit));
  });
}

/** Shows those that there are; a system that does not run has none. @param {{systems: {name: string, figures: object[]}[]}} answer */
export function showFigures({ systems }) {
  const figures = new Map(systems.map((system) => [system.name, system.figures]));
  for (const list of document.querySelectorAll('.live')) show(list, figures.get(list.closest('[data-name]').dataset.name) ?? []);
}

/** Shows that none is known. */
export function forgetFigures() {
  for (const now of document.querySelectorAll('.live .now')) write(now, '–');
}
