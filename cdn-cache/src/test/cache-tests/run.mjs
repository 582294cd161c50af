/**
 * Runs the public suite http-tests/cache-tests through one edge and through four tiers:
 *
 *   node run.mjs --suite FOLDER --jar cdn-cache.jar [--java java] [--baseline FILE [--raise]]
 *
 * The baseline says how many tests pass and names those that don't, and it may only rise. A test that it does not name and that fails is
 * the end; one that it names and that passes is told of, and with --raise it is named no more.
 * What fails unexpectedly is run once more, alone: many tests measure seconds, and a busy machine is late at times, a fault always.
 */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCache, WORLDS } from './caches.mjs';
import { stopAll } from './processes.mjs';
import { KINDS, passed, readTests, runTests, startOrigin, withNeeds } from './suite.mjs';

const { values: given } = parseArgs({
  options: {
    suite: { type: 'string' },
    jar: { type: 'string' },
    java: { type: 'string', default: 'java' },
    baseline: { type: 'string' },
    raise: { type: 'boolean', default: false },
  },
});
const suite = resolve(given.suite);
const tests = await readTests(suite);
const baseline = given.baseline ? JSON.parse(await readFile(given.baseline, 'utf8')) : undefined;
const scratch = await mkdtemp(join(tmpdir(), 'cache-tests-'));

const say = (text) => process.stdout.write(`${text}\n`);
const ofKind = (kind) => [...tests.keys()].filter((id) => tests.get(id).kind === kind);
const held = KINDS.flatMap(ofKind).sort();

async function through(world) {
  const origin = await startOrigin(suite, scratch);
  const cache = await startCache(WORLDS[world], { java: given.java, jar: resolve(given.jar), origin: origin.url, scratch });
  const results = await runTests(suite, cache.url);
  const failed = held.filter((id) => results[id] !== true && !isOpen(world, id));
  if (failed.length && baseline) {
    const again = withNeeds(tests, failed).filter((id) => results[id] !== true);
    say(`${world}: once more ${again.join(' ')}`);
    Object.assign(results, await runTests(suite, cache.url, again));
  }
  await cache.stop();
  await origin.stop();
  return results;
}

const isOpen = (world, id) => baseline?.[world].open.includes(id) ?? false;

/** @returns {{required: number, optimal: number, open: string[]}} as the baseline has it */
function score(world, results) {
  const passes = new Set(passed(tests, results));
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, ofKind(kind).filter((id) => passes.has(id)).length]));
  const open = held.filter((id) => !passes.has(id));
  say(`${world}: ${KINDS.map((kind) => `${kind} ${counts[kind]}/${ofKind(kind).length}`).join(', ')}`);
  for (const id of open) say(`  not passed: ${id} (${tests.get(id).kind}): ${reason(id, results[id])}`);
  return { ...counts, open };
}

function reason(id, result) {
  if (result === true) return `needs ${tests.get(id).needs.join(', ')}`;
  return result ? result.join(': ') : 'was not run';
}

/** @returns {boolean} whether nothing is lost */
function hold(world, now) {
  const before = baseline[world];
  const lost = now.open.filter((id) => !before.open.includes(id));
  const fewer = KINDS.filter((kind) => now[kind] < before[kind]);
  const gained = before.open.filter((id) => !now.open.includes(id));
  for (const id of lost) say(`  LOST: ${id} passed before`);
  for (const kind of fewer) say(`  FEWER: ${before[kind]} ${kind} tests passed before`);
  for (const id of gained) say(`  new: ${id} passes`);
  if (gained.length && !given.raise) say('  The baseline is to be raised: .ci/cache-tests --raise, and commit it.');
  return lost.length === 0 && fewer.length === 0;
}

async function run() {
  const scores = {};
  for (const world of Object.keys(WORLDS)) scores[world] = score(world, await through(world));
  if (!baseline) return 0;
  const holds = Object.entries(scores).map(([world, now]) => hold(world, now));
  if (!holds.every(Boolean)) return 1;
  if (given.raise) await writeFile(given.baseline, `${JSON.stringify(scores, null, 2)}\n`);
  return 0;
}

async function clear() {
  await stopAll();
  await rm(scratch, { recursive: true, force: true });
}

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => clear().finally(() => process.exit(143)));
try {
  process.exitCode = await run();
} catch (failure) {
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 1;
} finally {
  await clear();
}
