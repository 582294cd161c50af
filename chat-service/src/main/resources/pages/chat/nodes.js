/**
 * The nodes that this page may talk to: the one that it came from, and those beside it on the same host. Any node serves any chat and
 * any device, so the page moves as it likes, and all that it asks over HTTP moves with its socket.
 */

import { TIMEOUT_MS } from '../request.js';

let bases = [location.origin];
let at = 0;

const originAt = (port) => `${location.protocol}//${location.hostname}:${port}`;

/** Asks which there are. Behind a proxy they have no ports of their own to the outside, and the page stays where it is. */
export async function findNodes() {
  try {
    const answer = await fetch('/api/v1/nodes', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { here, ports } = await answer.json();
    if (String(here) === location.port) bases = [location.origin, ...ports.filter((port) => port !== here).map(originAt)];
  } catch {
    // One node is enough.
  }
}

/** Where requests go now, as http://host:port. */
export const node = () => bases[at];

/** All of them, the one in use first. */
export const nodes = () => [...bases.slice(at), ...bases.slice(0, at)];

/** Where the socket is. */
export const socketUrl = () => `${node().replace(/^http/, 'ws')}/api/v1/socket`;

/** Goes on to the next; where there is one alone, it is that again. */
export function nextNode() {
  at = (at + 1) % bases.length;
  return node();
}

/** As people tell them apart before a node has said its name. */
export const placeOf = (base) => `:${new URL(base).port || (base.startsWith('https') ? 443 : 80)}`;
