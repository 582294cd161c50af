/**
 * Timers by the ten thousand for one event loop: heartbeats, deadlines, what is sent later.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.wheel.TimingWheel}, {@link
 * dev.whiteboard.chat.wheel.Timer}.
 *
 * <p>Threads: a wheel and its timers belong to one thread. The wheel has no clock and no thread of
 * its own: whoever owns the event loop tells it the time.
 */
@NullMarked
package dev.whiteboard.chat.wheel;

import org.jspecify.annotations.NullMarked;
