/** A request to the service, with the token that it takes. */

import { Problem, send } from './request.js';

const LOST = { title: 'The service cannot be reached.', detail: 'Nothing you typed is lost.' };

/** What to say where no field is to blame: the rest of it, and when to come back. */
class Refusal extends Problem {
  get inWords() {
    if (this.status === 429) return `That was a lot at once. ${this.later}`;
    if (this.status === 503) return `A part of the service is away for a moment. ${this.later}`;
    return [this.detail, this.retryAfterS ? this.later : ''].filter(Boolean).join(' ');
  }

  get later() {
    return this.retryAfterS ? `Try again in ${this.retryAfterS} s.` : 'Try again in a moment.';
  }
}

/** @param {string} path @param {RequestInit & {token?: string}} [options] @returns {Promise<object>} the JSON that came, {} where none did @throws {Problem} */
export async function request(path, { token, headers, ...options } = {}) {
  const credentials = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await send(path, { headers: { ...headers, ...credentials }, ...options }, LOST);
  if (!answer.ok) throw Refusal.of(answer);
  return contentOf(answer);
}

/** What is no JSON came from somebody between us and the service. */
function contentOf({ text }) {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    throw new Problem(0, LOST);
  }
}
