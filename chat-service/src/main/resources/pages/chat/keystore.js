/** What must last of encrypted chats, in this browser and nowhere else: a device's keys, its groups, and what it could read once. */

const VERSION = 1;
const STORES = { own: undefined, groups: undefined, messages: { keyPath: ['chat', 'seq'] }, compared: undefined };

const settled = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

export class Keystore {
  #database;
  #isLasting = false;

  constructor(database) {
    this.#database = database;
  }

  /** @param {string} device @throws {DOMException} where the browser keeps nothing */
  static async open(device) {
    const asked = indexedDB.open(`whiteboard.chat.${device}`, VERSION);
    asked.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(STORES)) asked.result.createObjectStore(name, options);
    };
    return new Keystore(await settled(asked));
  }

  #store(name, mode = 'readonly') {
    return this.#database.transaction(name, mode).objectStore(name);
  }

  get(name, key) {
    return settled(this.#store(name).get(key));
  }

  put(name, key, value) {
    return settled(this.#store(name, 'readwrite').put(value, key));
  }

  /** @returns {Promise<[string, object][]>} all groups with their chats */
  async groups() {
    const store = this.#store('groups');
    const [chats, kept] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    return chats.map((chat, i) => [chat, kept[i]]);
  }

  /**
   * Keeps a step of a chat, all of it or nothing: the message as it was read, how far the chat is, and the keys that are left. To go
   * back to earlier keys would be to use them twice.
   */
  step(chat, { group, cursor, message, member }) {
    if (group) this.#last();
    const durability = group ? 'strict' : 'relaxed';
    const transaction = this.#database.transaction(['own', 'groups', 'messages'], 'readwrite', { durability });
    transaction.objectStore('groups').put({ group, cursor }, chat);
    if (message) transaction.objectStore('messages').put(message);
    if (member) transaction.objectStore('own').put(member, 'member');
    return new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
  }

  /** Once there are keys, the browser is asked not to clear them away where it runs short of room. */
  #last() {
    if (!this.#isLasting) navigator.storage?.persist?.();
    this.#isLasting = true;
  }

  /** The newest messages before one, in their order. */
  async messages(chat, before, limit) {
    const range = IDBKeyRange.bound([chat, 0], [chat, before || Infinity], false, true);
    const cursor = this.#store('messages').openCursor(range, 'prev');
    const found = [];
    return new Promise((done, failed) => {
      cursor.onerror = () => failed(cursor.error);
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at || found.length >= limit) done(found.reverse());
        else {
          found.push(at.value);
          at.continue();
        }
      };
    });
  }

  close() {
    this.#database.close();
  }
}
