/** The conversation with the service: ties the connection, what comes in and what goes out to what the page knows. */

import * as api from './api.js';
import { howeverLong } from './backoff.js';
import { on, tell } from './bus.js';
import * as sealed from './sealed.js';
import { uuidV7 } from './ids.js';
import { Link } from './link.js';
import { Outbox } from './outbox.js';
import { Reception } from './reception.js';
import { forget, freshToken, isMe, me, refresh, renewInMs, session } from './session.js';
import * as store from './store.js';
import { count, departed, forgetTape, note, record, wayOf } from './tape.js';

/** Older messages asked for at a time. */
export const PAGE = 50;

/** Whom a client may watch. */
const WATCHED_MAX = 200;

/** Others are told no more often that somebody is writing. */
const TYPING_EVERY_MS = 2_500;

const READ_AFTER_MS = 120;

let link = null;
let reception = null;
let outbox = null;
let renewal = 0;
let readTimer = 0;
let typedMs = 0;
const asking = new Map();

/** @returns {{state: string, node: string, untilMs?: number, why?: string}} */
export const line = () => link?.line ?? { state: 'off', node: '' };

/** Begins, with a user who is signed in. @throws {import('../request.js').Problem} */
export async function start() {
  reception = new Reception({ apply, say: (frame) => link.say(frame), note: noteReception });
  outbox = new Outbox(session().deviceId, sendOut);
  link = new Link({ hello, heard, changed, tape: record, renew });
  await sealed.begin({ announce: (chat) => tell('chat', chat) });
  for (const told of await api.listChats()) await take(told);
  outbox.waiting().forEach(waitAgain);
  link.start();
  renewLater();
}

/** Takes a chat in; from where it stands messages come by themselves. */
async function take(told) {
  const chat = store.learn(told);
  chat.device = session()?.deviceId;
  reception.begin(told.chatId, told.encrypted ? await sealed.cursor(told.chatId, told.joined) : told.lastSeq);
  if (told.encrypted && !chat.messages.length) await older(chat);
  return chat;
}

/** Ends all of it, because whoever is here wants that: what waits is not to be sent. */
export function leave() {
  outbox?.forget();
  stop();
}

/** Ends all of it. What waits to be sent waits for the same device. */
export function stop() {
  clearTimeout(renewal);
  clearTimeout(readTimer);
  link?.stop();
  reception?.stop();
  reception = null;
  outbox?.stop();
  outbox = null;
  sealed.end();
  store.forgetAll();
  forgetTape();
  asking.clear();
}

// the connection

async function hello() {
  const token = await freshToken();
  return { t: 'hello', token, device: session().deviceId, cursors: reception.cursors() };
}

function changed(now) {
  if (now.state === 'ended' && now.why === 'signed out') {
    forget();
    stop();
    tell('signed', null);
  }
  tell('line', now);
}

async function renew() {
  try {
    await refresh();
    return true;
  } catch (problem) {
    if (problem.passing) throw problem;
    return false;
  }
}

/** The token is renewed while the connection stands, so that it need not end. */
function renewLater() {
  clearTimeout(renewal);
  renewal = setTimeout(async () => {
    try {
      await refresh();
      link.say({ t: 'hello', token: session().token });
    } catch (problem) {
      if (problem.status === 401) link.stop('signed out');
    }
    if (session()) renewLater();
  }, renewInMs());
}

const HEARD = {
  welcome,
  msg: (frame) => reception.message({ ...frame, via: { node: line().node, atMs: Date.now() } }),
  sent,
  receipt,
  presence: (frame) => store.present(frame),
  typing: ({ chat, user }) => { if (!isMe(user)) inChat(chat, (one) => one.wrote(user)); },
  gap: ({ chat, to }) => reception.heard(chat, to),
  synced: (frame) => reception.synced(frame),
  pong,
  error: failed,
};

const heard = (frame) => HEARD[frame.t]?.(frame);

/** What was only told as a hint may have been lost: with each heartbeat the page looks again. */
function pong({ heads }) {
  for (const [chat, head] of Object.entries(heads ?? {})) reception.heard(chat, head);
  const open = store.openChat();
  if (!open || open.hasLeft) return;
  refreshChat(open.id).catch(() => {});
  readSoon();
}

function inChat(id, task) {
  const chat = store.chat(id);
  if (!chat) return;
  task(chat);
  tell('chat', id);
  tell('list');
}

async function welcome() {
  count('connections');
  reception.connected();
  outbox.connected();
  watch();
  sealed.connected();
  readAgain();
  if (store.openChat()) readSoon();
}

/** What was said to a connection that was about to end was perhaps not heard. */
function readAgain() {
  for (const { id, read, readThere, hasLeft } of store.allChats()) if (read > readThere && !hasLeft) link.say({ t: 'read', chat: id, upto: read });
}

