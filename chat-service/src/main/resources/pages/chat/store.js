/** What the page knows: who there is, which chats, and what was said in them. It is told; it asks nobody. */

import { tell } from './bus.js';
import { isMe, me } from './session.js';

/** Messages kept of a chat, where more are not looked at; older ones are asked for again. */
const KEPT_MAX = 400;

/** Somebody who was writing is not any more after this. */
const TYPING_MS = 5_000;

/** @type {Map<string, {name: string, state?: string, since?: string}>} */
const people = new Map();

/** @type {Map<string, Chat>} */
const chats = new Map();
let openId = '';

export function forgetAll() {
  people.clear();
  chats.clear();
  openId = '';
}

// people

export const person = (user) => people.get(user);
export const nameOf = (user) => people.get(user)?.name ?? 'Somebody';

export function meet({ userId, name }) {
  if (people.get(userId)?.name === name) return;
  people.set(userId, { ...people.get(userId), name });
  tell('people', userId);
}

export function present({ user, state, since }) {
  people.set(user, { name: 'Somebody', ...people.get(user), state, since });
  tell('people', user);
}

// chats

export const chat = (id) => chats.get(id);
export const openChat = () => chats.get(openId);
export const allChats = () => [...chats.values()].sort((a, b) => b.newestMs - a.newestMs);

export function look(id) {
  openId = id;
  tell('open', id);
}

/** Takes a chat as the service tells it. @returns {Chat} */
export function learn(told) {
  told.others.forEach(meet);
  told.members?.forEach(meet);
  let known = chats.get(told.chatId);
  if (!known) chats.set(told.chatId, known = new Chat(told.chatId));
  known.learn(told);
  tell('list');
  tell('chat', told.chatId);
  return known;
}

/** Kinds that are shown as something of their own. */
const SHOWN = new Set(['text', 'added', 'removed', 'titled', 'commit']);

export class Chat {
  /** In their order, without holes; the newest that there is among them. */
  messages = [];
  /** Whether there is nothing older. */
  isWhole = false;
  /** Own messages that have no place yet: {mid, kind, ref, text, files, atMs, problem}. */
  pending = [];
  members = new Map();
  typing = new Map();
  changes = new Map();
  hasLeft = false;
  unread = 0;
  /** Up to here the service has counted what is unread. */
  counted = 0;
  read = 0;
  /** Up to here the service is known to know it. */
  readThere = 0;
  /** Up to here it was read when it was opened: where a line says "new". */
  newFrom = 0;

  constructor(id) {
    this.id = id;
  }

  learn({ kind, title, encrypted, createdAt, memberCount, others, role, joined, read, unread, last, lastSeq, members }) {
    Object.assign(this, { kind, title, encrypted, createdAt, memberCount, others, role, joined, hasLeft: false });
    this.read = Math.max(this.read, read);
    this.readThere = Math.max(this.readThere, read);
    this.unread = Math.max(0, this.read > read ? Math.min(this.unread, unread) : unread);
    this.lastSeq = Math.max(this.lastSeq ?? 0, lastSeq);
    this.counted = Math.max(this.counted, lastSeq);
    if (last && last.seq >= (this.last?.seq ?? 0) && !(encrypted && this.last)) this.last = last;
    if (members) this.members = new Map(members.map((member) => [member.userId, { ...member, ...grown(this.members.get(member.userId), member) }]));
  }

  get isGroup() {
    return this.kind === 'group';
  }

  /** The other one of a direct chat. */
  get other() {
    return this.isGroup ? undefined : this.others[0]?.userId;
  }

  get name() {
    if (!this.isGroup) return nameOf(this.other);
    return this.title ?? (this.others.map(({ userId }) => nameOf(userId)).join(', ') || 'Nobody else');
  }

  get newestMs() {
    const pending = this.pending.at(-1)?.atMs ?? 0;
    return Math.max(pending, Date.parse(this.last?.at ?? this.createdAt));
  }

  get oldest() {
    return this.messages[0]?.seq ?? 0;
  }

  find(seq) {
    const at = seq - this.oldest;
    return this.messages[at]?.seq === seq ? this.messages[at] : this.messages.find((one) => one.seq === seq);
  }

  /** What a message says now, or said before it was changed. */
  text(message) {
    return this.changes.get(message.seq)?.text ?? message.text ?? message.body ?? '';
  }

  isDeleted(message) {
    return Boolean(message.deleted) || this.changes.get(message.seq)?.kind === 'delete';
  }

  isEdited(message) {
    return this.changes.get(message.seq)?.kind === 'edit';
  }

  /** What is shown, in order: what has a place, then what waits for one. */
  shown() {
    return this.messages.filter(({ kind }) => SHOWN.has(kind));
  }

