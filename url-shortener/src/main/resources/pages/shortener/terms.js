/** On what terms a link leads on: until when, how often, and by which redirect. */

import { visitsInWords } from './chart.js';

const DEFAULT_REDIRECT = 302;
const MOMENT = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' };

const moment = (instant) => new Date(instant).toLocaleString(undefined, MOMENT);

const expiryOf = ({ expiresAt }) => expiresAt && `${Date.parse(expiresAt) <= Date.now() ? 'expired' : 'until'} ${moment(expiresAt)}`;

function limitOf({ maxVisits }, visits) {
  if (!maxVisits) return null;
  return visits >= maxVisits ? 'used up' : `${visitsInWords(maxVisits)} at most`;
}

/** What differs from a link that always leads on, in a few words; empty for such a link. @param {object} link @param {number | null} visits */
export function termsOf(link, visits) {
  const { redirect } = link;
  return [expiryOf(link), limitOf(link, visits), redirect && redirect !== DEFAULT_REDIRECT && `${redirect}`].filter(Boolean).join(' · ');
}

/** Whether it leads nowhere any more. */
export const isOver = ({ expiresAt, maxVisits }, visits) => Boolean((expiresAt && Date.parse(expiresAt) <= Date.now()) || (maxVisits && visits >= maxVisits));
