/**
 * The connection: one WebSocket at a time, to whichever node. It says hello with what the page has, is heard regularly, notices when
 * the node is not, and comes back: after the delay that a node asked for, or a random one that grows.
 *
 *   off ── start ─▸ connecting ── welcome ─▸ open ── closed, silent, bye ─▸ waiting ── time ─▸ connecting
 *                                                └── bye for good ─▸ ended
 */

import { Backoff } from './backoff.js';
import { nextNode, node, nodes, placeOf, socketUrl } from './nodes.js';

const SUBPROTOCOL = 'chat.v1+json';

/** From the first byte to welcome. */
const WELCOME_MS = 8_000;

/** An answer to a ping takes no longer, or nobody is there. */
const PONG_MS = 6_000;

/** While the browser says that it is offline: it may be wrong, as where the node is on the same machine. */
const OFFLINE_MS = 5_000;

/** Close codes from here to 4999 say: don't come back. */
const TERMINAL = 4500;
const BAD_TOKEN = 4501;

/** The node keeps a place for this client: it comes back to the same. */
const FULL = 4004;

/**
 * @typedef {object} Ears
 * @property {() => Promise<object>} hello what to say first, with a token that is good @property {(frame: object) => void} heard
 * @property {(line: {state: string, node: string, untilMs?: number, why?: string}) => void} changed
 * @property {(entry: {way: 'in' | 'out' | 'note', frame?: object, text?: string, node: string, lost?: boolean}) => void} tape
 * @property {() => Promise<boolean>} renew gets another token, and says whether there is one @throws {Problem} where nobody could say
 */

export class Link {
  #ears;
  #socket = null;
  #backoff = new Backoff();
  #timers = {};
  #line = { state: 'off', node: '' };
  #welcomed = false;
  #triedToken = false;
  #loseNext = false;
  #generation = 0;

  /** @param {Ears} ears */
  constructor(ears) {
    this.#ears = ears;
  }

  get line() {
    return this.#line;
  }

  get isOpen() {
    return this.#welcomed;
  }

