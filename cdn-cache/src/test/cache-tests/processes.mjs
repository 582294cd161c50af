/** Processes that a run starts, and ends with it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const STOP_MS_MAX = 10_000;
const SAID_CHARS_MAX = 4_000;

const running = new Set();

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} env beside what is set anyway
 * @param {string} folder where it runs
 */
function start(command, args, env, folder) {
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  return child;
}

/**
 * Starts what stays, and waits until it says that it is there.
 *
 * @param {RegExp} ready the line to wait for
 * @param {number} waitMsMax
 * @returns {Promise<{url: string, stop: () => Promise<void>}>} the first group of the line
 */
export async function stay({ command, args, env, folder }, ready, waitMsMax) {
  const child = start(command, args, env, folder);
  const url = await new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`${command} was not ready in ${waitMsMax} ms: ${said}`)), waitMsMax);
    const hear = (text) => {
      said = (said + text).slice(-SAID_CHARS_MAX);
      const line = said.match(ready);
      if (line) {
        clearTimeout(late);
        resolve(line[1]);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (status) => reject(new Error(`${command} ended with ${status}: ${said}`)));
  });
  return { url, stop: () => stop(child) };
}

/** Runs what ends by itself. @returns {Promise<string>} what it wrote */
export async function finish({ command, args, env, folder }, runMsMax) {
  const child = start(command, args, env, folder);
  const late = setTimeout(() => child.kill('SIGKILL'), runMsMax);
  let written = '';
  let errors = '';
  child.stdout.on('data', (text) => { written += text; });
  child.stderr.on('data', (text) => { errors = (errors + text).slice(-SAID_CHARS_MAX); });
  const [status, signal] = await once(child, 'close');
  clearTimeout(late);
  if (status !== 0) throw new Error(`${command} ended with ${signal ?? status}, and may take ${runMsMax} ms: ${errors}`);
  return written;
}

async function stop(child) {
  if (!running.has(child)) return;
  const closed = once(child, 'close');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  child.kill('SIGTERM');
  await closed;
  clearTimeout(late);
}

/** Ends whatever still runs. */
export function stopAll() {
  return Promise.all([...running].map(stop));
}
