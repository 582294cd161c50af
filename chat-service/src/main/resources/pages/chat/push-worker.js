/*
 * The page's service worker: it is woken by the browser when a push comes, also while no page is
 * open, and shows it. Served from the root, so that it may belong to any page of this service.
 *
 * A push is JSON: chat, name (of the chat), text ("3 new messages"), count, urgent and, where the
 * service can read it, from and words of the newest. One notification a chat: a newer one takes the
 * place of the one before.
 */

/** @param {PushEvent} event */
function read(event) {
  try {
    return event.data.json();
  } catch {
    return {};
  }
}

function shown({ chat, name, text, count, urgent, from, words }) {
  const said = words ? `${from}: ${words}` : text;
  return self.registration.showNotification(name ?? "Chat", {
    body: (count > 1 && words ? `${said} (${text})` : said) ?? "new message",
    tag: chat,
    renotify: Boolean(chat),
    silent: urgent === false,
    data: { chat },
    icon: "/assets/whiteboard.svg",
  });
}

self.addEventListener("push", (event) => event.waitUntil(shown(read(event))));

/** A page that does not answer within this has no such chat, or is not there any more. */
const ANSWER_MS = 500;

/** Asks a page whether it opens the chat: another tab may be somebody else. */
function opens(page, chat) {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data);
    setTimeout(() => done(false), ANSWER_MS);
    page.postMessage({ type: "open-chat", chat }, [port2]);
  });
}

/** To the page that has the chat, or else to a new one. */
async function open(chat) {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) {
    if (await opens(page, chat)) {
      return page.focus();
    }
  }
  return self.clients.openWindow(chat ? `/#${chat}` : "/");
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.chat));
});

// The first page is served by it as well, not only the next.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
