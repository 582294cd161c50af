/** The demo origin's objects, and what each of them shows. */
export const OBJECTS = [
  { name: 'A picture', path: '/images/1.svg', shows: 'Fresh for an hour. The first request walks up through all tiers, the next is a hit at the edge.' },
  { name: 'A page', path: '/', shows: 'Fresh for a minute, with tags to purge it by: site, home.' },
  { name: 'The time', path: '/time', shows: 'Fresh for 5 s; for 30 s more the stale one is served while a new one is fetched.' },
  { name: 'A slow one', path: '/slow?ms=500', shows: 'Takes the origin half a second, once: who comes meanwhile waits along.' },
  { name: 'By language', path: '/vary', shows: 'Vary: Accept-Language. Each language is kept for itself.', language: 'de' },
  { name: 'A private one', path: '/private', shows: 'private, no-store: nobody keeps it, each request goes all the way.' },
  { name: '1 MB', path: '/size/1000000', shows: 'Watch the bytes kept grow, node by node.' },
  { name: 'An error', path: '/status/503', shows: 'The origin fails. It says for 10 s, so that is kept too.' },
];

/** The same path, asked for by nobody yet. @param {string} path */
export function unheardOf(path) {
  const [plain, query = ''] = path.split('?', 2);
  const kept = query.split('&').filter((part) => part && !part.startsWith('new='));
  return `${plain}?${[...kept, `new=${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`].join('&')}`;
}
