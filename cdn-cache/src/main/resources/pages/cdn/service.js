/** Requests to the control plane, and the one kind of error that comes back. */

/** Longer than the service takes to give up by itself. */
const TIMEOUT_MS = 10_000;

/** An RFC 9457 problem, or as status 0 the loss of the network. */
export class Problem extends Error {
  constructor(status, { title = `The service answered ${status}.`, detail = '', errors = [] }, retryAfterS = 0) {
    super(title);
    Object.assign(this, { status, title, detail, errors, retryAfterS });
  }

  /** What happened, as a sentence. */
  get heading() {
    return this.title.replace(/\.?$/, '.');
  }

  /** The rest of it. */
  get inWords() {
    const later = this.retryAfterS ? `Try again in ${this.retryAfterS} s.` : '';
    return [this.detail, ...this.errors.map(({ field, detail }) => `${field}: ${detail}.`), later].filter(Boolean).join(' ');
  }
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<{status: number, headers: Headers, body: object, text: string}>} @throws {Problem} */
export async function request(path, options = {}) {
  let response;
  let text;
  try {
    response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    text = await response.text();
  } catch {
    throw new Problem(0, { title: 'The control plane cannot be reached.', detail: 'Edges serve on with what they have.' });
  }
  const body = jsonIn(text);
  if (!response.ok) throw new Problem(response.status, body, Number(response.headers.get('Retry-After')) || 0);
  return { status: response.status, headers: response.headers, body, text };
}

/** Sends JSON. @param {string} path @param {object} body @param {HeadersInit} [headers] */
export const post = (path, body, headers = {}) => request(path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });

function jsonIn(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
