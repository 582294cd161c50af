/**
 * Encrypted chats: this device as a member of their MLS groups (RFC 9420). The service orders commits and hands out key packages and
 * welcomes; what is said it never sees. Each chat's messages go through here one after another, in the order of its log.
 *
 *   message ─▸ commit: the group's next epoch      (join by a welcome, where it brought this device in)
 *           ─▸ ciphertext: decrypted, once
 *           ─▸ kept with the keys that are left ─▸ shown
 */

import { mls as service } from './api.js';
import { howeverLong, later } from './backoff.js';
import { base64, bytesOf, utf8 } from './ids.js';
import { Keystore } from './keystore.js';
import { MlsGroup, MlsMember, rebased } from './mls.js';
import { isMe, session } from './session.js';
import { allChats } from './store.js';
import { note } from './tape.js';

/** Key packages that wait at the service for this device. */
const PACKAGES = 20;
const PACKAGES_FEW = 5;

/** Commits tried until one is the first of its epoch. */
const TRIES = 6;

/** The log brings what the service has taken within this, or the connection is gone. */
const REACHED_MS = 20_000;

/** A device that was not brought in by a commit comes in on its own after this. */
const COME_IN_AFTER_MS = 400;

/** While the service can't say which welcomes there are, it is asked again after this. */
const JOIN_AGAIN_MS = 1_000;

/** Others clean up after somebody who was removed only if the remover does not. */
const TIDY_AFTER_MS = 3_000;

let keys = null;
let member = null;
let why = '';
let announce = () => {};
let joining = null;
let groups = new Map();
let cursors = new Map();
let candidates = new Map();
let queues = new Map();
let changes = new Map();
let readying = new Map();
let isFresh = false;
let hasLooked = false;

const noted = (problem) => note(`Keys: ${problem.message}`);

/** Why this browser can't take part; empty where it can. */
export const obstacle = () => why;

/** Begins with the keys of this device, or makes them. @param {{announce: (chat: string) => void}} ears */
export async function begin(ears) {
  announce = ears.announce;
  [groups, cursors, candidates, queues, changes, readying] = Array.from({ length: 6 }, () => new Map());
  why = globalThis.crypto?.subtle ? '' : 'Encryption needs https, or localhost.';
  if (why) return;
  try {
    keys = await Keystore.open(session().deviceId);
    await restore();
  } catch (cause) {
    why = `This browser keeps no keys: ${cause.message}`;
    return;
  }
  if (isFresh) await bringAll().catch(noted);
}

async function restore() {
  for (const [chat, { group, cursor }] of await keys.groups()) {
    if (group) groups.set(chat, MlsGroup.restore(group));
    cursors.set(chat, cursor);
  }
  const kept = await keys.get('own', 'member');
  isFresh = !kept;
  member = kept ? MlsMember.restore(kept) : await MlsMember.create({ user: session().userId, device: session().deviceId });
}

/** Key packages by which others add this device; a device with new keys takes back those of its old ones. */
async function bringAll() {
  const lastResort = base64(await member.lastResortKeyPackage());
  await bring({ lastResort, replace: true });
  isFresh = false;
}

/** They are kept before they are given away. */
async function bring(more = {}) {
  const keyPackages = [];
  for (let i = 0; i < PACKAGES; i++) keyPackages.push(base64(await member.keyPackage()));
  await keys.put('own', 'member', member.save());
  await service.bring({ keyPackages, ...more });
}

export function end() {
  keys?.close();
  [keys, member, joining] = [null, null, null];
}

/** How far this device is in a chat. */
export const cursor = async (chat, joined) => cursors.get(chat) ?? joined;

/** What this device could read, the newest before a place. */
export const history = async (chat, before, limit) => (keys ? keys.messages(chat, before, limit) : []);

// the log

/** The connection is up: looks for welcomes, and for chats whose group this device is not in. */
export async function connected() {
  if (why) return;
  hasLooked = false;
  try {
    if (isFresh) await bringAll();
    await join();
    for (const chat of allChats()) if (chat.encrypted && !chat.hasLeft && !groups.has(chat.id)) await comeIn(chat).catch(noted);
    if ((await service.stock()).left < PACKAGES_FEW) await bring();
  } catch (problem) {
    noted(problem);
  }
}

