/**
 * The same traffic through every algorithm, under a clock that is only told to move.
 *
 * <pre>
 *   Traffic ──► Replay ──► Course: a limiter, a clock ──► Run: Decision, Level, Peak
 * </pre>
 *
 * <p>What is replayed are the limiters themselves, not a drawing of them: what the page shows is
 * what a service would have done.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.replay.Traffic}, {@link
 * dev.whiteboard.ratelimit.replay.Replay}, {@link dev.whiteboard.ratelimit.replay.Course}, {@link
 * dev.whiteboard.ratelimit.replay.Run}, {@link dev.whiteboard.ratelimit.replay.Decision}, {@link
 * dev.whiteboard.ratelimit.replay.Level}, {@link dev.whiteboard.ratelimit.replay.Peak}.
 *
 * <p>Threads: all. A replay is one caller's, and computes for some milliseconds without waiting.
 */
@NullMarked
package dev.whiteboard.ratelimit.replay;

import org.jspecify.annotations.NullMarked;
