/** Reads Cache-Status (RFC 9211), a structured list (RFC 9651): what each cache on the way did, the one nearest to the origin first. */

/** @typedef {{cache: string, hit: boolean, fwd?: string, stored: boolean, collapsed: boolean, ttl?: number, fwdStatus?: number, detail?: string}} Hop */

const TOKENS = /"((?:\\.|[^"\\])*)"|([;,=])|([^\s;,="]+)/g;

/** Its pieces: quoted texts unescaped, and marked as texts. */
function pieces(text) {
  return [...text.matchAll(TOKENS)].map(([, quoted, sign, bare]) =>
    (quoted === undefined ? { sign, text: bare ?? sign } : { text: quoted.replace(/\\(.)/g, '$1') }));
}

/** @param {string | undefined} field @returns {Hop[]} */
export function parse(field = '') {
  const members = [];
  let parameters = null;
  let name = null;
  const all = pieces(field);
  for (const [i, { sign, text }] of all.entries()) {
    if (sign === ',') parameters = null;
    else if (sign === ';') name = null;
    else if (sign === '=') continue;
    else if (!parameters) members.push({ cache: text, parameters: (parameters = {}) });
    else if (all[i - 1]?.sign === '=') parameters[name] = text;
    else parameters[(name = text)] = true;
  }
  return members.map(({ cache, parameters: given }) => hop(cache, given));
}

const numberIn = (text) => (text === undefined ? undefined : Number(text));

function hop(cache, given) {
  return {
    cache,
    hit: given.hit === true,
    fwd: given.fwd,
    stored: given.stored === true,
    collapsed: given.collapsed === true,
    ttl: numberIn(given.ttl),
    fwdStatus: numberIn(given['fwd-status']),
    detail: given.detail,
  };
}

/** What a cache did, in one word. @param {Hop} hop @returns {'hit' | 'stale' | 'collapsed' | 'revalidated' | 'miss' | 'pass' | 'error' | 'refused'} */
export function resultOf({ hit, ttl, fwd, fwdStatus, stored, collapsed, detail }) {
  if (hit) return ttl < 0 ? 'stale' : 'hit';
  if (!fwd) return 'refused';
  if (detail?.includes('stale-if-error')) return 'stale';
  if (fwdStatus === 304) return 'revalidated';
  if (collapsed) return 'collapsed';
  if (fwdStatus === undefined) return 'error';
  return stored ? 'miss' : 'pass';
}

const REASONS = {
  'uri-miss': 'it had nothing under this URL',
  'vary-miss': 'it had this URL for other requests only',
  miss: 'it had nothing that fits',
  stale: 'what it had was stale',
  request: 'the request asked for it to be fresh',
  method: 'the method is not one that caches answer',
  partial: 'it had a part only',
  bypass: 'it was told to stay out of this',
};

/** The same for people. @param {Hop} hop */
export function inWords(hop) {
  const why = REASONS[hop.fwd] ?? hop.fwd;
  switch (resultOf(hop)) {
    case 'hit': return `It had it${hop.ttl === undefined ? '' : `, fresh for ${hop.ttl} s more`}.`;
    case 'stale': return hop.hit ? `It had it, stale for ${-hop.ttl} s, and gave it while it asks for a new one.` : 'It had it stale, and gave it as the origin failed.';
    case 'collapsed': return 'Somebody was asking already: this one waited along.';
    case 'revalidated': return 'What it had was stale; asked further up, it still holds (304).';
    case 'miss': return `Asked further up, as ${why}; kept what came.`;
    case 'pass': return `Asked further up, as ${why}; may not keep what came${hop.detail ? ` (${hop.detail})` : ''}.`;
    case 'error': return 'Asked further up, and got no answer.';
    default: return 'It refused the request.';
  }
}
