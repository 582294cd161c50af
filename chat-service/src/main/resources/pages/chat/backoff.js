/** Trying again: after how long, which is longer each time and never the same for all clients. */

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

export const later = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * Tries however long that takes: what is in the way passes, and to go without is worse than to wait.
 * @template T @param {() => Promise<T>} attempt
 * @param {{isWanted: () => boolean, isPassing?: (problem: Error) => boolean, everyMs?: number}} when without `everyMs` it backs off
 * @returns {Promise<T>} @throws {Error} the last problem, where it does not pass or nobody wants it any more
 */
export async function howeverLong(attempt, { isWanted, isPassing = ({ passing }) => passing, everyMs }) {
  for (const backoff = new Backoff(); ; await later(everyMs ?? backoff.failed())) {
    try {
      return await attempt();
    } catch (problem) {
      if (!isWanted() || !isPassing(problem)) throw problem;
    }
  }
}
