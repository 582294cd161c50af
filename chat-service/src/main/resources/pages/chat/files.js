/** Files of messages: what they are, small pictures of them, and how they are opened. Each request shows who asks, so no link leads to them. */

import { ask } from './api.js';
import { bytesOf } from './ids.js';

const FILES = '/api/v1/files';
const FILE_MS = 120_000;

/** What is remembered of files, and small pictures. */
const KNOWN_MAX = 300;

/** Pictures that the page shows: kinds in which nothing runs. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Larger ones are downloaded instead. */
const PICTURE_BYTES_MAX = 16 * 1024 * 1024;
const THUMBNAIL_PX = 320;

/** @typedef {{id: string, name: string, type: string, size: number, key?: string, iv?: string}} Facts */

/** @type {Map<string, Promise<Facts>>} */
const facts = new Map();

/** @type {Map<string, Promise<string>>} */
const pictures = new Map();

function remembered(map, id, find) {
  if (!map.has(id)) {
    const found = find();
    map.set(id, found);
    found.catch(() => map.delete(id));
    if (map.size > KNOWN_MAX) map.delete(map.keys().next().value);
  }
  return map.get(id);
}

/** What a file is. @param {string} id @param {Facts} [sealed] where only members know @returns {Promise<Facts>} */
export const describe = (id, sealed) => remembered(facts, id, async () => {
  if (sealed) return sealed;
  const { headers } = await ask(`${FILES}/${id}`, { method: 'HEAD' });
  return { id, name: nameIn(headers.get('Content-Disposition') ?? ''), type: headers.get('Content-Type') ?? '', size: Number(headers.get('Content-Length')) };
});

function nameIn(disposition) {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1].replace(/\\(.)/g, '$1') ?? 'file';
}

export const isPicture = ({ type, size }) => PICTURES.has(type.split(';')[0]) && size <= PICTURE_BYTES_MAX;

const asDataUrl = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

async function bytes(path) {
  const answer = await ask(path, { signal: AbortSignal.timeout(FILE_MS), raw: true });
  return answer.blob;
}

/** The whole file, as it was before it was sealed. @param {Facts} file @returns {Promise<Blob>} */
export async function read({ id, type, key, iv }) {
  const blob = await bytes(`${FILES}/${id}`);
  if (!key) return blob.slice(0, blob.size, type);
  const opener = await crypto.subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['decrypt']);
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, opener, await blob.arrayBuffer());
  return new Blob([plain], { type });
}

/** A small picture of it as a data: URL. The service makes it; of what is sealed, this page does. */
export const thumbnail = (file) => remembered(pictures, file.id, async () => (file.key ? shrink(await read(file)) : asDataUrl(await bytes(`${FILES}/${file.id}/thumbnail`))));

/** The picture itself as a data: URL. */
export const picture = async (file) => asDataUrl(await read(file));

/** A sealed file may be larger than its sender says. */
async function shrink(blob) {
  if (blob.size > PICTURE_BYTES_MAX) throw new Error('The picture is too large.');
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, THUMBNAIL_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, bitmap.width * scale), Math.max(1, bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return asDataUrl(await canvas.convertToBlob({ type: 'image/png' }));
}

/** Keeps a file where the browser keeps downloads. @param {Facts} file */
export async function save(file) {
  const url = URL.createObjectURL(new Blob([await read(file)], { type: 'application/octet-stream' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FILE_MS);
}

/** So many bytes, as people say it. */
export function inWords(size) {
  if (size < 1024) return `${size} B`;
  const kib = size / 1024;
  return kib < 1024 ? `${kib.toFixed(kib < 10 ? 1 : 0)} KB` : `${(kib / 1024).toFixed(1)} MB`;
}
