/** How the parts of the page hear of one another. */

const ears = new Map();

/** @typedef {'signed' | 'list' | 'chat' | 'open' | 'line' | 'tape' | 'said' | 'mine' | 'refused' | 'people'} News */

/** Calls back with each piece of news of a kind. @param {News} kind @param {(detail: any) => void} callback */
export function on(kind, callback) {
  if (!ears.has(kind)) ears.set(kind, []);
  ears.get(kind).push(callback);
}

/** @param {News} kind @param {any} [detail] */
export function tell(kind, detail) {
  for (const callback of ears.get(kind) ?? []) callback(detail);
}

/** A task that is asked for many times in a moment and done once, before the next picture. @param {() => void} task */
export function onceAFrame(task) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    const done = () => {
      if (!asked) return;
      asked = false;
      task();
    };
    requestAnimationFrame(done);
    setTimeout(done, 100); // a page in the background gets no pictures
  };
}
