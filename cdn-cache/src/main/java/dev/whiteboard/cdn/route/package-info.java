/**
 * Route rules: which requests go where, for how long their answers are kept, and who may have them.
 *
 * <p>Start at {@link dev.whiteboard.cdn.route.Route}. Any thread may ask, and none waits.
 */
@NullMarked
package dev.whiteboard.cdn.route;

import org.jspecify.annotations.NullMarked;
