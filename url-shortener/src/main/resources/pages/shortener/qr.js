/** A link's QR code, large, and to take along. */

import { qrPath } from './api.js';
import { byId } from './dom.js';
import { display } from './page.js';

const SHOWN_PX = 512;
const PRINTED_PX = 1024;

/** @param {{code: string, shortUrl: string}} link */
export function openQr({ code, shortUrl }) {
  byId('qr-link').textContent = display(shortUrl);
  Object.assign(byId('qr-image'), { src: qrPath(code, 'svg', SHOWN_PX), alt: `QR code of ${shortUrl}` });
  Object.assign(byId('qr-svg'), { href: qrPath(code, 'svg', PRINTED_PX), download: `${code}.svg` });
  Object.assign(byId('qr-png'), { href: qrPath(code, 'png', PRINTED_PX), download: `${code}.png` });
  byId('qr-dialog').showModal();
}
