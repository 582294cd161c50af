/** The button that sends requests: one for each press, many while it is held, by pointer and by key alike. */

const HELD_AFTER_MS = 350;
const EVERY_MS = 80;
const KEYS = [' ', 'Enter'];

/** @param {HTMLButtonElement} button @param {() => void} send */
export function sendBy(button, send) {
  let timer = 0;

  function begin() {
    end();
    send();
    button.classList.add('held');
    timer = setTimeout(() => { timer = setInterval(send, EVERY_MS); send(); }, HELD_AFTER_MS);
  }

  /** Timeouts and intervals are numbered together, so that one call ends either. */
  function end() {
    clearTimeout(timer);
    button.classList.remove('held');
  }

  button.addEventListener('pointerdown', (event) => { if (event.button === 0) { button.setPointerCapture(event.pointerId); begin(); } });
  for (const over of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur']) button.addEventListener(over, end);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  button.addEventListener('keydown', (event) => {
    if (!KEYS.includes(event.key)) return;
    event.preventDefault();
    if (!event.repeat) begin();
  });
  button.addEventListener('keyup', (event) => {
    if (!KEYS.includes(event.key)) return;
    event.preventDefault();
    end();
  });
  // A press that came by neither: a screen reader's.
  button.addEventListener('click', ({ detail }) => { if (detail === 0) send(); });
}
