/** A link in the list. */

import { visit } from './api.js';
import { chartIn } from './chart.js';
import { byId, element, write } from './dom.js';
import * as moment from './moment.js';
import { copy, display, onPress } from './page.js';
import { openQr } from './qr.js';
import { isOver, termsOf } from './terms.js';

const MINUTES = 30;
/** The tags that have room at once. */
const TAGS = 6;

/** @typedef {{details: (link: object) => void, edit: (link: object) => void, forget: (link: object) => void, tag: (tag: string) => void}} Actions */

/** @param {object} link @param {Actions} actions */
export class Item {
  constructor(link, actions) {
    this.element = byId('link-item').content.firstElementChild.cloneNode(true);
    this.actions = actions;
    this.lost = false;
    this.visits = null;
    this.bots = null;
    this.chart = chartIn(this.find('.spark'), MINUTES, 'minute');
    this.element.dataset.code = this.find('[data-visits]').dataset.code = link.code;
    this.find('[data-do=forget]').hidden = !link.manageToken;
    for (const button of this.element.querySelectorAll('[data-do]')) button.ariaLabel = `${button.textContent} ${link.code}`;
    onPress(this.element, {
      visit: () => this.send(),
      copy: () => copy(this.link.shortUrl),
      qr: () => openQr(this.link),
      details: () => actions.details(this.link),
      edit: () => actions.edit(this.link),
      forget: () => actions.forget(this.link),
    });
    moment.watchVisits(this.element);
    this.update(link);
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** Shows a link that was changed. */
  update(link) {
    this.link = link;
    Object.assign(this.find('.short'), { href: link.shortUrl, textContent: display(link.shortUrl) });
    this.find('.title').textContent = link.title ?? '';
    this.find('.target').textContent = link.url;
    this.warn(link.warnings ?? []);
    this.tag(link.tags ?? []);
    this.term(link.visits);
    if (link.visits !== undefined && this.visits === null) this.count(link.visits);
  }

  warn(warnings) {
    const mark = this.find('.warned');
    mark.hidden = warnings.length === 0;
    mark.ariaLabel = `Warning: ${warnings.join(' ')}`;
    mark.title = warnings.join(' ');
  }

  term(visits) {
    write(this.find('.terms'), termsOf(this.link, visits));
    this.element.classList.toggle('over', isOver(this.link, visits));
  }

  tag(tags) {
    const shown = tags.length > TAGS ? tags.slice(0, TAGS - 1) : tags;
    this.find('.tags').replaceChildren(...shown.map((tag) => this.tagOf(tag)));
    if (shown.length < tags.length) this.find('.tags').append(this.restOf(tags));
  }

  restOf(tags) {
    const button = element('button', { type: 'button', className: 'tag more', textContent: `${tags.length - TAGS + 1} more`, ariaLabel: `${tags.length - TAGS + 1} more tags` });
    button.addEventListener('click', () => {
      const rest = tags.slice(TAGS - 1).map((tag) => this.tagOf(tag));
      button.replaceWith(...rest);
      rest[0].focus();
    });
    return button;
  }

  tagOf(tag) {
    const button = element('button', { type: 'button', className: 'tag', dir: 'auto', textContent: tag, ariaLabel: `Only links tagged ${tag}` });
    button.addEventListener('click', () => this.actions.tag(tag));
    return button;
  }

  async send() {
    const sent = moment.sent(this.link.code);
    moment.answered(sent, await visit(this.link.code).catch(() => null));
  }

  count(visits) {
    Object.assign(this.find('[data-visits]'), { textContent: visits.toLocaleString() }).dataset.visits = visits;
    this.find('.count span').textContent = visits === 1 ? 'visit' : 'visits';
  }

  /** What the service counted by now. */
  show({ visits, bots = 0, series = [] }) {
    const more = visits - (this.visits ?? visits);
    const moreBots = bots - (this.bots ?? bots);
    this.chart(series);
    Object.assign(this, { visits, bots });
    this.count(visits);
    this.term(visits);
    if (moreBots > 0) moment.countedAsBot(this.link.code, moreBots);
    if (more <= 0) return;
    this.element.dataset.pulse = this.element.dataset.pulse === 'a' ? 'b' : 'a';
    moment.counted(this.link.code, more);
  }

  /** Asking after this link again would not bring it back. */
  lose({ status, heading }) {
    this.lost = true;
    this.find('.lost').textContent = status === 404 ? 'The service does not know this link. Was it started afresh, or the link deleted?' : heading;
  }
}
