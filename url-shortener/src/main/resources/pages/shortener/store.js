/** What this browser keeps: links with their manage tokens for good, an API key until the tab is closed. */

import { toast } from './page.js';

const LINKS = 'whiteboard.shortener.links';
const KEY = 'whiteboard.shortener.key';

/** The links made in this browser, newest first. */
export function loadLinks() {
  try {
    return JSON.parse(localStorage.getItem(LINKS)).filter((link) => link.code && link.shortUrl).map((link) => ({ ...link, token: link.manageToken }));
  } catch {
    return [];
  }
}

export function saveLinks(links) {
  try {
    localStorage.setItem(LINKS, JSON.stringify(links.map(({ token, visits, ...link }) => link)));
  } catch {
    toast('This browser stores nothing: the list goes when the page does.');
  }
}

/** Tells of links that another tab made or forgot. @param {() => void} changed */
export const onLinksElsewhere = (changed) => addEventListener('storage', ({ key }) => { if (key === LINKS) changed(); });

/** A key opens all of its links, so it is gone with the tab. @returns {string | null} */
export function loadKey() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string | null} key */
export function saveKey(key) {
  try {
    if (key) sessionStorage.setItem(KEY, key);
    else sessionStorage.removeItem(KEY);
  } catch {
    // A browser that stores nothing asks for the key again after a reload.
  }
}
