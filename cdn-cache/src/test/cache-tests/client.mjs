/**
 * The suite's client, for all of its tests or some: node client.mjs SUITE_FOLDER CACHE_URL [TEST...]. Writes what came of each as JSON.
 * A process of its own, because the suite keeps results in its modules and runs no test twice.
 */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The package runs 100 tests at once unless told, which is much for a machine with two cores. */
const AT_ONCE = 50;

const [folder, cache, ...ids] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(folder, file)));

const sets = (await load('tests/index.mjs')).default;
const asked = ids.length ? sets.map((set) => ({ ...set, tests: set.tests.filter((test) => ids.includes(test.id)) })) : sets;

// The package on npm and a checkout of the repository differ in their folders, and in whose fetch it is.
const isCheckout = existsSync(join(folder, 'test-engine'));
const { runTests, getResults } = await load(isCheckout ? 'test-engine/client/runner.mjs' : 'client/runner.mjs');
if (isCheckout) {
  await runTests(asked, false, cache, AT_ONCE);
} else {
  const fetch = createRequire(join(folder, 'cli.mjs'))('node-fetch');
  await runTests(asked, fetch, false, cache, AT_ONCE);
}
process.stdout.write(JSON.stringify(getResults()), () => process.exit(0));
