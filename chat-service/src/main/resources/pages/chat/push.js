/*
 * Notifications while the page is closed: asks the browser for an endpoint at its maker's push
 * service, and tells the chat of it.
 *
 *   pushState(token)     "unsupported" | "denied" | "off" | "on"
 *   enablePush(token)    after a click: browsers ask for leave only then; resolves to the state
 *   disablePush(token)   resolves to the state
 *
 * What goes wrong between us and the service is thrown as a Problem.
 */

import { Problem, json, send } from "/assets/request.js";

const WORKER = "/push-worker.js";
const SUBSCRIPTIONS = "/api/v1/push-subscriptions";
const ID_KEY = "chat.push-subscription";
const LOST = { title: "The chat can't be reached.", detail: "" };

const supported = () =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** What there is now: the subscription may have ended with a sign-in, or be another user's of this browser. */
export async function pushState(token) {
  if (!supported()) {
    return "unsupported";
  }
  if (Notification.permission === "denied") {
    return "denied";
  }
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  const subscription = await registration?.pushManager.getSubscription();
  const id = localStorage.getItem(ID_KEY);
  if (!subscription || !id) {
    return "off";
  }
  const { subscriptions } = await ask(SUBSCRIPTIONS, { headers: bearer(token) });
  return subscriptions.some((one) => one.id === id) ? "on" : "off";
}

/** Asks for leave, subscribes, and tells the service. */
export async function enablePush(token) {
  if (!supported()) {
    return "unsupported";
  }
  if ((await Notification.requestPermission()) !== "granted") {
    return pushState(token);
  }
  await navigator.serviceWorker.register(WORKER);
  const registration = await navigator.serviceWorker.ready;
  const { publicKey } = await ask("/api/v1/push-key", {});
  const subscription = await subscribed(registration.pushManager, bytes(publicKey));
  const wish = { channel: "webpush", ...subscription.toJSON() };
  const { id } = await ask(SUBSCRIPTIONS, json("POST", wish, bearer(token)));
  localStorage.setItem(ID_KEY, id);
  return "on";
}

/** A subscription with another key is one to another service: it is of no use here. */
async function subscribed(manager, key) {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await manager.subscribe(options);
  } catch (failure) {
    const other = await manager.getSubscription();
    if (!other) {
      throw failure;
    }
    await other.unsubscribe();
    return manager.subscribe(options);
  }
}

/** Ends it here and at the service; where it is gone there already, that is as well. */
export async function disablePush(token) {
  const id = localStorage.getItem(ID_KEY);
  localStorage.removeItem(ID_KEY);
  if (supported()) {
    const registration = await navigator.serviceWorker.getRegistration(WORKER);
    const subscription = await registration?.pushManager.getSubscription();
    await subscription?.unsubscribe();
  }
  if (id) {
    await ask(`${SUBSCRIPTIONS}/${id}`, { method: "DELETE", headers: bearer(token) }, [404]);
  }
  return pushState(token);
}

const bearer = (token) => ({ Authorization: `Bearer ${token}` });

async function ask(path, options, alsoFine = []) {
  const answer = await send(path, options, LOST);
  if (!answer.ok && !alsoFine.includes(answer.status)) {
    throw Problem.of(answer);
  }
  return answer.body;
}

function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
