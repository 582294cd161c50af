/** What the suite is run through: the service, in worlds of two shapes. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stay } from './processes.mjs';

const START_MS_MAX = 60_000;
const ASK_MS_MAX = 10_000;

/** All of the suite comes from one address. */
const UNLIMITED = { CDN_CLIENT_REQUESTS_PER_SECOND: '100000', CDN_CLIENT_REQUESTS_BURST: '100000', CDN_CLIENT_NEW_QUERIES_PER_SECOND: '100000', CDN_PATH_NEW_QUERIES_PER_SECOND: '100000' };

/** Names of the set-ups, and the tiers of each: one node of each tier. Clients ask the first. */
export const WORLDS = {
  'one edge': ['edge'],
  'four tiers': ['edge', 'regional', 'central', 'shield'],
};

/**
 * Starts the service before an origin, at free ports.
 *
 * @param {string[]} tiers
 * @returns {Promise<{url: string, stop: () => Promise<void>}>} the edge
 */
export async function startCache(tiers, { java, jar, origin, scratch }) {
  const topology = join(scratch, `${tiers.length}.yaml`);
  await writeFile(topology, JSON.stringify({ nodes: tiers.map((tier) => ({ name: tier, tier, region: 'here' })) }));
  const service = await stay(
    {
      command: java,
      args: ['--enable-native-access=ALL-UNNAMED', '-jar', jar],
      env: { CDN_PORT: '0', CDN_RESP_PORT: '0', CDN_TOPOLOGY: topology, CDN_ORIGIN: origin, ...UNLIMITED },
      folder: scratch,
    },
    /ready at (http:\S+)\n/,
    START_MS_MAX,
  );
  return { url: await edge(service.url), stop: service.stop };
}

async function edge(control) {
  const answer = await fetch(`${control}/v1/topology`, { signal: AbortSignal.timeout(ASK_MS_MAX) });
  const { nodes } = await answer.json();
  const { urls } = nodes.find(({ tier }) => tier === 'edge');
  return urls.find((url) => url.startsWith('http:'));
}
