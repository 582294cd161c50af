/** Words of people: shown as text, with links to the web made clickable and nothing else. */

import { element } from '../dom.js';

const LINK = /https?:\/\/[^\s<>"'`]+/gi;

/** What ends a sentence and not an address. */
const TAIL = /[.,;:!?)\]}]+$/;

function linkTo(text) {
  try {
    const { protocol, href } = new URL(text);
    if (protocol !== 'http:' && protocol !== 'https:') return text;
    return element('a', { href, target: '_blank', rel: 'noopener noreferrer', textContent: text });
  } catch {
    return text;
  }
}

/** @param {string} text @returns {(Node | string)[]} */
export function inLinks(text) {
  const parts = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = found.replace(TAIL, '');
    parts.push(text.slice(from, index), linkTo(address));
    from = index + address.length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}
