/** What is known of one message beside its words: its place, who served it, and the way that it went. */

import { element } from '../dom.js';
import { short } from './ids.js';
import { exactTime, took } from './moment.js';
import { nameFor } from './page.js';
import { wayOf } from './tape.js';

const step = (text, isDone = true) => element('li', { textContent: text, className: isDone ? '' : 'todo' });

function marks(chat, way, mark, word) {
  const { of, [mark]: reached } = chat.receipts(way.seq);
  if (!reached) return [step(word, false)];
  const first = [...way[mark]].sort(([, a], [, b]) => a - b)[0];
  const when = first ? ` +${took(first[1] - way.sentMs)}` : '';
  return [step(`${word}${when}${chat.isGroup ? ` (${reached} of ${of})` : ''}`)];
}

/** The way of a message of this device: sent, durable, delivered, read. */
function ownPath(chat, message, way) {
  const known = { ...way, seq: message.seq };
  const durable = way.durableMs ? step(`durable at ${way.node} +${took(way.tookMs)}`) : step('durable', false);
  return [step(`sent ${exactTime(way.sentMs)}`), durable, ...marks(chat, known, 'delivered', 'delivered'), ...marks(chat, known, 'read', 'read')];
}

/** The way of any other one: kept, then here. */
function otherPath(chat, message) {
  const { via, at } = message;
  const here = via ? step(`here ${exactTime(via.atMs)} from ${via.node || 'the service'}${via.history ? ', as history' : ''}`) : step('here');
  const { of, read, delivered } = chat.receipts(message.seq);
  return [step(`durable ${exactTime(at)}`), here, step(`delivered to ${delivered}, read by ${read} of ${of} others`)];
}

function path(chat, message) {
  const way = wayOf(message.mid);
  return element('ol', { className: 'path' }, ...(way && !way.isRepeat ? ownPath(chat, message, way) : otherPath(chat, message)));
}

function attempts({ mid }) {
  const way = wayOf(mid);
  if (!way?.times) return '';
  return `${way.times}${way.times > 1 ? ', each under the same id' : ''}${way.dup ? '; the service had it already, and gave its first place again' : ''}`;
}

/** @param {import('./store.js').Chat} chat @param {object} message @returns {HTMLElement} */
export function factsOf(chat, message) {
  const change = chat.changes.get(message.seq);
  const lines = [
    ['Place', message.seq ? `${message.seq} in this chat, the same for everybody` : 'none yet'],
    ['Way', path(chat, message)],
    ['Node', wayOf(message.mid)?.node ?? message.via?.node ?? ''],
    ['Attempts', attempts(message)],
    ['Id', message.mid],
    ['From', message.device ? `${nameFor(message.from)}, device ${short(message.device)}` : ''],
    ['Changed', change ? `by ${change.seq}, ${change.kind === 'edit' ? 'an edit' : 'a deletion'}` : ''],
    ['Sealed', chat.encrypted && message.kind === 'text' ? 'end to end: the service keeps bytes that it can’t read' : ''],
  ];
  const list = element('dl', { className: 'facts' });
  for (const [name, what] of lines.filter(([, text]) => text)) list.append(element('dt', { textContent: name }), element('dd', {}, what));
  return list;
}

/** What of it is drawn, to tell whether it has to be drawn anew. */
export function factsKey(chat, { mid, seq }) {
  const way = wayOf(mid);
  const { delivered, read, of } = chat.receipts(seq);
  return [way?.times, way?.durableMs, way?.dup, way?.delivered.size, way?.read.size, delivered, read, of].join();
}
