/**
 * From a request to yes or no.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.check.Check}, {@link
 * dev.whiteboard.ratelimit.check.Checks}, {@link dev.whiteboard.ratelimit.check.Outcome}, {@link
 * dev.whiteboard.ratelimit.check.RuledChecks}, {@link dev.whiteboard.ratelimit.check.Attempt},
 * {@link dev.whiteboard.ratelimit.check.Leases}, {@link dev.whiteboard.ratelimit.check.Lease},
 * {@link dev.whiteboard.ratelimit.check.BoundRules}, {@link
 * dev.whiteboard.ratelimit.check.CheckMeters}.
 *
 * <p>Threads: all; nothing here blocks but {@link
 * dev.whiteboard.ratelimit.check.RuledChecks#close}. A check goes on where the store's answer
 * comes.
 */
@NullMarked
package dev.whiteboard.ratelimit.check;

import org.jspecify.annotations.NullMarked;
