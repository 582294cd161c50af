/** What the page asks of the service, and the one kind of error that comes back. */

const TIMEOUT_MS = 10_000;
const RETRY_AFTER_MS = 600;

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
}

async function request(path, options) {
  let response;
  let body;
  try {
    response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
    body = await response.text();
    if (response.ok) return JSON.parse(body);
  } catch {
    throw new Problem(0, { title: 'The service cannot be reached.', detail: 'What you typed is still here.' });
  }
  throw new Problem(response.status, problemIn(body), Number(response.headers.get('Retry-After')) || 0);
}

function problemIn(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

/** A random UUID; crypto.randomUUID is there only on https and localhost. */
function uuid() {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-');
}

const later = (ms) => new Promise((done) => { setTimeout(done, ms); });

let submission = {};

/**
 * Makes a link. A submission keeps its Idempotency-Key until it is answered for good, so neither the retry made here nor a second
 * press of the button makes a second link, even if all that was lost is the answer.
 * @param {object} fields
 */
export async function createLink(fields) {
  const body = JSON.stringify(fields);
  if (submission.body !== body) submission = { body, key: uuid() };
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': submission.key };
  const send = () => request('/api/v1/links', { method: 'POST', headers, body });
  try {
    const link = await send().catch(async (problem) => {
      if (problem.status !== 0) throw problem;
      await later(RETRY_AFTER_MS);
      return send();
    });
    submission = {};
    return link;
  } catch (problem) {
    if (!problem.passing) submission = {};
    throw problem;
  }
}

/** The visits of a link by the minute. @param {{code: string, manageToken: string}} link */
export function statsOf({ code, manageToken }) {
  return request(`/api/v1/links/${encodeURIComponent(code)}/stats?every=minute`, { headers: { Authorization: `Bearer ${manageToken}` } });
}

/**
 * A real visit that stops at the redirect. The browser keeps a redirect's status to itself, so here it is 0.
 * @param {string} code
 * @returns {Promise<{ms: number, status: number}>}
 */
export async function visit(code) {
  const started = performance.now();
  const { status } = await fetch(`/${encodeURIComponent(code)}`, { redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { ms: performance.now() - started, status };
}
