/** The form and its result. The list below is links.js; what a visit went through is moment.js. */

import { createLink, qrPath } from './api.js';
import { byId } from './dom.js';
import { onSubmit, showErrors, valuesOf, wrongHere } from './form.js';
import { addLink } from './links.js';
import { watchVisits } from './moment.js';
import { copy, display } from './page.js';
import { openQr } from './qr.js';
import { keyInUse } from './source.js';

const form = byId('shorten');
let made = null;

/** Only the fields that were filled in, so that the service's own defaults hold for the rest. */
const filledIn = () => Object.fromEntries(Object.entries(valuesOf(form)).filter(([, value]) => value !== null && value.length !== 0));

function showResult(link) {
  const { code, shortUrl, url, warnings = [] } = link;
  made = link;
  byId('result').hidden = false;
  byId('result').dataset.code = code;
  byId('result-link').textContent = display(shortUrl);
  byId('result-target').textContent = url;
  byId('result-link').href = byId('result-open').href = shortUrl;
  byId('result-preview').href = `${shortUrl}+`;
  byId('result-qr').src = qrPath(code, 'svg', 96);
  byId('result-warning').textContent = warnings.join(' ');
  byId('said').textContent = [`Your short link is ${shortUrl}.`, ...warnings].join(' ');
  byId('result-copy').focus();
}

async function shorten() {
  const wrong = wrongHere(form);
  if (wrong.length) return void showErrors(form, wrong);
  const key = keyInUse();
  const link = await createLink(filledIn(), key);
  showResult(link);
  addLink({ ...link, token: key ?? link.manageToken });
  form.reset();
}

onSubmit(form, shorten);
byId('result-copy').addEventListener('click', () => copy(byId('result-link').href));
byId('result-qr-open').addEventListener('click', () => openQr(made));
watchVisits(byId('result'));
