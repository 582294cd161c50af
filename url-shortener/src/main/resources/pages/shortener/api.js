/** What the page asks of the service. A link carries the token that it is asked for with. */

import { request } from './http.js';
import { json, TIMEOUT_MS } from './request.js';

const LINKS = '/api/v1/links';
const RETRY_AFTER_MS = 600;

/** @typedef {{code: string, token?: string}} Owned */

const pathOf = (code) => `${LINKS}/${encodeURIComponent(code)}`;

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
 * @param {object} fields @param {string} [token] an API key
 */
export async function createLink(fields, token) {
  const body = JSON.stringify(fields);
  if (submission.body !== body || submission.token !== token) submission = { body, token, key: uuid() };
  const headers = { 'Idempotency-Key': submission.key };
  const send = () => request(LINKS, { ...json('POST', fields, headers), token });
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

/** A page of a key's links, newest first. @returns {Promise<{links: object[], next: string | null}>} */
export function listLinks(token, filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  return request(`${LINKS}?${query}`, { token });
}

/** @param {Owned} link */
export const readLink = ({ code, token }) => request(pathOf(code), { token });

/** Changes what is in the patch (RFC 7396): null empties a field, a missing one stays. @param {Owned} link */
export function changeLink({ code, token }, patch) {
  return request(pathOf(code), { ...json('PATCH', patch), token });
}

/** @param {Owned} link */
export const deleteLink = ({ code, token }) => request(pathOf(code), { method: 'DELETE', token });

/** A link's visits. @param {Owned} link @param {'minute' | 'hour' | 'day'} every how the series is cut @param {{from?: string}} [range] */
export const statsOf = ({ code, token }, every = 'minute', range = {}) => request(`${pathOf(code)}/stats?${new URLSearchParams({ every, ...range })}`, { token });

/** Where the picture of a code is. @param {'svg' | 'png'} format */
export const qrPath = (code, format, size) => `${pathOf(code)}/qr?format=${format}&size=${size}`;

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
