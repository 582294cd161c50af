/**
 * Who is signed in, in this tab. A tab is a device: its sign-in is gone with it, and another tab may be somebody else. What a device has
 * that must last, its id and its keys, the browser keeps for when the same user signs in here again.
 */

import { Problem } from '../request.js';
import { post, request } from './http.js';

const SESSION = 'whiteboard.chat.session';
const DEVICES = 'whiteboard.chat.devices';

/** Devices remembered of a user. */
const DEVICES_MAX = 4;

/** A page that was left a moment ago has let its device go by then. */
const LOCK_MS = 1_500;

/** A token is renewed so long before it ends, or in the last quarter of a short life. */
const EARLY_MS = 120_000;
const EARLY_PART = 0.25;

const SIGNED_OUT = new Problem(401, { title: 'Signed out.' });

/** @typedef {{token: string, refreshToken: string, userId: string, deviceId: string, sessionId: string, expiresAt: string, name: string, renewAtMs: number}} Session */

/** @type {Session | null} */
let current = null;
let refreshing = null;
let release = () => {};

/** @returns {Session | null} */
export const session = () => current;
export const me = () => current?.userId;
export const isMe = (user) => user === current?.userId;

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that stores nothing asks again after a reload.
  }
}

/** All of them by the user's name, which may be any word: also one that each object knows. @returns {Map<string, string[]>} */
const devices = () => new Map(Object.entries(read(localStorage, DEVICES) ?? {}));
const known = (name) => devices().get(name.toLowerCase()) ?? [];

function remember({ name, deviceId }) {
  const own = [deviceId, ...known(name).filter((device) => device !== deviceId)].slice(0, DEVICES_MAX);
  write(localStorage, DEVICES, Object.fromEntries(devices().set(name.toLowerCase(), own)));
}

/** Takes a device for this tab, if no other has it; a copied tab would use up its tokens. */
function hold(device, signal) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((done) => {
    const kept = (lock) => {
      done(lock !== null);
      return lock && new Promise((free) => { release = free; });
    };
    const options = signal ? { signal } : { ifAvailable: true };
    navigator.locks.request(`${SESSION}.${device}`, options, kept).catch(() => done(false));
  });
}

/** Where a browser has no locks, any other tab may have it. */
async function freeDevice(name) {
  if (!navigator.locks) return null;
  for (const device of known(name)) {
    if (await hold(device)) return device;
  }
  return null;
}

/** How long a token is good, by the clock that made it: that of this device may be hours off. */
function lifetimeMs(token) {
  const claims = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
  const { iat, exp } = JSON.parse(claims);
  return (exp - iat) * 1_000;
}

function keep(answer, name) {
  const lifetime = lifetimeMs(answer.token);
  current = { ...answer, name, renewAtMs: Date.now() + lifetime - Math.min(EARLY_MS, lifetime * EARLY_PART) };
  write(sessionStorage, SESSION, current);
}

/** Goes on with what this tab had before it was loaded again. @returns {Promise<Session | null>} */
export async function resume() {
  const kept = read(sessionStorage, SESSION);
  if (!kept?.token) return null;
  if (await hold(kept.deviceId, AbortSignal.timeout(LOCK_MS))) current = kept;
  else write(sessionStorage, SESSION, null);
  return current;
}

/** @param {string} name @param {string} password @throws {Problem} */
export const signUp = (name, password) => post('/api/v1/users', { name, password });

/** @param {string} name @param {string} password @throws {Problem} */
export async function signIn(name, password) {
  const deviceId = await freeDevice(name);
  try {
    const { body } = await post('/api/v1/sessions', { name, password, ...(deviceId && { deviceId }) });
    if (body.deviceId !== deviceId) {
      release();
      await hold(body.deviceId);
    }
    const user = await request('/api/v1/users/me', {}, body.token);
    keep(body, user.body.name);
    remember(current);
    return current;
  } catch (problem) {
    release();
    throw problem;
  }
}

/** Ends it here and at the service, as far as that can be reached. */
export async function signOut() {
  const token = current?.token;
  forget();
  if (token) await request('/api/v1/sessions/current', { method: 'DELETE' }, token).catch(() => {});
}

/** Ends it here. */
export function forget() {
  [current, refreshing] = [null, null];
  write(sessionStorage, SESSION, null);
  release();
}

/** The next token: one request at a time, as a refresh token is good once. @throws {Problem} */
export function refresh() {
  if (!refreshing) {
    const mine = renew().finally(() => { if (refreshing === mine) refreshing = null; });
    refreshing = mine;
  }
  return refreshing;
}

/** Whoever signs in meanwhile does not get the tokens of who was here before. */
async function renew() {
  const of = current?.sessionId;
  if (!of) throw SIGNED_OUT;
  const { body } = await post('/api/v1/sessions/refresh', { refreshToken: current.refreshToken });
  if (current?.sessionId !== of) throw SIGNED_OUT;
  keep(body, current.name);
  return current;
}

const renewAtMs = () => current?.renewAtMs ?? 0;

/** A token that is good for a while yet. @throws {Problem} */
export async function freshToken() {
  return (renewAtMs() <= Date.now() ? await refresh() : current).token;
}

/** How long until the token is to be renewed. */
export const renewInMs = () => Math.max(1_000, renewAtMs() - Date.now());
