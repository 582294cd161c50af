/**
 * All algorithms in one process, each in a class that explains it.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.local.LocalLimiters}, {@link
 * dev.whiteboard.ratelimit.local.FixedWindow}, {@link dev.whiteboard.ratelimit.local.SlidingLog},
 * {@link dev.whiteboard.ratelimit.local.Moments}, {@link
 * dev.whiteboard.ratelimit.local.SlidingWindow}, {@link
 * dev.whiteboard.ratelimit.local.TokenBucket}, {@link dev.whiteboard.ratelimit.local.LeakyBucket},
 * {@link dev.whiteboard.ratelimit.local.LeakyQueue}, {@link dev.whiteboard.ratelimit.local.Gcra},
 * {@link dev.whiteboard.ratelimit.local.Pace}, {@link dev.whiteboard.ratelimit.local.Concurrency},
 * {@link dev.whiteboard.ratelimit.local.Holds}; then how keys are kept: {@link
 * dev.whiteboard.ratelimit.local.Keyed}, {@link dev.whiteboard.ratelimit.local.Worded}, {@link
 * dev.whiteboard.ratelimit.local.Word}, {@link dev.whiteboard.ratelimit.local.Paced}; and for who
 * would rather wait than be refused {@link dev.whiteboard.ratelimit.local.Waiting}, {@link
 * dev.whiteboard.ratelimit.local.Line}, {@link dev.whiteboard.ratelimit.local.Waiter}, {@link
 * dev.whiteboard.ratelimit.local.Timer}.
 *
 * <pre>
 *                 Keyed: key to cell, idle keys forgotten
 *            ┌──────────────┼──────────────────┐
 *         Worded        SlidingLog        Concurrency
 *       one word, CAS   ring, lock        list, lock
 *     ┌──────┼───────────┐
 * FixedWindow SlidingWindow Paced: one moment
 *                     ┌────────┬──┴───────┬──────┐
 *                 TokenBucket LeakyBucket LeakyQueue Gcra
 * </pre>
 *
 * <p>Threads: all. A decision takes no lock but that of a key's ring or list, for as long as that
 * is looked at; a key that comes first takes one of the map.
 */
@NullMarked
package dev.whiteboard.ratelimit.local;

import org.jspecify.annotations.NullMarked;
