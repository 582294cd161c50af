/** The tabs: one panel at a time, arrow keys between them, the choice in the address. */

const tabs = [...document.querySelectorAll('[role=tab]')];
const told = [];

const nameOf = (tab) => tab.id.replace('tab-', '');
const panelOf = (tab) => document.getElementById(tab.getAttribute('aria-controls'));

/** Which panel is open. */
export const opened = () => nameOf(tabs.find((tab) => tab.ariaSelected === 'true'));

/** Calls back when a panel is opened. @param {(name: string) => void} callback */
export const onOpen = (callback) => told.push(callback);

export function open(name) {
  for (const tab of tabs) {
    const chosen = nameOf(tab) === name;
    tab.ariaSelected = String(chosen);
    tab.tabIndex = chosen ? 0 : -1;
    panelOf(tab).hidden = !chosen;
  }
  for (const callback of told) callback(name);
}

function choose(tab) {
  history.replaceState(null, '', `#${nameOf(tab)}`);
  open(nameOf(tab));
  tab.focus({ preventScroll: true });
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

for (const [i, tab] of tabs.entries()) {
  tab.addEventListener('click', () => choose(tab));
  tab.addEventListener('keydown', ({ key }) => {
    if (key in STEPS) choose(tabs[(i + STEPS[key] + tabs.length) % tabs.length]);
    if (key === 'Home') choose(tabs[0]);
    if (key === 'End') choose(tabs.at(-1));
  });
}

/** Opens what the address names. */
export function openByAddress() {
  const name = location.hash.slice(1);
  if (tabs.some((tab) => nameOf(tab) === name)) open(name);
}
