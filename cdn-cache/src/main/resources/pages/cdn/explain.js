/** What header fields say, for people. */

const WORDS = {
  'age': (value) => `Seconds since the origin made it, or was asked whether it still holds: ${value}.`,
  'cache-control': () => 'What the origin lets caches do.',
  'cache-status': () => 'What each cache on the way did, the one nearest to the origin first (RFC 9211).',
  'cdn-cache-control': () => 'The same for CDNs alone (RFC 9213).',
  'alt-svc': () => 'Where else the same site is to be had: HTTP/3.',
  'content-length': () => 'Bytes of the body.',
  'content-type': () => 'What the body is.',
  'date': () => 'When the origin made it.',
  'etag': () => 'The name of this version. Who has it asks with If-None-Match, and gets 304.',
  'last-modified': () => 'When it was changed last.',
  'surrogate-key': () => 'Tags: all with one of them can be purged at once.',
  'cache-tag': () => 'Tags: all with one of them can be purged at once.',
  'vary': () => 'Request fields that the answer depends on: one is kept for each value.',
  'via': () => 'The nodes that it came through.',
  'x-origin-count': () => `How often the origin was asked for this path by then. The same number again: the answer came from a cache.`,
  'x-request-id': () => 'To find this request in the logs.',
};

/** @param {string} name @param {string} value @returns {string} '' where it is not known */
export const explain = (name, value) => WORDS[name]?.(value) ?? '';

const UNITS = ['B', 'KB', 'MB', 'GB'];

/** Bytes as people say them. @param {number} bytes */
export function size(bytes) {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}

/** Milliseconds as people say them. @param {number} ms */
export const duration = (ms) => (ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** The part of a node's answers that it had itself. @param {Record<string, number>} [results] @returns {number | null} */
export function hitRatio(results = {}) {
  const all = Object.values(results).reduce((sum, count) => sum + count, 0);
  return all ? ((results.hit ?? 0) + (results.stale ?? 0) + (results.revalidated ?? 0)) / all : null;
}

export const percent = (part) => (part === null || part === undefined ? '–' : `${Math.round(part * 100)} %`);
