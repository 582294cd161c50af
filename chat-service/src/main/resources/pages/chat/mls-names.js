// What MLS' members, groups and bytes are called, and the digits that people compare. No keys here.

/** Something of MLS failed; the group is as it was before. */
export class MlsError extends Error {}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const DEVICE = new RegExp(`^${UUID}/${UUID}$`);
const LABEL = "whiteboard safety number 1";

export function identityText(credential) {
  return credential.credentialType === "basic" ? new TextDecoder().decode(credential.identity) : "";
}

export function textOf(leafNode) {
  return identityText(leafNode.credential);
}

export function isDevice(text) {
  return DEVICE.test(text);
}

export function deviceOf(text) {
  if (!isDevice(text)) throw new MlsError("a credential names no device of a user");
  const [user, device] = text.split("/");
  return { user, device };
}

export function deviceText({ user, device }) {
  return `${user}/${device}`;
}

export function sameDevice(a, b) {
  return a.user === b.user && a.device === b.device;
}

/** The chat's UUID and the generation, big-endian: what a group is called in its messages. */
export function groupName(chat, generation) {
  const name = new Uint8Array(20);
  name.set(uuidBytes(chat));
  new DataView(name.buffer).setUint32(16, generation);
  return name;
}

export function nameOf(bytes) {
  if (bytes.length !== 20) throw new MlsError("the message names no group of a chat");
  const hex = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const chat = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const generation = new DataView(bytes.buffer, bytes.byteOffset).getUint32(16);
  return { chat, generation };
}

export function uuidBytes(uuid) {
  const hex = uuid.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function utf8(text) {
  return new TextEncoder().encode(text);
}

/** Of bytes, for a map: two that are the same are one. */
export async function digestKey(bytes) {
  return String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** A user's half of a safety number: six groups of five digits. */
export async function safetyHalf(user, keys) {
  const parts = [utf8(LABEL), uuidBytes(user), ...keys.toSorted(compareBytes)];
  return digits(await sha512(concat(parts)), 6);
}

function compareBytes(a, b) {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1);
}

function concat(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function digits(hash, groups) {
  return Array.from({ length: groups }, (_, i) => {
    const number = hash.subarray(5 * i, 5 * i + 5).reduce((sum, byte) => sum * 256 + byte, 0);
    return String(number % 100_000).padStart(5, "0");
  }).join(" ");
}

export async function sha512(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", bytes));
}