function inTurn(queue, id, task) {
  const done = (queue.get(id) ?? Promise.resolve()).then(task);
  queue.set(id, done.catch(() => {}));
  return done;
}

/** Takes the next message of a chat's log; `done` gets it as it can be read here, unless somebody else has signed in meanwhile. */
export function take(chat, message, done) {
  const own = keys;
  inTurn(queues, chat.id, async () => {
    if (keys !== own) return;
    const opened = await open(chat, message);
    if (keys !== own) return;
    if (message.kind === 'commit' && opened.unreadable) lose(chat);
    cursors.set(chat.id, message.seq);
    if (!why) await keep(chat.id, { message: opened }).catch(noted);
    if (keys === own) done(chat, opened);
  });
}

/** Keeps how far a chat is, with the keys that it has left. */
async function keep(chat, also = {}) {
  const own = keys;
  const group = await groups.get(chat)?.save();
  await own.step(chat, { group, cursor: cursors.get(chat) ?? 0, ...also });
}

async function open(chat, message) {
  if (why) return { ...message, unreadable: why };
  try {
    if (message.kind === 'commit') return { ...message, ciphertext: undefined, keys: await handle(chat, bytesOf(message.ciphertext)) };
    return message.ciphertext ? { ...message, ...(await decrypt(chat, message)) } : message;
  } catch (cause) {
    return { ...message, unreadable: cause.message };
  }
}

/** Who can't follow the group comes in anew. */
function lose(chat) {
  groups.delete(chat.id);
  comeInSoon(chat);
}

/** Once for all commits that are passed over, and not while others may still bring a welcome. */
function comeInSoon(chat) {
  clearTimeout(chat.comingIn);
  chat.comingIn = setTimeout(() => {
    if (!groups.has(chat.id) && !chat.hasLeft && keys) comeIn(chat).catch(noted);
  }, COME_IN_AFTER_MS);
}

async function decrypt(chat, message) {
  if (!groups.has(chat.id) && !hasLooked) await joinHoweverLong();
  hasLooked = true;
  const group = groups.get(chat.id);
  if (!group) return { unreadable: 'this device was not in the group yet' };
  const { from, plaintext } = await group.decrypt(bytesOf(message.ciphertext));
  if (from.user !== message.from || from.device !== message.device) return { unreadable: 'it is not by whom the service says' };
  return said(new TextDecoder().decode(plaintext));
}

/** Words, and the keys of files. Another client may have sent plain words. */
function said(plaintext) {
  try {
    const { text, files } = JSON.parse(plaintext);
    if (typeof text === 'string') return { text, named: Array.isArray(files) ? files.filter(isFile) : [] };
  } catch {
    // plain words
  }
  return { text: plaintext, named: [] };
}

/** A member's client may seal anything. */
const isFile = (one) => [one?.id, one?.name, one?.type].every((text) => typeof text === 'string') && Number.isFinite(one.size);

async function handle(chat, commit) {
  const candidate = candidates.get(chat.id);
  const mine = await candidate?.entered(commit);
  if (mine) {
    candidates.delete(chat.id);
    groups.set(chat.id, mine);
    return { epoch: mine.epoch, own: true, members: mine.members.length };
  }
  if (!groups.has(chat.id)) await joinHoweverLong();
  const group = groups.get(chat.id);
  if (!group) {
    comeInSoon(chat);
    return { foreign: true };
  }
  return handled(chat, group, await group.handle(commit));
}

async function handled(chat, group, outcome) {
  if (outcome.kind === 'replaced') {
    groups.delete(chat.id);
    await joinHoweverLong();
    if (!groups.has(chat.id)) comeInSoon(chat);
    return { replaced: true };
  }
  if (outcome.kind === 'removed') groups.delete(chat.id);
  if (outcome.kind !== 'advanced') return { [outcome.kind]: true, epoch: group.epoch };
  const { epoch, own, added, removed } = outcome;
  const news = added.some((who) => hadOthers(who, removed, group.members));
  chat.keysChanged ||= news;
  return { epoch, own, added, removed, news };
}

/** Whether somebody who was there has come in with keys that nobody has compared. */
function hadOthers({ user, device }, removed, members) {
  const isOther = (one) => one.user === user && one.device !== device;
  return !isMe(user) && (removed.some((one) => one.user === user) || members.some(isOther));
}

