/** Ties the parts together: traffic is made by a button, a drawing or a preset; the service decides; the lanes show it. */

import './check.js';
import { byId, element, prefersStillness, showProblem, write } from './dom.js';
import { chosen, look, onChoice, show, summary } from './lanes.js';
import { drawn, inMs, outline, PERIODS, perSecond, PRESETS, STEPS } from './patterns.js';
import { sendBy } from './press.js';
import { ask } from './replays.js';
import { limit, onLimit, showErrors } from './settings.js';
import { sketchpad } from './sketchpad.js';
import { load, onTape, pause, replay, request, seek, tape } from './tape.js';

/** What is seen besides the pattern itself, in periods: the end is not cut off. */
const MARGIN = 0.25;
/** After a request by hand time runs on for so many periods. */
const REST = 1.5;

const play = byId('play');
const moment = byId('moment');
const problemPlace = byId('tape-problem');

/** Makes the traffic anew when the limit changes; null where it was made by hand. @type {null | (() => number[])} */
let maker = null;

const pad = sketchpad(byId('sketchpad'), {
  drawn: (heights) => { choose(null); use(() => drawn(limit(), heights)); },
  words: (step, height) => ({ name: `At ${secondsAt(step)} s`, value: `${perSecond(limit(), height).toFixed(1)} requests a second` }),
});

const secondsAt = (step) => ((step * PERIODS * limit().perMs) / STEPS / 1000).toFixed(1);
const lengthMs = () => PERIODS * limit().perMs;

/** Other traffic, from its start; who wants no motion sees its end at once. */
function use(make, presetId) {
  maker = make;
  choose(presetId);
  pause();
  load(inMs(make()), lengthMs(), REST * limit().perMs);
  if (prefersStillness()) seek(lengthMs());
  else replay();
}

function choose(presetId) {
  for (const button of byId('presets').children) button.ariaPressed = String(button.dataset.preset === presetId);
}

function usePreset({ id, make }) {
  use(() => make(limit()), id);
  pad(outline(limit(), tape().arrivals));
}

const presetInUse = () => PRESETS.find(({ id }) => byId('presets').querySelector(`[data-preset=${id}]`).ariaPressed === 'true');

function send() {
  maker = null;
  choose(null);
  request();
}

function clear() {
  maker = null;
  choose(null);
  pause();
  load([], 0, REST * limit().perMs);
  pad(new Array(STEPS).fill(0));
  byId('press').focus();
}

function askNow() {
  const algorithms = chosen();
  if (algorithms.length) ask({ ...limit(), algorithms, arrivalsMs: tape().arrivals }, { answered: show, failed });
}

/** What has a field is said there. */
function failed(problem) {
  showProblem(problemPlace, problem && !showErrors(problem) ? problem : null);
}

function showTime() {
  write(byId('sketchpad-end'), `${lengthMs() / 1000} s`);
  const { now, end } = tape();
  const { perMs } = limit();
  look({ now, span: (PERIODS + MARGIN) * perMs, from: Math.max(0, now - PERIODS * perMs), perMs });
  Object.assign(moment, { max: end, value: now, ariaValueText: `${(now / 1000).toFixed(1)} seconds` });
  write(byId('clock'), `${(now / 1000).toFixed(1)} s`);
}

function showPlay() {
  const { playing } = tape();
  write(play, playing ? 'Pause' : 'Play');
  if (!playing) write(byId('said'), summary());
}

function limitChanged() {
  const preset = presetInUse();
  if (preset) usePreset(preset);
  else if (maker) use(maker);
  else { askNow(); showTime(); }
  pad();
}

byId('presets').append(...PRESETS.map((preset) => {
  const button = element('button', { type: 'button', className: 'button small', textContent: preset.name });
  button.dataset.preset = preset.id;
  button.addEventListener('click', () => usePreset(preset));
  return button;
}));
sendBy(byId('press'), send);
play.addEventListener('click', () => (tape().playing ? pause() : replay()));
byId('clear').addEventListener('click', clear);
moment.addEventListener('input', () => { pause(); seek(Number(moment.value)); });
onTape('traffic', () => { byId('tape-full').replaceChildren(); askNow(); });
onTape('time', showTime);
onTape('play', showPlay);
onTape('full', () => byId('tape-full').replaceChildren(element('strong', { textContent: 'The tape is full.' }), ' Clear it to go on.'));
onLimit(limitChanged);
onChoice(askNow);
usePreset(PRESETS[0]);
