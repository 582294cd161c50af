/** The instrument of each algorithm, as it stands at the moment: a window, a bucket, a row of places. */

import { svg } from './dom.js';

const WINDOW = 'M8 5.500c16-1 32-1 48 0 .8 12 .8 25 0 37-16 1-32 1-48 0-.8-12-.8-25 0-37Z';
const BUCKET = 'M11 5c1 13 3 25 5.500 37.500 10 1.600 21 1.600 31 0 2.500-12.500 4.500-24.500 5.500-37.500';
const TOP = 6;
const BOTTOM = 43;
const SLOTS_MAX = 24;

let clips = 0;

/** Something that fills from its bottom. */
function vessel(picture, outline, ...more) {
  const clip = `gauge-${clips++}`;
  const level = svg('rect', { class: 'fill', x: 0, width: 64, 'clip-path': `url(#${clip})` });
  picture.append(svg('clipPath', { id: clip }, svg('path', { d: outline })), level, svg('path', { class: 'outline', d: outline }), ...more);
  return (part) => {
    const height = part * (BOTTOM - TOP);
    level.setAttribute('y', BOTTOM - height);
    level.setAttribute('height', height + 2);
  };
}

/** What drips out below, while there is something to drip. */
function dripping(picture, outline, shape) {
  const drop = svg('path', { class: 'drop', d: shape });
  const fill = vessel(picture, outline, drop);
  return (part) => {
    fill(part);
    drop.classList.toggle('none', part <= 0);
  };
}

/** How far the moment of rest is ahead. */
function momentAhead(picture) {
  const ahead = svg('rect', { class: 'fill', x: 8, y: 19, height: 10 });
  const mark = svg('path', { class: 'outline strong', d: 'M0 13v22' });
  picture.append(svg('path', { class: 'outline', d: 'M4 24.300c18-.6 38-.6 56 0' }), ahead, svg('path', { class: 'outline', d: 'M8 9v30M56 15v18' }), mark);
  return (part) => {
    ahead.setAttribute('width', part * 48);
    mark.setAttribute('transform', `translate(${8 + part * 48})`);
  };
}

/** Places, some of them taken. */
function places(picture, capacity) {
  const shown = Math.min(SLOTS_MAX, capacity);
  const columns = Math.ceil(Math.sqrt(shown * 1.6));
  const rows = Math.ceil(shown / columns);
  const size = Math.min(56 / columns, 40 / rows);
  const slots = Array.from({ length: shown }, (_, i) => svg('circle', {
    class: 'slot', r: size * 0.34, cx: 32 + ((i % columns) - (columns - 1) / 2) * size, cy: 24 + (Math.floor(i / columns) - (rows - 1) / 2) * size,
  }));
  picture.append(...slots);
  return (part) => { for (const [i, slot] of slots.entries()) slot.classList.toggle('taken', i < Math.ceil(part * shown - 1e-9)); };
}

export const SHAPES = {
  window: (picture) => vessel(picture, WINDOW),
  bucket: (picture) => vessel(picture, BUCKET),
  leak: (picture) => dripping(picture, BUCKET, 'M32 45v3'),
  queue: (picture) => dripping(picture, BUCKET, 'M26 45.500h2M31 45.500h2M36 45.500h2'),
  moment: momentAhead,
  slots: places,
};

/**
 * Draws an instrument.
 * @param {SVGSVGElement} picture @param {keyof typeof SHAPES} shape @param {number} capacity
 * @returns {(part: number) => void} sets how full it is, from 0 to 1
 */
export function gaugeIn(picture, shape, capacity) {
  picture.replaceChildren();
  return SHAPES[shape](picture, capacity);
}
