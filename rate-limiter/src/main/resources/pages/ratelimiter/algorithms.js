/** The algorithms as the page tells them apart. How they decide is the service's to know. */

/**
 * @typedef {object} Algorithm
 * @property {string} id as the service calls it
 * @property {string} name @property {string} line what it does, in a line
 * @property {'used' | 'left'} shows what its level means: what is taken, or what is there
 * @property {boolean} [flows] whether the level moves by itself between requests, and not in steps
 * @property {'aligned' | 'sliding' | 'both'} [windows] what it looks at
 * @property {keyof typeof import('./gauges.js').SHAPES} gauge
 */

/** @type {Algorithm[]} */
export const ALGORITHMS = [
  { id: 'fixed-window', name: 'Fixed window', line: 'One counter for each stretch of the clock. Forgets everything at its end.', shows: 'used', windows: 'aligned', gauge: 'window' },
  { id: 'sliding-log', name: 'Sliding log', line: 'Keeps the moment of each request. Exact, and as large as the limit.', shows: 'used', windows: 'sliding', gauge: 'window' },
  { id: 'sliding-window', name: 'Sliding counter', line: 'Two counters, the older weighed by what is still in sight.', shows: 'used', windows: 'both', gauge: 'window' },
  { id: 'token-bucket', name: 'Token bucket', line: 'Fills at the rate and holds the burst. A request takes a token out.', shows: 'left', flows: true, gauge: 'bucket' },
  { id: 'leaky-bucket', name: 'Leaky bucket', line: 'Leaks at the rate. A request pours in; what would spill is refused.', shows: 'used', flows: true, gauge: 'leak' },
  { id: 'leaky-queue', name: 'Leaky queue', line: 'Lets requests wait, and passes them on evenly, one at each interval.', shows: 'used', flows: true, gauge: 'queue' },
  { id: 'gcra', name: 'GCRA', line: 'The bucket in a single number: the moment at which it is at rest again.', shows: 'used', flows: true, gauge: 'moment' },
  { id: 'concurrency', name: 'Concurrency', line: 'Counts those at work at the same time. Knows nothing of rates.', shows: 'used', gauge: 'slots' },
];
