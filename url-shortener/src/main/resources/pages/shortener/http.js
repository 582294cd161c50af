/** A request to the service, and the one kind of error that comes back. */

/** Longer than the service takes to give up by itself. */
export const TIMEOUT_MS = 10_000;

/** An RFC 9457 problem, or as status 0 the loss of the network. */
export class Problem extends Error {
  constructor(status, { title = `The service answered ${status}.`, detail = '', errors = [] }, retryAfterS = 0) {
    super(title);
    Object.assign(this, { status, title, detail, errors, retryAfterS });
  }

  /** Whether the same request may do better later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** What happened, as a sentence. */
  get heading() {
    return this.title.replace(/\.?$/, '.');
  }

  /** What to say where no field is to blame: the rest of it, and when to come back. */
  get inWords() {
    if (this.status === 429) return `That was a lot at once. ${this.later}`;
    if (this.status === 503) return `A part of the service is away for a moment. ${this.later}`;
    return [this.detail, this.retryAfterS ? this.later : ''].filter(Boolean).join(' ');
  }

  get later() {
    return this.retryAfterS ? `Try again in ${this.retryAfterS} s.` : 'Try again in a moment.';
  }
}

/** @param {string} path @param {RequestInit & {token?: string}} [options] @returns {Promise<object>} the JSON that came, {} where none did */
export async function request(path, { token, headers, ...options } = {}) {
  const credentials = token ? { Authorization: `Bearer ${token}` } : {};
  let response;
  let body;
  try {
    response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS), headers: { ...headers, ...credentials }, ...options });
    body = await response.text();
    if (response.ok) return body ? JSON.parse(body) : {};
  } catch {
    throw new Problem(0, { title: 'The service cannot be reached.', detail: 'Nothing you typed is lost.' });
  }
  throw new Problem(response.status, problemIn(body), Number(response.headers.get('Retry-After')) || 0);
}

function problemIn(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
