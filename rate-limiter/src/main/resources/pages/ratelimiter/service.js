/** A request to the service. */

import { json, send } from './request.js';

const LOST = { title: 'The service cannot be reached.', detail: 'Nothing you did is lost.' };

/** Sends JSON. @param {string} path @param {object} body @returns {Promise<import('./request.js').Answer>} @throws {import('./request.js').Problem} where no answer came */
export const post = (path, body) => send(path, json('POST', body), LOST);
