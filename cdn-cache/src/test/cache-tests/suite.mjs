/** The suite: its tests, its origin, a run of it through a cache, and how its results are counted. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { finish, stay } from './processes.mjs';

/** The suite tells of a third kind, `check`: what a cache does where it may do either. Nothing is to be reached there. */
export const KINDS = ['required', 'optimal'];

const ORIGIN_MS_MAX = 20_000;
const RUN_MS_MAX = 150_000;
const beside = (file) => fileURLToPath(new URL(file, import.meta.url));

/** @param {string} folder of the package, or of a checkout of the suite's repository */
export async function readTests(folder) {
  const sets = (await import(pathToFileURL(join(folder, 'tests/index.mjs')))).default;
  const tests = sets.flatMap((set) => set.tests).filter((test) => !test.browser_only);
  return new Map(tests.map((test) => [test.id, { kind: test.kind ?? 'required', needs: test.depends_on ?? [] }]));
}

/** Starts the origin whose answers the tests are about. @param {string} scratch a folder for its process id */
export function startOrigin(folder, scratch) {
  const server = existsSync(join(folder, 'test-engine')) ? 'test-engine/server/server.mjs' : 'server/server.mjs';
  return stay(
    {
      command: process.execPath,
      args: ['--no-warnings', '--require', beside('loopback.cjs'), server],
      env: { npm_config_protocol: 'http', npm_config_port: '0', npm_config_pidfile: join(scratch, 'origin.pid') },
      folder,
    },
    /Listening on (http:\S+?)\/?\n/,
    ORIGIN_MS_MAX,
  );
}

/** @param {string[]} ids of the tests to run; none for all @returns {Promise<Record<string, true | string[]>>} what came of each */
export async function runTests(folder, cache, ids = []) {
  const args = ['--no-warnings', beside('client.mjs'), folder, cache, ...ids];
  return JSON.parse(await finish({ command: process.execPath, args, env: {}, folder }, RUN_MS_MAX));
}

/** Counts as the suite's page of results does: who fails a test fails those that depend on it. @returns {string[]} sorted */
export function passed(tests, results) {
  const passes = (id) => results[id] === true && (tests.get(id)?.needs ?? []).every(passes);
  return [...tests.keys()].filter((id) => KINDS.includes(tests.get(id).kind) && passes(id)).sort();
}

/** Tests and all that they depend on, whatever its kind. @returns {string[]} */
export function withNeeds(tests, ids) {
  const all = new Set(ids);
  for (const id of all) {
    for (const need of tests.get(id)?.needs ?? []) all.add(need);
  }
  return [...all];
}
