/** What one writes: a draft for each chat, an answer or a change to a message, and files on their way. */

import { byId, element, write } from '../dom.js';
import { on } from './bus.js';
import { inWords } from './files.js';
import { quoted } from './message.js';
import { isMe } from './session.js';
import { openChat } from './store.js';
import { say, typing } from './talk.js';
import { discard, upload } from './uploads.js';

const DRAFTS = 'whiteboard.chat.drafts';
const FILES_MAX = 10;
const DRAFTS_MAX = 100;

const form = byId('writing');
const words = byId('words');
const note = byId('writing-note');

/** @typedef {{text: string, about: 'answer' | 'edit' | '', ref: number, files: Attachment[]}} Draft */
/** @typedef {{file: File, part: number, done: object | null, problem: string, ending: AbortController}} Attachment */

/** @type {Map<string, Draft>} */
const drafts = new Map(load());

/** Drafts of chats in which a message is changed just now: they are given back after that. @type {Map<string, Draft>} */
const aside = new Map();
let shown = '';

function load() {
  try {
    return Object.entries(JSON.parse(sessionStorage.getItem(DRAFTS)) ?? {}).map(([chat, text]) => [chat, { ...fresh(), text }]);
  } catch {
    return [];
  }
}

function keep() {
  const texts = [...drafts.keys()].map((chat) => [chat, draftOf(chat)]).filter(([, text]) => text).slice(-DRAFTS_MAX);
  try {
    sessionStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(texts)));
  } catch {
    // Drafts last as long as the page does.
  }
}

const fresh = () => ({ text: '', about: '', ref: 0, files: [] });

function draft(chat = shown) {
  if (!drafts.has(chat)) drafts.set(chat, fresh());
  return drafts.get(chat);
}

/** What waits in a chat to be sent, for the list of chats. */
export const draftOf = (chat) => (aside.get(chat) ?? drafts.get(chat))?.text ?? '';

export const focusWords = () => words.focus({ preventScroll: true });

/** Answers a message, or changes it. @param {'answer' | 'edit'} what @param {object} message */
export function aboutTo(what, message) {
  giveBack();
  if (what === 'edit') {
    aside.set(shown, draft());
    drafts.set(shown, { ...fresh(), text: openChat().text(message) });
  }
  Object.assign(draft(), { about: what, ref: message.seq });
  draw();
  focusWords();
  words.setSelectionRange(words.value.length, words.value.length);
}

/** A change is over: what was being written before it is there again. @returns {boolean} whether there was one */
function giveBack() {
  if (draft().about !== 'edit') return false;
  drafts.set(shown, aside.get(shown));
  return aside.delete(shown);
}

function leaveThat() {
  if (!giveBack()) Object.assign(draft(), { about: '', ref: 0 });
  draw();
  focusWords();
}

function draw() {
  const now = draft();
  if (words.value !== now.text) words.value = now.text;
  byId('about-to').hidden = !now.about;
  if (now.about) {
    const { who, text } = quoted(openChat(), now.ref);
    byId('about-to-what').replaceChildren(element('strong', { textContent: now.about === 'edit' ? 'Change: ' : `Answer to ${who === 'You' ? 'yourself' : who}: ` }), text);
  }
  write(byId('send'), now.about === 'edit' ? 'Change' : 'Send');
  drawFiles(now);
}

// files

function drawFiles({ files }) {
  byId('attached').replaceChildren(...files.map(fileItem));
}

function fileItem(attachment) {
  const { file, done, problem, part } = attachment;
  const size = element('span', { className: 'soft', textContent: inWords(file.size) });
  const state = problem ? [element('span', { className: 'problem', textContent: problem })] : [];
  const remove = element('button', { className: 'button quiet', type: 'button', textContent: '✕', ariaLabel: `Leave ${file.name} out` });
  remove.addEventListener('click', () => leaveOut(attachment));
  const bar = done || problem ? [] : [element('progress', { max: 1, value: part, ariaLabel: `Upload of ${file.name}` })];
  const item = element('li', {}, element('span', {}, `${file.name} `, size, ...state), remove, ...bar);
  item.dataset.state = problem ? 'failed' : done ? 'done' : 'going';
  return item;
}

function leaveOut(attachment) {
  attachment.ending.abort();
  if (attachment.done) discard(attachment.done.id);
  for (const one of [...drafts.values(), ...aside.values()]) one.files = one.files.filter((other) => other !== attachment);
  draw();
}

/** Takes files in, and begins to upload them. @param {Iterable<File>} files */
export function attach(files) {
  const chat = openChat();
  if (!chat || chat.hasLeft || draft().about === 'edit') return;
  for (const file of files) {
    if (draft().files.length >= FILES_MAX) {
      write(note, `A message takes ${FILES_MAX} files.`);
      break;
    }
    bring(chat, file);
  }
  draw();
}

async function bring(chat, file) {
  const attachment = { file, part: 0, done: null, problem: '', ending: new AbortController() };
  draft(chat.id).files.push(attachment);
  const progress = (part) => {
    attachment.part = part;
    if (chat.id === shown) draw();
  };
  try {
    attachment.done = await upload(chat, file, progress, attachment.ending.signal);
  } catch (problem) {
    attachment.problem = problem.inWords || problem.heading || problem.message;
  }
  if (chat.id === shown) draw();
}

// what one does

function submit() {
  const chat = openChat();
  const now = draft();
  const text = now.text.trim() || now.files.map(({ file }) => file.name).join(', ');
  if (now.files.some(({ done }) => !done)) {
    write(note, now.files.some(({ problem }) => problem) ? 'A file could not be uploaded: leave it out, or add it again.' : 'Files are still on their way.');
    return;
  }
  if (!text && !now.files.length) return;
  const kind = now.about === 'edit' ? 'edit' : 'text';
  say(chat, { kind, text, ref: now.ref, files: now.files.map(({ done }) => done) });
  if (!giveBack()) drafts.delete(chat.id);
  write(note, '');
  keep();
  draw();
  focusWords();
}

function editLast() {
  const mine = openChat()?.messages.findLast((message) => message.kind === 'text' && isMe(message.from) && !openChat().isDeleted(message) && !message.unreadable);
  if (mine) aboutTo('edit', mine);
  return Boolean(mine);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});

words.addEventListener('input', () => {
  draft().text = words.value;
  write(note, '');
  keep();
  if (words.value.trim() && draft().about !== 'edit') typing(openChat());
});

words.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === 'Escape' && draft().about) {
    event.stopPropagation();
    leaveThat();
  } else if (event.key === 'ArrowUp' && !words.value && editLast()) event.preventDefault();
});

words.addEventListener('paste', (event) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  attach(event.clipboardData.files);
});

byId('about-to-end').addEventListener('click', leaveThat);
byId('attach').addEventListener('change', ({ target }) => {
  attach(target.files);
  target.value = '';
});

const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files');
addEventListener('dragover', (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  byId('drop').hidden = !openChat();
});
addEventListener('dragleave', ({ relatedTarget }) => { if (!relatedTarget) byId('drop').hidden = true; });
addEventListener('drop', (event) => {
  byId('drop').hidden = true;
  if (!hasFiles(event)) return;
  event.preventDefault();
  attach(event.dataTransfer.files);
});

on('open', (id) => {
  shown = id;
  write(note, '');
  if (id) draw();
});
on('signed', (who) => {
  if (who) return;
  drafts.clear();
  aside.clear();
  keep();
});
