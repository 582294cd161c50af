/**
 * Uploads by tus 1.0, in chunks: one that breaks off goes on where the service has it, at any node. In an encrypted chat the bytes are
 * sealed first (AES-GCM, a key for each file), and the service keeps what it can't read.
 */

import { ask } from './api.js';
import { later } from './backoff.js';
import { base64, utf8 } from './ids.js';

const FILES = '/api/v1/files';
const VERSION = { 'Tus-Resumable': '1.0.0' };
const CHUNK_BYTES = 512 * 1024;
const CHUNK_MS = 60_000;
const NAME_CHARS_MAX = 180;

/** A chunk is tried so often before the upload is given up. */
const TRIES = 8;

/** What is sealed is held in memory as a whole. */
const SEALED_BYTES_MAX = 32 * 1024 * 1024;

/** @typedef {{id: string, name: string, type: string, size: number, key?: string, iv?: string}} Attached */

/**
 * Uploads a file for a chat.
 * @param {{id: string, encrypted: boolean}} chat @param {File} file @param {(part: number) => void} progress from 0 to 1 @param {AbortSignal} signal
 * @returns {Promise<Attached>}
 */
export async function upload(chat, file, progress, signal) {
  const { blob, secret } = chat.encrypted ? await sealFile(file) : { blob: file, secret: {} };
  const name = file.name || 'file';
  const path = await create(chat, chat.encrypted ? 'sealed' : name, blob.size);
  for (let offset = 0; offset < blob.size;) {
    offset = await chunk(path, blob, offset, signal);
    progress(offset / blob.size);
  }
  return { id: path.slice(path.lastIndexOf('/') + 1), name, type: file.type, size: file.size, ...secret };
}

async function create(chat, name, length) {
  const metadata = Object.entries({ chat: chat.id, filename: name.slice(0, NAME_CHARS_MAX) }).map(([key, value]) => `${key} ${base64(utf8(value))}`);
  const headers = { ...VERSION, 'Upload-Length': String(length), 'Upload-Metadata': metadata.join(',') };
  const answer = await ask(FILES, { method: 'POST', headers });
  return new URL(answer.headers.get('Location'), location.origin).pathname;
}

/** Sends the next chunk, however often it takes. @returns {Promise<number>} where the upload is then */
async function chunk(path, blob, offset, signal) {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    try {
      return await patch(path, blob.slice(offset, offset + CHUNK_BYTES), offset, signal);
    } catch (problem) {
      signal.throwIfAborted();
      if (tries === TRIES || !mayPass(problem)) throw problem;
      await later(Math.max(problem.retryAfterS * 1_000, 300 * 2 ** tries * Math.random()));
      const there = await received(path, offset);
      if (there !== offset) return there;
    }
  }
}

const mayPass = ({ status, passing }) => passing || status === 409 || status === 423 || status === 460;

async function patch(path, part, offset, signal) {
  const headers = { ...VERSION, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset), ...(await checksum(part)) };
  const both = AbortSignal.any([signal, AbortSignal.timeout(CHUNK_MS)]);
  const answer = await ask(path, { method: 'PATCH', headers, body: part, signal: both });
  return Number(answer.headers.get('Upload-Offset'));
}

/** So that what a bad line or proxy changed is not kept. */
async function checksum(part) {
  if (!crypto.subtle) return {};
  const hash = await crypto.subtle.digest('SHA-256', await part.arrayBuffer());
  return { 'Upload-Checksum': `sha256 ${base64(new Uint8Array(hash))}` };
}

async function received(path, otherwise) {
  try {
    return Number((await ask(path, { method: 'HEAD', headers: VERSION })).headers.get('Upload-Offset'));
  } catch (problem) {
    if (!problem.passing) throw problem;
    return otherwise;
  }
}

async function sealFile(file) {
  if (file.size > SEALED_BYTES_MAX) throw new Error(`In an encrypted chat a file may have ${SEALED_BYTES_MAX >> 20} MB.`);
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, await file.arrayBuffer());
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key));
  return { blob: new Blob([bytes]), secret: { key: base64(raw), iv: base64(iv) } };
}

/** Takes back a file that no message has. */
export const discard = (id) => ask(`${FILES}/${id}`, { method: 'DELETE', headers: VERSION }).catch(() => {});
