/**
 * A CDN in four tiers: nodes that cache HTTP, and the control plane that purges and watches them.
 */
@NullMarked
package dev.whiteboard.cdn;

import org.jspecify.annotations.NullMarked;
