/** The way of one answer, from Cache-Status: played on the drawing, and told in steps. */

import { element } from './dom.js';
import { ORIGIN } from './layout.js';
import { inWords, parse, resultOf } from './status.js';
import { clearMarks, mark, travel } from './world.js';

/** On the drawing, where there is little room. */
const SHORT = { pass: 'not kept', collapsed: 'waited', revalidated: 'still good' };

let current = 0;

/**
 * @typedef {{node: string, result: string, words: string}} Step
 * @param {{status: number, fields: Record<string, string>}} answer
 * @returns {Step[]} from the client up to where the answer came from
 */
export function stepsOf({ fields }) {
  const hops = parse(fields['cache-status']).reverse();
  const steps = hops.map((hop) => ({ node: hop.cache, result: resultOf(hop), words: inWords(hop) }));
  const last = steps.at(-1);
  if (last && ['miss', 'pass', 'revalidated', 'error'].includes(last.result)) {
    steps.push({ node: ORIGIN, result: last.result === 'error' ? 'error' : 'origin', words: last.result === 'error' ? 'No answer came from here.' : 'It was asked, and answered.' });
  }
  return steps;
}

/** Plays it; another one ends it. @param {Step[]} steps */
export async function play(steps) {
  const mine = ++current;
  clearMarks();
  for (const [i, { node, result }] of steps.entries()) {
    if (i) await travel(steps[i - 1].node, node);
    if (mine !== current) return;
    mark(node, result, SHORT[result] ?? (result === 'origin' ? 'asked' : result));
  }
  for (let i = steps.length - 1; i > 0; i--) {
    await travel(steps[i - 1].node, steps[i].node, { back: true, ms: 200 });
    if (mine !== current) return;
  }
}

/** Ends what is played, and takes its marks off. */
export function stop() {
  current++;
  clearMarks();
}

/** @param {Step} step */
export function stepItem({ node, result, words }) {
  const item = element('li', { className: 'step' }, element('span', { className: 'step-node mono', textContent: node }), element('span', { className: 'badge', textContent: SHORT[result] ?? (result === 'origin' ? 'asked' : result) }), element('span', { className: 'soft', textContent: words }));
  item.dataset.result = result;
  return item;
}
