/** Sends requests to an edge, and shows what came of them. */

import { OBJECTS, unheardOf } from './catalog.js';
import { byId, clearErrors, element, showError, showProblem, write } from './dom.js';
import { duration, explain, size } from './explain.js';
import { play, stepItem, stepsOf, stop } from './journey.js';
import { onWorld } from './live.js';
import { post } from './service.js';
import { parse, resultOf } from './status.js';
import { onOpen } from './tabs.js';
import { reveal } from './world.js';

const CROWD = 50;

const form = byId('ask');
const { edge, path, language } = form.elements;
const notice = form.querySelector('.notice');
const dots = byId('ask-dots');
const told = [];

/** Calls back with the URL that was asked for. @param {(url: string) => void} callback */
export const onAsked = (callback) => told.push(callback);

/** The result at the edge: the last member of Cache-Status. */
const resultAtEdge = ({ status, fields }) => {
  const last = parse(fields['cache-status']).at(-1);
  return status === 0 ? 'error' : last ? resultOf(last) : 'refused';
};

async function ask(times) {
  clearErrors(form);
  showProblem(notice, null);
  busy(true);
  try {
    const question = { edge: edge.value, path: path.value.trim(), times, ...(language.value ? { language: language.value } : {}) };
    const { body } = await post('/v1/try', question);
    show(body);
    for (const callback of told) callback(body.url);
  } catch (problem) {
    failed(problem);
  } finally {
    busy(false);
  }
}

function busy(is) {
  for (const button of form.querySelectorAll('button')) button.ariaDisabled = is ? 'true' : null;
}

const isBusy = () => byId('ask-send').ariaDisabled === 'true';

function failed(problem) {
  const known = (problem.errors ?? []).filter(({ field }) => form.elements[field] && byId(`ask-${field}-error`));
  for (const { field, detail } of known) showError(form.elements[field], detail);
  if (!known.length) showProblem(notice, problem);
}

function show({ edge: name, answers }) {
  byId('ask-answer').hidden = false;
  const steps = furthest(answers);
  write(byId('said'), answers.length === 1 ? one(name, answers[0], steps) : many(answers));
  showDots(answers);
  byId('ask-steps').replaceChildren(...steps.map(stepItem));
  byId('ask-fields').replaceChildren(...fieldsOf(leader(answers)));
  reveal();
  play(steps);
}

/** The answer that came the longest way: it tells of all. */
const leader = (answers) => answers.reduce((best, answer) => (stepsOf(answer).length > stepsOf(best).length ? answer : best));
const furthest = (answers) => stepsOf(leader(answers));

function one(name, answer, steps) {
  if (answer.status === 0) return `${name} did not answer.`;
  const from = steps.at(-1);
  const age = answer.fields.age === undefined ? '' : `, ${answer.fields.age} s old`;
  return `${answer.status}, ${size(answer.bytes)} in ${duration(answer.ms)}, from ${from ? (from.node === 'origin' ? 'the origin' : from.node) : name}${age}.`;
}

function many(answers) {
  const counts = new Set(answers.map(({ fields }) => fields['x-origin-count']).filter(Boolean)).size;
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const origin = counts ? `${counts} ${counts === 1 ? 'request' : 'requests'} to the origin. ` : '';
  return `${answers.length} clients, ${origin}The first had it in ${duration(times[0])}, the last in ${duration(times.at(-1))}.`;
}

function showDots(answers) {
  dots.hidden = answers.length === 1;
  const results = answers.map(resultAtEdge);
  const counts = Object.entries(Object.groupBy(results, (result) => result)).map(([result, all]) => `${all.length} ${result}`);
  dots.ariaLabel = `At the edge: ${counts.join(', ')}`;
  dots.title = dots.ariaLabel;
  dots.replaceChildren(...results.map((result) => {
    const dot = element('span', { className: 'answer-dot' });
    dot.dataset.result = result;
    return dot;
  }));
}

function fieldsOf({ fields }) {
  return Object.entries(fields).sort(([a], [b]) => a.localeCompare(b)).flatMap(([name, value]) => [
    element('dt', { className: 'mono', textContent: name }),
    element('dd', {}, element('span', { className: 'mono', textContent: value }), ...(explain(name, value) ? [element('span', { className: 'hint', textContent: explain(name, value) })] : [])),
  ]);
}

function choices() {
  return OBJECTS.map((object, i) => {
    const input = element('input', { type: 'radio', name: 'object', value: object.path, checked: i === 0 });
    input.addEventListener('change', () => choose(object));
    return element('label', { className: 'chip' }, input, ` ${object.name}`);
  });
}

function choose({ path: at, language: tag }) {
  path.value = at;
  language.value = tag ?? '';
  showChoice();
}

/** What the object shows that the path names, if it is one of those we know. */
function showChoice() {
  for (const choice of form.querySelectorAll('[name=object]')) choice.checked = choice.value === path.value;
  write(byId('catalog-shows'), OBJECTS.find((object) => object.path === path.value)?.shows ?? '');
}

function showEdges({ nodes, demoHost }) {
  const names = nodes.filter(({ tier, switchable }) => tier === 'edge' && switchable).map(({ name }) => name);
  if (names.join() !== [...edge.options].map(({ value }) => value).join()) edge.replaceChildren(...names.map((name) => element('option', { value: name, textContent: name })));
  byId('catalog').hidden = !demoHost;
}

byId('catalog').append(...choices());
showChoice();
onWorld(showEdges);
onOpen(() => { stop(); write(byId('said'), ''); });
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!isBusy()) ask(1);
});
byId('ask-crowd').addEventListener('click', () => {
  if (isBusy()) return;
  path.value = unheardOf(path.value.trim() || '/');
  showChoice();
  ask(CROWD);
});
path.addEventListener('input', showChoice);
