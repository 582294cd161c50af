/**
 * What the page sends, until it has its place: each message again and again under the same name, those of a chat in order and one at a
 * time. Kept in the tab for its device: loaded again, or signed in again, the page goes on where it was, under the same names. Another
 * device would double them, and another user would say them as his own.
 */

import { Backoff } from './backoff.js';

const KEPT = 'whiteboard.chat.outbox';

/** A message that was not answered goes out again after this, and later each time. */
const RESEND_MS = 4_000;

/** What waits in one chat. */
const WAITING_MAX = 100;

export class Outbox {
  #say;
  #key;
  #queues = new Map();
  #timers = new Map();
  #backoffs = new Map();

  /** @param {string} device @param {(frame: object, times: number) => boolean} say */
  constructor(device, say) {
    this.#key = `${KEPT}.${device}`;
    this.#say = say;
    for (const frame of this.#load()) this.#queue(frame.chat).push({ frame, times: 0 });
  }

  /** Frames that wait, in their order. */
  waiting() {
    return [...this.#queues.values()].flat().map(({ frame }) => frame);
  }

  /** @returns {boolean} whether there was room */
  add(frame) {
    const queue = this.#queue(frame.chat);
    if (queue.length >= WAITING_MAX) return false;
    queue.push({ frame, times: 0 });
    this.#save();
    if (queue.length === 1) this.#send(frame.chat);
    return true;
  }

  /** A connection is up: what was under way on the last one goes first. */
  connected() {
    this.#backoffs.clear();
    for (const chat of this.#queues.keys()) this.#send(chat);
  }

  /** A message has its place, or never will. @returns {number} how often it was sent; 0 where it did not wait here */
  done(chat, mid) {
    const queue = this.#queues.get(chat);
    if (queue?.[0]?.frame.mid !== mid) return 0;
    const [{ times }] = queue.splice(0, 1);
    this.#backoffs.delete(chat);
    this.#save();
    this.#send(chat);
    return times;
  }

  /** A message can't be taken now. */
  refused(chat, mid, afterMs) {
    if (this.#queues.get(chat)?.[0]?.frame.mid === mid) this.#later(chat, afterMs);
  }

  /** The chat that a message waits in. */
  chatOf(mid) {
    return this.waiting().find((frame) => frame.mid === mid)?.chat;
  }

  /** Ends its timers. What waits stays kept. */
  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** Drops what waits. */
  forget() {
    this.stop();
    this.#queues.clear();
    this.#save();
  }

  #queue(chat) {
    if (!this.#queues.has(chat)) this.#queues.set(chat, []);
    return this.#queues.get(chat);
  }

  #send(chat) {
    clearTimeout(this.#timers.get(chat));
    const first = this.#queues.get(chat)?.[0];
    if (!first) return;
    if (this.#say(first.frame, first.times + 1)) {
      first.times += 1;
      this.#later(chat, RESEND_MS);
    }
  }

  /** After this, and some time more for each that failed. */
  #later(chat, ms) {
    clearTimeout(this.#timers.get(chat));
    if (!this.#backoffs.has(chat)) this.#backoffs.set(chat, new Backoff());
    this.#timers.set(chat, setTimeout(() => this.#send(chat), ms + this.#backoffs.get(chat).failed()));
  }

  #load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? [];
    } catch {
      return [];
    }
  }

  #save() {
    try {
      const waiting = this.waiting();
      if (waiting.length) sessionStorage.setItem(this.#key, JSON.stringify(waiting));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // It goes out all the same, unless the page is loaded again before.
    }
  }
}