  /** The newest, as it came. */
  add(message) {
    this.#placed([message]);
    if (message.seq <= (this.messages.at(-1)?.seq ?? 0)) return;
    this.messages.push(message);
    this.lastSeq = Math.max(this.lastSeq ?? 0, message.seq);
    this.#change(message);
    this.#summarize(message);
    if (message.kind === 'text') this.typing.delete(message.from);
    if (this.id !== openId) this.shorten();
  }

  /** What has its place waits for none. */
  #placed(messages) {
    const own = new Set(messages.filter(({ device }) => device === this.device).map(({ mid }) => mid));
    this.pending = this.pending.filter(({ mid }) => !own.has(mid));
  }

  /** Older ones, in their order. */
  addOlder(older, wanted) {
    this.#placed(older);
    const before = this.messages[0]?.seq ?? Infinity;
    const fresh = older.filter(({ seq }) => seq < before);
    fresh.forEach((message) => this.#change(message));
    this.messages.unshift(...fresh);
    if (older.length < wanted) this.isWhole = true;
    if (this.encrypted) this.#summarizeOwn();
  }

  /** What is said in an encrypted chat only this device can tell. */
  #summarizeOwn() {
    const newest = this.messages.findLast(({ kind }) => SHOWN.has(kind) && kind !== 'commit');
    if (newest && newest.seq >= (this.last?.seq ?? 0)) this.#summary({ ...newest, text: this.text(newest) });
    if (newest && this.isDeleted(newest)) this.last = { ...this.last, preview: null, deleted: true };
  }

  /**
   * Lets go of what is far back, but for what is drawn. Not while older ones are on their way, which would not be next to the first then.
   * @param {number} [drawnFrom] the first that is
   */
  shorten(drawnFrom = Infinity) {
    if (this.isLoading) return;
    const from = this.messages.findIndex(({ seq }, i) => seq >= drawnFrom || i >= this.messages.length - KEPT_MAX);
    if (from <= 0) return;
    this.messages.splice(0, from);
    for (const [ref, { seq }] of this.changes) if (seq < this.oldest) this.changes.delete(ref);
    this.isWhole = false;
  }

  #change({ kind, ref, seq, from, text, body }) {
    if (kind !== 'edit' && kind !== 'delete') return;
    const said = this.find(ref);
    if (said && said.from !== from) return;
    if (seq > (this.changes.get(ref)?.seq ?? 0)) this.changes.set(ref, { seq, kind, text: kind === 'edit' ? (text ?? body) : '' });
  }

  #summarize(message) {
    const { seq, from, kind } = message;
    this.#summary(message);
    if (kind === 'text' && !isMe(from) && seq > Math.max(this.read, this.counted)) this.unread += 1;
  }

  #summary(message) {
    const { seq, from, at, kind, ref } = message;
    if (SHOWN.has(kind) && kind !== 'commit') {
      this.last = { seq, from, at, kind, preview: this.encrypted ? (message.text ?? null) : (message.body ?? ''), files: message.files?.length ?? 0, deleted: false };
    } else if (ref && ref === this.last?.seq) {
      this.last = { ...this.last, preview: kind === 'edit' ? (message.text ?? message.body) : null, deleted: kind === 'delete' };
    }
  }

  /** How far a member is. */
  mark({ user, delivered, read }) {
    const before = this.members.get(user);
    if (before) this.members.set(user, { ...before, ...grown(before, { delivered, read }) });
    if (!isMe(user)) return;
    this.readThere = Math.max(this.readThere, read);
    this.seen(read);
  }

  /** All up to this was seen, here or on another device. */
  seen(upto) {
    if (upto <= this.read) return;
    this.read = upto;
    this.unread = this.messages.filter(({ kind, from, seq }) => kind === 'text' && !isMe(from) && seq > upto).length;
  }

  /** How many of the others have a message, and have read it. */
  receipts(seq) {
    const others = [...this.members.values()].filter(({ userId, joined }) => userId !== me() && joined < seq);
    const reached = (mark) => others.filter((member) => member[mark] >= seq).length;
    return { of: others.length, delivered: reached('delivered'), read: reached('read') };
  }

  wrote(user) {
    this.typing.set(user, Date.now() + TYPING_MS);
    setTimeout(() => tell('chat', this.id), TYPING_MS + 50);
  }

  /** Who is writing now. */
  writing() {
    const now = Date.now();
    return [...this.typing].filter(([, until]) => until > now).map(([user]) => user);
  }
}

/** Marks only ever grow, in whichever order one hears of them. */
const grown = (before, { delivered, read }) => ({ delivered: Math.max(before?.delivered ?? 0, delivered), read: Math.max(before?.read ?? 0, read) });
