/** A request to the service, and the one kind of error that comes back. */

/** Longer than the service takes to give up by itself. */
const TIMEOUT_MS = 10_000;

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

  /** The rest of it. */
  get inWords() {
    return [this.detail, ...this.errors.map(({ field, detail }) => `${field}: ${detail}.`)].filter(Boolean).join(' ');
  }
}

/**
 * Sends JSON.
 * @param {string} path @param {object} body @returns {Promise<Response & {body: object}>} whatever status it has, if it is JSON
 * @throws {Problem} where no answer came
 */
export async function post(path, body) {
  const options = { method: 'POST', cache: 'no-store', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) };
  try {
    const response = await fetch(path, options);
    return { status: response.status, headers: response.headers, body: jsonIn(await response.text()) };
  } catch {
    throw new Problem(0, { title: 'The service cannot be reached.', detail: 'Nothing you did is lost.' });
  }
}

/** What an answer that is no success says. */
export const problemIn = ({ status, headers, body }) => new Problem(status, body, Number(headers.get('Retry-After')) || 0);

function jsonIn(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
