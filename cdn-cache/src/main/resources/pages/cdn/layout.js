/** Where nodes stand: tiers from left to right, or from top to bottom where the page is narrow. */

const NARROW_PX = 620;
const ROW_MAX = 4;
const WIDE = 112;

export const ORIGIN = 'origin';

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** @param {{name: string, tier: string}[]} nodes @param {string[]} tiers from clients to the origin */
const inTiers = (nodes, tiers) => [...tiers.map((tier) => nodes.filter((node) => node.tier === tier).map(({ name }) => name)).filter((names) => names.length), [ORIGIN]];

/**
 * @param {{name: string, tier: string}[]} nodes @param {string[]} tiers @param {number} widthPx of the place
 * @returns {{width: number, height: number, across: boolean, boxes: Map<string, Box>}}
 */
export function place(nodes, tiers, widthPx) {
  const groups = inTiers(nodes, tiers);
  return widthPx < NARROW_PX ? down(groups) : across(groups);
}

function across(groups) {
  const most = Math.max(...groups.map((names) => names.length));
  const box = { width: 168, height: 68 };
  const width = 1000;
  const height = Math.max(4, most) * 88 + 4;
  const step = (width - box.width - 6) / Math.max(1, groups.length - 1);
  const boxes = new Map();
  for (const [column, names] of groups.entries()) {
    const gap = height / names.length;
    for (const [row, name] of names.entries()) boxes.set(name, { ...box, x: 3 + column * step, y: gap * (row + 0.5) - box.height / 2 });
  }
  return { width, height, across: true, boxes };
}

function down(groups) {
  const width = 360;
  const box = { height: 62 };
  const boxes = new Map();
  let y = 18;
  for (const names of groups) {
    for (let from = 0; from < names.length; from += ROW_MAX) {
      const row = names.slice(from, from + ROW_MAX);
      const gap = width / row.length;
      const own = Math.min(WIDE, gap - 8);
      for (const [i, name] of row.entries()) boxes.set(name, { ...box, width: own, x: gap * (i + 0.5) - own / 2, y });
      y += 78;
    }
    y += 16;
  }
  return { width, height: y - 26, across: false, boxes };
}

/** A line from a child to a parent. @param {Box} child @param {Box} parent @param {boolean} isAcross */
export function link(child, parent, isAcross) {
  if (isAcross) {
    const [x1, y1, x2, y2] = [child.x + child.width, child.y + child.height / 2, parent.x, parent.y + parent.height / 2];
    const half = (x2 - x1) / 2;
    return `M${x1} ${y1}C${x1 + half} ${y1} ${x2 - half} ${y2} ${x2} ${y2}`;
  }
  const [x1, y1, x2, y2] = [child.x + child.width / 2, child.y + child.height, parent.x + parent.width / 2, parent.y];
  const half = (y2 - y1) / 2;
  return `M${x1} ${y1}C${x1} ${y1 + half} ${x2} ${y2 - half} ${x2} ${y2}`;
}