// coming in

/** Joins by the welcomes that wait for this device. */
function join() {
  if (!joining) {
    const mine = joinAll(keys).finally(() => { if (joining === mine) joining = null; });
    joining = mine;
  }
  return joining;
}

/** Joins, as long as that takes: what is read before its welcome is unreadable for ever. A sign-in that ends here ends it too. */
function joinHoweverLong() {
  const own = keys;
  const isPassing = ({ passing, status }) => passing || status === 401;
  return howeverLong(join, { isWanted: () => keys === own, isPassing, everyMs: JOIN_AGAIN_MS });
}

async function joinAll(own) {
  for (let waiting = await service.welcomes(); waiting.length; waiting = await service.welcomes()) {
    for (const welcome of waiting) {
      if (keys !== own) throw new Error('Signed out.');
      await joinBy(welcome);
      await service.joined(welcome.id);
    }
  }
}

async function joinBy({ chat, generation, welcome }) {
  const known = groups.get(chat);
  if (known && known.generation >= generation) return;
  try {
    const group = await member.join(bytesOf(welcome));
    groups.set(chat, group);
    await keep(chat, { member: member.save() });
    announce(chat);
  } catch (cause) {
    note(`Keys: a welcome is of no use here, so this device comes in on its own. ${cause.message}`);
  }
}

/** The group of a chat with this device in it. @throws {Error} */
async function ready(chat) {
  if (why) throw new Error(why);
  if (!groups.has(chat.id)) {
    if (!readying.has(chat.id)) readying.set(chat.id, enterOrFound(chat).finally(() => readying.delete(chat.id)));
    await readying.get(chat.id);
  }
  const group = groups.get(chat.id);
  if (!group) throw new Error('This device is not in the group of this chat yet. Try again in a moment.');
  return group;
}

async function enterOrFound(chat) {
  for (let tries = 0; tries < TRIES && !groups.has(chat.id); tries++) {
    await join();
    if (groups.has(chat.id)) return;
    const { groupInfo, generation } = await service.group(chat.id);
    if (groupInfo) await enter(chat, groupInfo);
    else await create(chat, generation);
  }
}

/** Comes in on its own, where there is a group already. */
async function comeIn(chat) {
  const { groupInfo } = await service.group(chat.id);
  if (groupInfo) await ready(chat);
}

async function enter(chat, groupInfo) {
  const entry = await member.enter(bytesOf(groupInfo));
  candidates.set(chat.id, entry);
  await deliver(chat, entry);
}

/** Makes the group of a new chat, or the next one of an old chat, with a device of each member who has brought keys. */
async function create(chat, generation) {
  const group = await member.create(chat.id, generation);
  const joiners = await claim(chat, [...chat.members.keys()]);
  const made = await group.prepare(joiners.length ? { add: joiners } : { refresh: true });
  candidates.set(chat.id, {
    entered: async (commit) => (base64(commit) === base64(made.commit) ? group.handle(commit).then(() => group) : undefined),
  });
  await deliver(chat, made);
}

async function claim(chat, users) {
  const claimed = await service.claim(chat.id, users.slice(0, 100));
  return claimed.map(({ user, device, keyPackage }) => ({ who: { user, device }, keyPackage: bytesOf(keyPackage) }));
}

/** Brings a commit, and waits until the log brings it back, or the one that was first. @returns {Promise<boolean>} whether it was taken */
async function deliver(chat, { epoch, commit, groupInfo, welcome, joiners }) {
  const welcomed = welcome && { welcome: base64(welcome), joiners: joiners.map(({ user, device }) => `${user}/${device}`) };
  const body = { epoch, commit: base64(commit), groupInfo: base64(groupInfo), ...welcomed };
  try {
    const { seq } = await bringCommit(chat.id, body);
    await reached(chat.id, seq);
    return true;
  } catch (problem) {
    if (problem.status !== 409) throw problem;
    note(`Keys: another commit was first at epoch ${epoch}; this one is made again behind it.`);
    await reached(chat.id, problem.body.seq);
    return false;
  }
}

/** The same bytes may be brought twice: where only the answer was lost, they are taken as they were. */
async function bringCommit(chat, body) {
  try {
    return await service.commit(chat, body);
  } catch (problem) {
    if (problem.status !== 0 && problem.status !== 503) throw problem;
    return service.commit(chat, body);
  }
}