function noteReception(kind, chat, text) {
  count(kind === 'gap' ? 'gaps' : 'known');
  note(text, line().node);
}

// what comes in

/** Messages of a chat that is not known yet wait for it, in their order. */
function apply(message) {
  const chat = store.chat(message.chat);
  if (chat && !asking.has(chat.id)) applyIn(chat, message);
  else meetChat(message.chat).then((known) => known && applyIn(known, message));
}

function meetChat(id) {
  if (!asking.has(id)) {
    const met = readNew(id).catch(() => null);
    asking.set(id, met);
    met.then(() => {
      if (asking.get(id) === met) asking.delete(id);
      watch();
    });
  }
  return asking.get(id);
}

/** Reads a chat however long that takes: its messages have come, and come once. */
async function readNew(id) {
  const own = reception;
  const told = await howeverLong(() => api.readChat(id), { isWanted: () => own === reception });
  return own === reception ? take(told) : null;
}

function applyIn(chat, message) {
  if (chat.encrypted) sealed.take(chat, message, applied);
  else applied(chat, message);
}

function applied(chat, message) {
  chat.add(message);
  if (message.kind === 'text' && !isMe(message.from)) tell('said', { chat, message });
  if (['added', 'removed', 'titled'].includes(message.kind)) membersChanged(chat, message);
  tell('chat', chat.id);
  tell('list');
  if (chat === store.openChat()) readSoon();
}

async function membersChanged(chat, message) {
  if (message.kind === 'removed' && JSON.parse(message.body).includes(me())) {
    chat.hasLeft = true;
    tell('chat', chat.id);
    return;
  }
  await refreshChat(chat.id);
  if (chat.encrypted) sealed.membersChanged(chat, isMe(message.from) && message.device === session()?.deviceId);
}

/** Reads a chat anew, with its members. */
export async function refreshChat(id) {
  try {
    store.learn(await api.readChat(id));
    watch();
  } catch (problem) {
    if (problem.status === 404) inChat(id, (chat) => { chat.hasLeft = true; });
  }
}

function receipt({ chat: id, user, delivered, read }) {
  inChat(id, (chat) => {
    chat.mark({ user, delivered, read });
    if (!isMe(user)) chat.messages.slice(-PAGE).forEach((message) => passed(message, user, { delivered, read }));
  });
}

/** When a message of this device came to somebody, as it was heard here. */
function passed({ mid, seq }, user, marks) {
  const way = wayOf(mid);
  if (!way) return;
  for (const mark of ['delivered', 'read']) {
    if (marks[mark] >= seq && !way[mark].has(user)) way[mark].set(user, Date.now());
  }
}

/** Shows who of the others is there: those of direct chats and of the chat that is open. */
export function watch() {
  const open = store.openChat();
  const direct = store.allChats().map(({ other }) => other).filter(Boolean);
  const users = [...new Set([...(open?.members.keys() ?? []), ...direct])].filter((user) => !isMe(user));
  if (users.length) link?.say({ t: 'presence', users: users.slice(0, WATCHED_MAX) });
}

// what goes out

function sendOut(frame, times) {
  const isSaid = link.say(frame);
  if (!isSaid) return false;
  const way = departed(frame.mid);
  way.times += 1;
  if (times > 1) count('resent');
  return true;
}

function sent({ mid, chat: id, seq, at, dup }) {
  const way = wayOf(mid);
  outbox.done(id, mid);
  if (dup) count('duplicates');
  if (way && !way.durableMs) Object.assign(way, { durableMs: Date.parse(at), tookMs: Date.now() - way.sentMs, node: line().node });
  if (way && dup) Object.assign(way, { dup: true, isRepeat: way.times === 1 });
  inChat(id, (chat) => {
    const waiting = chat.pending.find((one) => one.mid === mid);
    if (waiting) waiting.seq = seq;
    if (dup && seq <= reception.last(id)) dropPending(chat, mid); // it stands further up than what is here
  });
}

function failed({ mid, chat, detail, retryable, retryAfterMs }) {
  if (!mid) {
    if (chat) reception.refused(chat, retryable, retryAfterMs);
    return;
  }
  const id = outbox.chatOf(mid);
  if (!id) return;
  if (retryable) outbox.refused(id, mid, retryAfterMs ?? 0);
  else giveUp(id, mid, detail);
}

function giveUp(id, mid, detail) {
  outbox.done(id, mid);
  inChat(id, (chat) => refuse(chat, mid, detail));
}

/** Words that can't be said stay, with the reason. A change that can't be made has no place to stay at: it is told, and gone. */
function refuse(chat, mid, reason) {
  const waiting = chat.pending.find((one) => one.mid === mid);
  if (!waiting) return;
  if (waiting.kind === 'text') waiting.problem = reason;
  else {
    dropPending(chat, mid);
    tell('refused', `${waiting.kind === 'edit' ? 'Not changed' : 'Not deleted'}: ${reason}`);
  }
}