  start() {
    addEventListener('online', this.#online);
    addEventListener('offline', this.#offline);
    document.addEventListener('visibilitychange', this.#seen);
    this.#connect();
  }

  /** Ends it for good. */
  stop(why = '') {
    removeEventListener('online', this.#online);
    removeEventListener('offline', this.#offline);
    document.removeEventListener('visibilitychange', this.#seen);
    this.#drop();
    this.#change({ state: why ? 'ended' : 'off', why });
  }

  /** Says something, if somebody is there. @returns {boolean} whether it was said */
  say(frame) {
    if (!this.#welcomed) return false;
    this.#write(frame);
    return true;
  }

  /** Breaks the connection, as a lost network does: nobody is told. */
  cut() {
    this.#note('The connection was cut off here.');
    this.#again(this.#delay());
  }

  /** Goes on at the next node. */
  switchNode() {
    this.#note(`Leaving for the node at ${placeOf(nodes()[1] ?? node())}.`);
    nextNode();
    this.#drop();
    this.#connect();
  }

  /** Loses the next message on its way in, to see it asked for. */
  loseNext() {
    this.#loseNext = true;
  }

  /** Tries now rather than later. */
  hurry() {
    if (this.#line.state === 'waiting') this.#connect();
  }

  #online = () => {
    this.#note('The browser says that it is online.');
    this.hurry();
  };

  #offline = () => {
    this.#note('The browser says that it is offline.');
    this.#again(this.#delay());
  };

  /** A page that was in the background may have lost its connection without a word. */
  #seen = () => {
    if (document.hidden) return;
    this.hurry();
    if (this.#welcomed) this.#ping();
  };

  async #connect() {
    this.#drop();
    const mine = ++this.#generation;
    this.#change({ state: 'connecting', why: '' });
    let hello;
    try {
      hello = await this.#ears.hello();
    } catch (problem) {
      if (mine !== this.#generation) return;
      if (problem.status === 401) this.stop('signed out');
      else this.#lost();
      return;
    }
    if (mine === this.#generation) this.#open(hello);
  }

  #open(hello) {
    const socket = new WebSocket(socketUrl(), SUBPROTOCOL);
    this.#socket = socket;
    this.#later('welcome', WELCOME_MS, () => this.#lost());
    socket.addEventListener('open', () => this.#write(hello));
    socket.addEventListener('message', ({ data }) => { if (socket === this.#socket) this.#heard(JSON.parse(data)); });
    socket.addEventListener('close', ({ code }) => { if (socket === this.#socket) this.#closed(code); });
  }

  #write(frame) {
    this.#socket.send(JSON.stringify(frame));
    const shown = frame.token ? { ...frame, token: '…' } : frame;
    this.#ears.tape({ way: 'out', frame: shown, node: this.#line.node });
  }

  #heard(frame) {
    clearTimeout(this.#timers.pong);
    const lost = this.#loseNext && frame.t === 'msg';
    if (frame.t === 'welcome') this.#change({ state: 'open', node: frame.node });
    this.#ears.tape({ way: 'in', frame, node: this.#line.node, lost });
    if (lost) {
      this.#loseNext = false;
      return;
    }
    if (frame.t === 'welcome') this.#welcome(frame);
    if (frame.t === 'bye') this.#bye(frame);
    else this.#ears.heard(frame);
  }

  #welcome({ heartbeatMs }) {
    clearTimeout(this.#timers.welcome);
    this.#welcomed = true;
    this.#triedToken = false;
    this.#backoff.reset();
    this.#beat(heartbeatMs);
  }

  /** Before the node misses it; not all clients in the same moment. */
  #beat(heartbeatMs) {
    this.#later('beat', heartbeatMs * (0.7 + 0.25 * Math.random()), () => {
      this.#ping();
      this.#beat(heartbeatMs);
    });
  }

  #ping() {
    this.#write({ t: 'ping' });
    this.#later('pong', PONG_MS, () => {
      this.#note('The node has not answered a ping.');
      this.#lost();
    });
  }

  #bye({ code, reconnect, afterMs }) {
    if (!reconnect) this.#closed(code);
    else {
      if (code !== FULL) nextNode();
      this.#again(afterMs);
    }
  }

  #closed(code) {
    if (code < TERMINAL || code >= 5000) this.#lost();
    else if (code === BAD_TOKEN && !this.#triedToken) this.#retoken();
    else this.stop(code === BAD_TOKEN || code === 4502 ? 'signed out' : `closed with ${code}`);
  }

  async #retoken() {
    this.#triedToken = true;
    this.#drop();
    const mine = this.#generation;
    const isRenewed = await this.#ears.renew().catch(() => undefined);
    if (mine !== this.#generation) return;
    if (isRenewed) this.#connect();
    else if (isRenewed === false) this.stop('signed out');
    else {
      this.#triedToken = false;
      this.#lost();
    }
  }

  /** Without a word: at another node, if there is one. */
  #lost() {
    nextNode();
    this.#again(this.#delay());
  }

  #delay() {
    return navigator.onLine ? this.#backoff.failed() : OFFLINE_MS * (1 + Math.random());
  }

  #again(ms) {
    this.#drop();
    this.#change({ state: 'waiting', untilMs: Date.now() + ms });
    this.#later('again', ms, () => this.#connect());
  }

  #drop() {
    Object.values(this.#timers).forEach(clearTimeout);
    this.#generation += 1;
    this.#welcomed = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #later(name, ms, task) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(task, ms);
  }

  #note(text) {
    this.#ears.tape({ way: 'note', text, node: this.#line.node });
  }

  #change(part) {
    this.#line = { ...this.#line, untilMs: undefined, ...part };
    this.#ears.changed(this.#line);
  }
}