function reached(chat, seq) {
  const deadline = Date.now() + REACHED_MS;
  return new Promise((done, failed) => {
    const look = () => {
      if ((cursors.get(chat) ?? 0) >= seq) done();
      else if (Date.now() > deadline) failed(new Error('The log did not come that far in time.'));
      else setTimeout(look, 40);
    };
    look();
  });
}

// changes

/** A chat that was just made here gets its group at once. */
export const found = (chat) => ready(chat).then(() => announce(chat.id), noted);

/** Who is a member has changed: the group follows. Who did it does that; the others only see that it was done. */
export async function membersChanged(chat, isOwn) {
  if (why) return;
  try {
    if (isOwn) await commitChange(chat, () => missing(chat));
    else await later(TIDY_AFTER_MS * (1 + Math.random()));
    await commitChange(chat, () => leftOver(chat));
  } catch (problem) {
    noted(problem);
  }
}

async function missing(chat) {
  const inside = new Set(groups.get(chat.id)?.members.map(({ user }) => user));
  const users = [...chat.members.keys()].filter((user) => !inside.has(user));
  const add = users.length ? await claim(chat, users) : [];
  return add.length ? { add } : undefined;
}

function leftOver(chat) {
  const remove = groups.get(chat.id)?.members.filter(({ user }) => !chat.members.has(user)) ?? [];
  return remove.length ? { remove } : undefined;
}

/** Makes a commit of a change, again and again behind those that were first, as long as there is something to do. */
function commitChange(chat, wanted) {
  return inTurn(changes, chat.id, async () => {
    let change = await wanted();
    for (let tries = 0; change && tries < TRIES; tries++) {
      const group = await ready(chat);
      change = rebased(change, group.members);
      if (change && (await commitOnce(chat, group, change))) return;
    }
  });
}

async function commitOnce(chat, group, change) {
  await dropForgotten(chat, group);
  const made = await group.prepare(change);
  if (made.needsNewGroup) return replace(chat, group.generation + 1);
  await keep(chat.id);
  try {
    return await deliver(chat, made);
  } catch (problem) {
    if (problem.status >= 400 && problem.status < 500) await group.abandon();
    throw problem;
  }
}

/** Where no commit can do it, a new group takes the place of the old one. */
async function replace(chat, generation) {
  note('Keys: no commit of the old group can do this, so a new one takes its place.');
  groups.delete(chat.id);
  await create(chat, generation);
  return groups.has(chat.id);
}

/** A commit that was made before the page was loaded again and never arrived is given up. */
async function dropForgotten(chat, group) {
  const { pending } = await group.save();
  if (!pending) return;
  const { generation, epoch, seq } = await service.group(chat.id);
  if (generation === group.generation && epoch === group.epoch) await group.abandon();
  else await reached(chat.id, seq);
}

// what people do

/** Seals something to say for those who are in the group now. @returns {Promise<string>} base64 */
export async function seal(chat, text, files) {
  const own = keys;
  const group = await ready(chat);
  const message = await group.encrypt(utf8(JSON.stringify({ text, ...(files.length && { files }) })));
  if (keys !== own) throw new Error('Signed out.');
  await keep(chat.id);
  return base64(message);
}

/** Where a chat's group is; undefined where this device is in none. */
export function stateOf(chat) {
  const group = groups.get(chat.id);
  return group && { epoch: group.epoch, generation: group.generation, users: new Set(group.members.map(({ user }) => user)), devices: group.members.length };
}

/** What to compare with each of the others. @returns {Promise<{user: string, number: string, devices: number, compared: string}[]>} */
export async function safetyNumbers(chat) {
  const group = groups.get(chat.id);
  if (!group) return [];
  const others = [...new Set(group.members.map(({ user }) => user))].filter((user) => !isMe(user));
  return Promise.all(others.map(async (user) => ({
    user,
    number: await group.safetyNumber(user),
    devices: group.members.filter((one) => one.user === user).length,
    compared: (await keys?.get('compared', `${chat.id}/${user}`)) ?? '',
  })));
}

/** Notes that two people have compared their number: each chat has its own, as each has its own devices in it. */
export const compared = (chat, user, number) => keys.put('compared', `${chat.id}/${user}`, number);
