/** Ties the parts together: one drawing, which every tab shows its own on. */

import './world.js';
import './ask.js';
import './ring.js';
import './purge.js';
import './rules.js';
import './traffic.js';
import { start } from './live.js';
import { openByAddress } from './tabs.js';

openByAddress();
start();
