/** A link in the list. */

import { visit } from './api.js';
import { chartIn } from './chart.js';
import { byId, copy, display, onPress } from './dom.js';
import * as moment from './moment.js';
import { openQr } from './qr.js';

const MINUTES = 30;

/** @typedef {{details: (link: object) => void, edit: (link: object) => void, forget: (link: object) => void, tag: (tag: string) => void}} Actions */

/** @param {object} link @param {Actions} actions */
export class Item {
  constructor(link, actions) {
    this.element = byId('link-item').content.firstElementChild.cloneNode(true);
    this.actions = actions;
    this.lost = false;
    this.visits = null;
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
    this.find('.tags').replaceChildren(...(link.tags ?? []).map((tag) => this.tagOf(tag)));
    if (link.visits !== undefined && this.visits === null) this.count(link.visits);
  }

  tagOf(tag) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'tag', textContent: tag, ariaLabel: `Only links tagged ${tag}` });
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
  show({ visits, series = [] }) {
    const more = visits - (this.visits ?? visits);
    this.chart(series);
    this.visits = visits;
    this.count(visits);
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
