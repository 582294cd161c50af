/** A request to the service, and the one kind of error that comes back. */

/** Longer than a service takes to give up by itself. */
export const TIMEOUT_MS = 10_000;

/** An RFC 9457 problem, or as status 0 the loss of the network. A page may word it in its own way. */
export class Problem extends Error {
  constructor(status, { title = `The service answered ${status}.`, detail = '', errors = [] }, retryAfterS = 0) {
    super(title);
    Object.assign(this, { status, title, detail, errors, retryAfterS });
  }

  /** What an answer says that is no success. @param {Answer} answer */
  static of({ status, headers, body }) {
    return new this(status, body, Number(headers.get('Retry-After')) || 0);
  }

  /** Whether the same request may do better later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** What happened, as a sentence. */
  get heading() {
    return this.title.replace(/\.?$/, '.');
  }

  /** The rest of it. */
  get inWords() {
    return [this.detail, ...this.errors.map(({ field, detail }) => `${field}: ${detail}.`)].filter(Boolean).join(' ');
  }
}

/** @typedef {{ok: boolean, status: number, headers: Headers, text: string, body: object}} Answer the body is {} where the text is no JSON */

/**
 * Sends a request, and waits for all of the answer.
 * @param {string} path @param {RequestInit} options @param {{title: string, detail: string}} lost what to say where no answer came
 * @returns {Promise<Answer>} whatever status it has @throws {Problem} where no answer came
 */
export async function send(path, options, lost) {
  try {
    const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    const { ok, status, headers } = response;
    const text = await response.text();
    return { ok, status, headers, text, body: jsonIn(text) };
  } catch {
    throw new Problem(0, lost);
  }
}

/** A request that brings JSON. @param {string} method @param {object} body @param {HeadersInit} [headers] @returns {RequestInit} */
export const json = (method, body, headers = {}) => ({ method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });

function jsonIn(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
