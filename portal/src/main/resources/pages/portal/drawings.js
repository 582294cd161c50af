/**
 * Draws what a page has in Mermaid, in the colours of the page, light or dark. What can't be drawn
 * stays the text that it is.
 */

import { element } from './dom.js';

/* global mermaid */

/** Below this a drawing is moved sideways rather than made smaller. Pixels. */
const WIDTH_MIN = 640;

const dark = matchMedia('(prefers-color-scheme: dark)');

const drawings = [...document.querySelectorAll('code.language-mermaid')].map((code, index) => ({
  id: `drawing-${index + 1}`,
  text: code.textContent,
  place: code.parentElement,
}));

function colours() {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, board, surface, line] = ['--ink', '--ink-soft', '--board', '--surface', '--line-strong'].map((name) => style.getPropertyValue(name).trim());
  return {
    darkMode: dark.matches,
    background: surface,
    primaryColor: board,
    primaryTextColor: ink,
    primaryBorderColor: line,
    secondaryColor: surface,
    tertiaryColor: surface,
    tertiaryBorderColor: line,
    tertiaryTextColor: ink,
    lineColor: soft,
    textColor: ink,
    edgeLabelBackground: surface,
    clusterBkg: surface,
    clusterBorder: line,
    titleColor: ink,
    noteBkgColor: board,
    noteTextColor: ink,
    noteBorderColor: line,
    actorLineColor: line,
    fontFamily: getComputedStyle(document.body).fontFamily,
  };
}

function figureFor(pre) {
  const figure = element('figure', { className: 'diagram', tabIndex: 0 });
  pre.replaceWith(figure);
  return figure;
}

async function draw(drawing) {
  const { svg } = await mermaid.render(drawing.id, drawing.text);
  if (drawing.place.localName === 'pre') drawing.place = figureFor(drawing.place);
  drawing.place.innerHTML = svg;
  const picture = drawing.place.firstElementChild;
  picture.style.minWidth = `${Math.min(picture.viewBox.baseVal.width, WIDTH_MIN)}px`;
}

async function drawAll() {
  mermaid.initialize({ startOnLoad: false, suppressErrorRendering: true, theme: 'base', themeVariables: colours() });
  for (const drawing of drawings) {
    try {
      await draw(drawing);
    } catch (failure) {
      console.error(`${drawing.id}: ${failure.message}`);
    }
  }
  document.documentElement.dataset.drawn = drawings.filter(({ place }) => place.localName === 'figure').length;
}

let last = drawAll();
dark.addEventListener('change', () => {
  last = last.then(drawAll);
});
