/** Requests to the chat's nodes. */

import { json, Problem, send } from '../request.js';
import { node, nodes } from './nodes.js';

const LOST = { title: 'The chat cannot be reached.', detail: 'Is it running, and is this device online?' };

/** Says also when to come back, and what else the answer held. */
export class Refusal extends Problem {
  constructor(status, body, retryAfterS) {
    super(status, body, retryAfterS);
    this.body = body;
  }

  get inWords() {
    const later = this.retryAfterS ? `Try again in ${this.retryAfterS} s.` : '';
    return [super.inWords, later].filter(Boolean).join(' ');
  }
}

const READS = new Set(['GET', 'HEAD']);

const withToken = (options, token) => ({ ...options, headers: { ...options.headers, ...(token && { Authorization: `Bearer ${token}` }) } });

/**
 * Asks the node that the page is at; what only reads is asked of the others too, where that one is gone.
 * @param {string} path @param {RequestInit} [options] @param {string} [token]
 * @returns {Promise<import('../request.js').Answer>} @throws {Problem}
 */
export async function request(path, options = {}, token = '') {
  const asked = READS.has(options.method ?? 'GET') ? nodes() : [node()];
  for (const [i, base] of asked.entries()) {
    try {
      const answer = await sendTo(base + path, withToken(options, token));
      if (answer.ok) return answer;
      throw Refusal.of(answer);
    } catch (problem) {
      if (problem.status !== 0 || i === asked.length - 1) throw problem;
    }
  }
  throw new Problem(0, LOST);
}

/** Bytes are not to be read as text: with `raw` the answer has a blob. */
function sendTo(url, { raw, ...options }) {
  return raw ? fetchBytes(url, options) : send(url, options, LOST);
}

async function fetchBytes(url, options) {
  try {
    const response = await fetch(url, options);
    const { ok, status, headers } = response;
    return { ok, status, headers, blob: await response.blob(), body: {} };
  } catch {
    throw new Problem(0, LOST);
  }
}

/** Sends JSON. @param {string} path @param {object} body @param {string} [token] @param {HeadersInit} [headers] */
export const post = (path, body, token = '', headers = {}) => request(path, json('POST', body, headers), token);
