/** What the page gets: it applies messages in order, asks for those that it lacks, and says how far it is. */

import { Cursor } from './cursor.js';

/** Chats asked for at a time: as many as a node reads for one client. */
const SYNCS_MAX = 4;
const PAGE = 200;

const ACK_AFTER_MS = 50;
const ACK_EVERY = 64;

/** A question that is not answered by then is asked again. */
const ANSWER_MS = 5_000;

/** An answer that brought nothing is not asked for again before this. */
const AGAIN_MS = 250;

/** Cursors of a hello. */
const CURSORS_MAX = 1_000;

export class Reception {
  #apply;
  #say;
  #note;
  #cursors = new Map();
  #lacking = new Map();
  #asked = new Map();
  #unacked = new Set();
  #unackedCount = 0;
  #ackTimer = 0;
  #askTimer = 0;

  /** @param {{apply: (message: object) => void, say: (frame: object) => boolean, note: (kind: 'known' | 'gap', chat: string, text: string) => void}} ears */
  constructor({ apply, say, note }) {
    this.#apply = apply;
    this.#say = say;
    this.#note = note;
  }

  /** The page has all of a chat up to this, in one way or another. */
  begin(chat, seq) {
    if (!this.#cursors.has(chat)) this.#cursors.set(chat, new Cursor(seq));
  }

  /** For a hello. */
  cursors() {
    return Object.fromEntries([...this.#cursors].slice(-CURSORS_MAX).map(([chat, { last }]) => [chat, last]));
  }

  /** How far it is in a chat. */
  last(chat) {
    return this.#cursors.get(chat)?.last ?? 0;
  }

  /** A new connection is up; what the last one was asked it will not answer. */
  connected() {
    for (const chat of this.#asked.keys()) this.#lacking.set(chat, 0);
    this.#asked.clear();
    this.#unacked.clear(); // the hello said it
    this.#ask();
  }

  message(message) {
    const cursor = this.#cursor(message.chat);
    const { ready, isKnown } = cursor.take(message);
    if (isKnown) this.#note('known', message.chat, `${message.seq} came again, and was dropped.`);
    this.#applyAll(message.chat, ready);
    this.#askIfLacking(message.chat, cursor, `${message.seq} came, but ${cursor.last + 1} is missing: asked for.`);
  }

  /** There are messages up to this in a chat. */
  heard(chat, head) {
    const cursor = this.#cursor(chat);
    cursor.hear(head);
    this.#askIfLacking(chat, cursor, `There is ${head}, and here ${cursor.last}: asked for.`);
  }

  synced({ chat, after, upto, head }) {
    if (!this.#asked.delete(chat)) return;
    const cursor = this.#cursor(chat);
    this.#applyAll(chat, cursor.answered(after, head));
    if (cursor.lacks) this.#lacking.set(chat, upto > after ? 0 : Date.now() + AGAIN_MS);
    this.#ask();
  }

  /** A question was refused. */
  refused(chat, retryable, retryAfterMs = 0) {
    if (!this.#asked.delete(chat)) return;
    if (retryable) this.#lacking.set(chat, Date.now() + Math.max(retryAfterMs, AGAIN_MS));
    this.#ask();
  }

  #cursor(chat) {
    this.begin(chat, 0);
    return this.#cursors.get(chat);
  }

  #applyAll(chat, ready) {
    if (!ready.length) return;
    for (const message of ready) this.#apply(message);
    this.#unacked.add(chat);
    this.#unackedCount += ready.length;
    if (this.#unackedCount >= ACK_EVERY) this.#ack();
    else this.#ackTimer ||= setTimeout(() => this.#ack(), ACK_AFTER_MS);
  }

  #ack() {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = 0;
    this.#unackedCount = 0;
    for (const chat of this.#unacked) {
      const upto = this.last(chat);
      if (upto && !this.#say({ t: 'ack', chat, upto })) return;
    }
    this.#unacked.clear();
  }

  #askIfLacking(chat, cursor, why) {
    if (!cursor.lacks || this.#asked.has(chat) || this.#lacking.has(chat)) return;
    this.#note('gap', chat, why);
    this.#lacking.set(chat, 0);
    this.#ask();
  }

  #ask() {
    const now = Date.now();
    for (const [chat, deadline] of this.#asked) {
      if (deadline > now) continue;
      this.#asked.delete(chat);
      this.#lacking.set(chat, 0);
    }
    for (const [chat, notBefore] of this.#lacking) {
      if (this.#asked.size >= SYNCS_MAX) break;
      if (notBefore <= now) this.#askFor(chat, now);
    }
    this.#askLater();
  }

  #askFor(chat, now) {
    const cursor = this.#cursors.get(chat);
    if (cursor.lacks && !this.#say({ t: 'sync', chat, after: cursor.last, limit: PAGE })) return;
    this.#lacking.delete(chat);
    if (!cursor.lacks) return;
    cursor.asked();
    this.#asked.set(chat, now + ANSWER_MS);
  }

  #askLater() {
    clearTimeout(this.#askTimer);
    const due = Math.min(...this.#asked.values(), ...[...this.#lacking.values()].map((at) => Math.max(at, Date.now() + AGAIN_MS)));
    if (Number.isFinite(due)) this.#askTimer = setTimeout(() => this.#ask(), Math.max(0, due - Date.now()));
  }

  /** Ends its timers. */
  stop() {
    clearTimeout(this.#ackTimer);
    clearTimeout(this.#askTimer);
  }
}
