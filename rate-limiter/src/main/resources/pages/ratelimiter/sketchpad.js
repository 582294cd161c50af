/** A strip to draw traffic on: a row of sliders that a pointer sweeps over, and that keys move one by one. */

import { element } from './dom.js';
import { HEIGHT_MAX, STEPS } from './patterns.js';

const MOVES = { ArrowUp: 1, ArrowDown: -1, PageUp: 2, PageDown: -2 };
const WALKS = { ArrowRight: 1, ArrowLeft: -1 };

/**
 * @param {HTMLElement} pad
 * @param {{drawn: (heights: number[]) => void, words: (step: number, height: number) => {name: string, value: string}}} then called when a stroke ends or a key was pressed
 * @returns {(heights?: number[]) => void} draws these, or what is there in other words
 */
export function sketchpad(pad, { drawn, words }) {
  const heights = new Array(STEPS).fill(0);
  const bars = heights.map((_, step) => element('div', { className: 'step', role: 'slider', tabIndex: step ? -1 : 0, ariaValueMin: '0', ariaValueMax: String(HEIGHT_MAX) }));
  let at = null;
  pad.append(...bars);

  function set(step, height) {
    heights[step] = Math.max(0, Math.min(HEIGHT_MAX, height));
    show(step);
  }

  function show(step) {
    const { name, value } = words(step, heights[step]);
    bars[step].style.setProperty('--height', heights[step] / HEIGHT_MAX);
    Object.assign(bars[step], { ariaValueNow: String(heights[step]), ariaLabel: name, ariaValueText: value });
  }

  function focus(step) {
    for (const [i, bar] of bars.entries()) bar.tabIndex = i === step ? 0 : -1;
    bars[step].focus({ preventScroll: true });
  }

  function pointed({ clientX, clientY }) {
    const { left, width, top, height } = pad.getBoundingClientRect();
    const step = Math.max(0, Math.min(STEPS - 1, Math.floor(((clientX - left) / width) * STEPS)));
    return { step, height: Math.round((1 - (clientY - top) / height) * HEIGHT_MAX) };
  }

  /** A quick pointer skips columns; those between get what lies between. */
  function stroke(event) {
    const to = pointed(event);
    const from = at ?? to;
    const count = Math.max(1, Math.abs(to.step - from.step));
    for (let i = 0; i <= count; i++) set(Math.round(from.step + ((to.step - from.step) * i) / count), Math.round(from.height + ((to.height - from.height) * i) / count));
    at = to;
  }

  function lift() {
    if (!at) return;
    at = null;
    drawn([...heights]);
  }

  pad.addEventListener('pointerdown', (event) => { pad.setPointerCapture(event.pointerId); stroke(event); });
  pad.addEventListener('pointermove', (event) => { if (at) stroke(event); });
  for (const over of ['pointerup', 'pointercancel', 'lostpointercapture']) pad.addEventListener(over, lift);

  pad.addEventListener('keydown', (event) => {
    const step = bars.indexOf(event.target);
    const height = { Home: 0, End: HEIGHT_MAX }[event.key] ?? heights[step] + (MOVES[event.key] ?? 0);
    if (event.key in WALKS) focus(Math.max(0, Math.min(STEPS - 1, step + WALKS[event.key])));
    else if (height !== heights[step]) { set(step, height); drawn([...heights]); }
    else if (!(event.key in MOVES)) return;
    event.preventDefault();
  });

  return (next = heights) => { for (const [step, height] of next.entries()) set(step, height); };
}
