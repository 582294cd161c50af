/** "What just happened": a visit made from this page, from the click to the moment when the count shows it. */

import { byId, write } from './dom.js';

/** After so long the page says why. */
const LATE_MS = 10_000;
/** After so long it stops waiting. */
const LOST_MS = 60_000;
const TICK_MS = 100;

let waiting = [];
let ticker = 0;
/** Whether a visit made here was told of: then others' no longer take its place. */
let toldMine = false;

/** Whether a visit made here is still to be counted. */
export const awaited = () => waiting.length > 0;

/** Every short link in an element with data-code opens in a tab of its own; that is a visit too. @param {HTMLElement} element */
export function watchVisits(element) {
  for (const link of element.querySelectorAll('[data-opens]')) link.addEventListener('click', () => sent(element.dataset.code));
}

/** A visit sets out. @param {string} code */
export function sent(code) {
  const visit = { code, at: Date.now(), ms: null };
  waiting.push(visit);
  tell('sent', '…', '…', `A visit to /${code} set out at ${clock(visit.at)}.`);
  ticker ||= setInterval(tick, TICK_MS);
  return visit;
}

/** The visit was answered: by a redirect (status 0), otherwise, or not at all (null). */
export function answered(visit, answer) {
  if (answer?.status === 0) {
    visit.ms = answer.ms;
    byId('time-answer').textContent = millis(visit);
    if (waiting.includes(visit)) byId('path').dataset.stage = 'answered';
  } else {
    drop(visit);
    const refused = answer && `/${visit.code} answered ${answer.status}, not a redirect, so nothing is counted.`;
    tell('idle', '–', '–', refused ?? `The visit to /${visit.code} got no answer.`);
  }
}

/** A link's count went up by so many. */
export function counted(code, more) {
  const mine = waiting.filter((visit) => visit.code === code).slice(0, more);
  drop(...mine);
  if (mine.length) countedMine(mine.at(-1));
  else if (!awaited() && !toldMine) tell('counted', '–', '–', 'Somebody else’s visit was counted. Press “Send a visit” on one of your links to see how long each half takes.');
}

/** A link's count of bots went up by so many: this browser may be taken for one. */
export function countedAsBot(code, more) {
  const mine = waiting.filter((visit) => visit.code === code).slice(0, more);
  drop(...mine);
  if (mine.length) tellMine(mine.at(-1), 'It is counted among the bots: this browser says that a program drives it, or a bot came at the same moment.');
}

function countedMine(visit) {
  tellMine(visit, `The visit was in the count ${seconds(Date.now() - visit.at)} after the click.`);
}

function tellMine(visit, end) {
  toldMine = true;
  const answer = visit.ms === null ? 'It opened a tab of its own, which alone knows how fast the answer came.' : `The redirect took ${millis(visit)}.`;
  tell('counted', millis(visit), seconds(Date.now() - visit.at), `/${visit.code} was clicked at ${clock(visit.at)}. ${answer} ${end}`);
}

function tick() {
  const age = Date.now() - waiting[0].at;
  byId('time-count').textContent = seconds(Date.now() - waiting.at(-1).at);
  if (age > LATE_MS) {
    const why = 'If Kafka is away, it waits on disk and is counted later. If this browser remembered a 301 or 308, the service was never asked.';
    tell('late', byId('time-answer').textContent, byId('time-count').textContent, `The visit to /${waiting[0].code} is not counted yet. ${why}`);
  }
  if (age > LOST_MS) drop(waiting[0]);
}

function drop(...visits) {
  waiting = waiting.filter((visit) => !visits.includes(visit));
  if (!awaited()) ticker = clearInterval(ticker);
}

function tell(stage, answer, count, text) {
  byId('path').dataset.stage = stage;
  byId('time-answer').textContent = answer;
  byId('time-count').textContent = count;
  write(byId('moment'), text);
}

const millis = ({ ms }) => (ms === null ? '–' : `${ms.toFixed(1)}\u00a0ms`);
const seconds = (ms) => `${(ms / 1000).toFixed(1)}\u00a0s`;
const clock = (at) => new Date(at).toLocaleTimeString(undefined, { hour12: false });
