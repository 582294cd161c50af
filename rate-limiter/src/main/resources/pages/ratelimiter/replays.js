/** Asks the service what the limiters make of the traffic: the newest question only, one at a time. */

import { Problem } from './request.js';
import { post } from './service.js';

const EVERY_MS = 60;
/** A slow answer is not asked for faster than it comes. */
const REST_PER_ANSWER = 2;
const REST_MS_MAX = 500;
const AGAIN_MS = 1_000;
const SLOWEST_MS = 30_000;

/** @typedef {{arrivalsMs: number[], runs: object[], limit: number, perMs: number, holdMs: number}} Answer */

let wanted = null;
let busy = false;
let failures = 0;
let timer = 0;

/**
 * Asks, as soon as the question before has its answer.
 * @param {object} question as the service takes it
 * @param {{answered: (answer: Answer) => void, failed: (problem: Problem | null) => void}} then
 */
export function ask(question, then) {
  wanted = { question, then };
  if (!busy) { clearTimeout(timer); next(); }
}

async function next() {
  if (!wanted) return;
  const { question, then } = wanted;
  wanted = null;
  busy = true;
  const started = performance.now();
  const problem = await answerOf(question, then);
  if (problem?.passing && !wanted) wanted = { question, then };
  failures = problem?.passing ? failures + 1 : 0;
  then.failed(problem);
  const wait = failures ? Math.min(SLOWEST_MS, AGAIN_MS * 2 ** (failures - 1)) : Math.max(EVERY_MS, Math.min(REST_MS_MAX, (performance.now() - started) * REST_PER_ANSWER));
  timer = setTimeout(() => { busy = false; next(); }, wait);
}

async function answerOf(question, then) {
  try {
    const response = await post('/v1/replay', question);
    if (!response.body.runs) return Problem.of(response);
    then.answered({ ...question, ...response.body });
    return null;
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}
