/** How long to wait before the next attempt: longer each time, and never all clients at the same time. */

const FIRST_MS = 400;
const MAX_MS = 15_000;

/** Full jitter: anything up to a bound that doubles. */
export class Backoff {
  #failures = 0;

  /** One more attempt has failed: how long to wait, in ms. */
  failed() {
    const bound = Math.min(MAX_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    return Math.round(Math.random() * bound);
  }

  /** It works again. */
  reset() {
    this.#failures = 0;
  }
}