/** After a reload: what has no place yet is shown as before. It may have got one that this page has not heard of. */
function waitAgain({ mid, chat: id, kind, ref, body, files }) {
  inChat(id, (chat) => {
    if (!chat.messages.some((message) => message.mid === mid && message.device === chat.device)) chat.pending.push({ mid, kind, ref, text: body ?? '', files, atMs: Date.now() });
  });
}

/**
 * Says something, or changes what was said.
 * @param {store.Chat} chat @param {{kind?: 'text' | 'edit' | 'delete', ref?: number, text?: string, files?: object[]}} what
 */
export async function say(chat, { kind = 'text', ref = 0, text = '', files = [] }) {
  const mid = uuidV7();
  departed(mid);
  const own = outbox;
  const waiting = { mid, kind, ref, text, files: files.map(({ id }) => id), named: files, atMs: Date.now() };
  inChat(chat.id, () => chat.pending.push(waiting));
  if (kind === 'text') tell('mine', chat.id);
  try {
    const content = kind === 'delete' ? {} : await contentOf(chat, text, files);
    if (own !== outbox) return; // somebody else is here by now
    const frame = { t: 'send', mid, chat: chat.id, kind, ...(ref && { ref }), ...content, ...(files.length && { files: waiting.files }) };
    if (!outbox.add(frame)) refuse(chat, mid, 'Too much waits here already.');
  } catch (problem) {
    refuse(chat, mid, problem.inWords || problem.message);
  }
  tell('chat', chat.id);
}

const contentOf = async (chat, text, files) => (chat.encrypted ? { ciphertext: await sealed.seal(chat, text, files) } : { body: text });

/** Says again what could not be said. */
export function sayAgain(chat, waiting) {
  dropPending(chat, waiting.mid);
  return say(chat, { ...waiting, files: waiting.named ?? [] });
}

export function dropPending(chat, mid) {
  inChat(chat.id, () => { chat.pending = chat.pending.filter((one) => one.mid !== mid); });
}

/** Sends the last message of this device a second time under its name: it gets its first place again. */
export function repeatLast() {
  const chat = store.openChat();
  const last = chat?.messages.findLast(({ kind, device, deleted }) => kind === 'text' && device === session().deviceId && !deleted);
  if (!last) return false;
  const { mid, kind, ref, body, ciphertext, files } = last;
  return outbox.add({ t: 'send', mid, chat: chat.id, kind, ...(ref && { ref }), ...(ciphertext ? { ciphertext } : { body }), ...(files && { files }) });
}

/** Tells the others of a chat that somebody is writing here. */
export function typing(chat) {
  const now = Date.now();
  if (now - typedMs < TYPING_EVERY_MS) return;
  typedMs = now;
  link?.say({ t: 'typing', chat: chat.id });
}

let isSeen = () => false;

/** Who knows whether the end of the open chat can be seen. @param {() => boolean} test */
export const seenBy = (test) => { isSeen = test; };

/** What is on the screen is read, a moment later. */
export function readSoon() {
  clearTimeout(readTimer);
  readTimer = setTimeout(() => {
    const chat = store.openChat();
    if (!chat || document.hidden || !isSeen()) return;
    const upto = chat.messages.at(-1)?.seq ?? 0;
    if (upto <= chat.read || !link.say({ t: 'read', chat: chat.id, upto })) return;
    inChat(chat.id, () => chat.seen(upto));
  }, READ_AFTER_MS);
}

/** Gets older messages of a chat. @returns {Promise<boolean>} whether there were some */
export async function older(chat) {
  if (chat.isWhole || chat.isLoading) return false;
  chat.isLoading = true;
  try {
    const before = chat.oldest;
    const page = chat.encrypted ? await sealed.history(chat.id, before, PAGE) : await api.history(chat.id, before, PAGE);
    chat.addOlder(page.map((message) => ({ via: { node: line().node, atMs: Date.now(), history: true }, ...message })), PAGE);
    return page.length > 0;
  } finally {
    chat.isLoading = false;
    tell('chat', chat.id);
  }
}

/** Begins a chat, or finds the one that there is. @returns {Promise<store.Chat>} */
export async function begin(fields, key) {
  const { chatId } = await api.createChat(fields, key);
  const chat = await take(await api.readChat(chatId));
  if (chat.encrypted) sealed.found(chat);
  watch();
  return chat;
}

export const cut = () => link.cut();
export const switchNode = () => link.switchNode();
export const loseNext = () => link.loseNext();
export const hurry = () => link.hurry();

on('open', () => { watch(); readSoon(); });
document.addEventListener('visibilitychange', readSoon);
addEventListener('focus', readSoon);
