/** How far the page is in one chat: the rule by which each message is applied once and in order, however often, late or mixed up it comes. */

/** Messages kept that are not next. */
const AHEAD_MAX = 256;

/**
 *   seq <= last       known: dropped
 *   seq == last + 1   applied, and behind it what had come ahead
 *   seq >  last + 1   kept ahead; what is between has to be asked for
 */
export class Cursor {
  #ahead = new Map();
  #head;
  #headSinceAsked = 0;

  constructor(last) {
    this.last = last;
    this.#head = last;
  }

  /** Whether there is something between, or behind, that did not come. */
  get lacks() {
    return this.#head > this.last;
  }

  /** There are messages up to this. */
  hear(seq) {
    this.#head = Math.max(this.#head, seq);
    this.#headSinceAsked = Math.max(this.#headSinceAsked, seq);
  }

  /** @returns {{ready: object[], isKnown: boolean}} what is to be applied now, in order */
  take(message) {
    if (message.seq <= this.last || this.#ahead.has(message.seq)) return { ready: [], isKnown: true };
    this.hear(message.seq);
    this.#ahead.set(message.seq, message);
    if (this.#ahead.size > AHEAD_MAX) this.#ahead.delete(Math.max(...this.#ahead.keys()));
    return { ready: this.#ready(), isKnown: false };
  }

  /** What is lacking is asked for. */
  asked() {
    this.#headSinceAsked = 0;
  }

  /** An answer is complete: it began behind `after`, up to where nothing is for this user. @returns {object[]} what is to be applied now */
  answered(after, head) {
    if (after > this.last) this.last = after;
    for (const seq of this.#ahead.keys()) if (seq <= this.last) this.#ahead.delete(seq);
    const ready = this.#ready();
    this.#head = Math.max(head, this.#headSinceAsked, this.last, ...this.#ahead.keys());
    return ready;
  }

  #ready() {
    const ready = [];
    for (let next = this.#ahead.get(this.last + 1); next; next = this.#ahead.get(this.last + 1)) {
      this.last += 1;
      this.#ahead.delete(this.last);
      ready.push(next);
    }
    return ready;
  }
}
