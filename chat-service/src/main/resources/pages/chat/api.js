/** What the page asks of the service over HTTP, as whoever is signed in. */

import { json } from '../request.js';
import { request } from './http.js';
import { freshToken, refresh } from './session.js';

const CHATS = '/api/v1/chats';
const PAGE = 200;

/** A request with a token that is good; where it is not after all, once more with the next. */
export async function ask(path, options = {}) {
  try {
    return await request(path, options, await freshToken());
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    return request(path, options, (await refresh()).token);
  }
}

const get = async (path) => (await ask(path)).body;
const sendJson = async (method, path, body, headers) => (await ask(path, json(method, body, headers))).body;

/** All of one's chats. */
export async function listChats() {
  const all = [];
  let next = '';
  do {
    const page = await get(`${CHATS}?limit=${PAGE}${next && `&cursor=${next}`}`);
    all.push(...page.chats);
    next = page.next ?? '';
  } while (next);
  return all;
}

/** A chat with its members. */
export const readChat = (chat) => get(`${CHATS}/${chat}`);

/** Makes a chat. @param {{kind: string, members: string[], title?: string, encrypted?: boolean}} fields @param {string} key the same on each retry */
export const createChat = (fields, key) => sendJson('POST', CHATS, fields, { 'Idempotency-Key': key });

export const retitle = (chat, title) => sendJson('PATCH', `${CHATS}/${chat}`, { title });
export const addMembers = (chat, members) => sendJson('POST', `${CHATS}/${chat}/members`, { members });
export const removeMember = (chat, user) => ask(`${CHATS}/${chat}/members/${user}`, { method: 'DELETE' });

/** The newest messages before one, in their order. @returns {Promise<object[]>} */
export const history = async (chat, before, limit) => (await get(`${CHATS}/${chat}/messages?limit=${limit}${before ? `&before=${before}` : ''}`)).messages;

export const findUsers = async (name) => (await get(`/api/v1/users?limit=8&name=${encodeURIComponent(name)}`)).users;
export const readUser = (user) => get(`/api/v1/users/${user}`);

/** Messages with these words. @param {string} words @param {{chat?: string, before?: string}} [where] */
export const search = (words, where = {}) => get(`/api/v1/search?${new URLSearchParams({ q: words, ...where })}`);

const MLS = '/api/v1/mls';

/** The delivery service of encrypted chats; bytes are base64 here. */
export const mls = {
  stock: () => get(`${MLS}/key-packages`),
  bring: (packages) => sendJson('POST', `${MLS}/key-packages`, packages),
  claim: async (chat, users) => (await sendJson('POST', `${MLS}/key-packages/claim`, { chat, users })).keyPackages,
  group: (chat) => get(`${MLS}/groups/${chat}`),
  commit: (chat, body) => sendJson('POST', `${MLS}/groups/${chat}/commits`, body),
  welcomes: async () => (await get(`${MLS}/welcomes`)).welcomes,
  joined: (welcome) => ask(`${MLS}/welcomes/${welcome}`, { method: 'DELETE' }),
};
