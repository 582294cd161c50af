/** Words of people: shown as text, with links to the web made clickable and nothing else. */

import { element } from '../dom.js';

const LINK = /https?:\/\/[^\s<>"'`]+/gi;

/** What ends a sentence and not an address. */
const TAIL = new Set('.,;:!?)]}');

/** Looked at from its end, once: the same as a pattern is tried at each bracket of a thousand. */
function withoutTail(found) {
  let end = found.length;
  while (TAIL.has(found[end - 1])) end -= 1;
  return found.slice(0, end);
}

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
    const address = withoutTail(found);
    parts.push(text.slice(from, index), linkTo(address));
    from = index + address.length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}
