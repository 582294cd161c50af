/** Requests to the control plane. */

import { json, Problem, send } from './request.js';

const LOST = { title: 'The control plane cannot be reached.', detail: 'Edges serve on with what they have.' };

/** Says also when to come back. */
class Refusal extends Problem {
  get inWords() {
    const later = this.retryAfterS ? `Try again in ${this.retryAfterS} s.` : '';
    return [super.inWords, later].filter(Boolean).join(' ');
  }
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<import('./request.js').Answer>} @throws {Problem} */
export async function request(path, options = {}) {
  const answer = await send(path, options, LOST);
  if (!answer.ok) throw Refusal.of(answer);
  return answer;
}

/** Sends JSON. @param {string} path @param {object} body @param {HeadersInit} [headers] */
export const post = (path, body, headers = {}) => request(path, json('POST', body, headers));
