/**
 * Server programs as processes: found, kept apart, and never left behind.
 *
 * <p>To read in this order: {@link dev.whiteboard.stack.process.Daemon} with the script {@code
 * lifeline.sh} beside it, {@link dev.whiteboard.stack.process.LeftOver} for what an earlier run
 * left, {@link dev.whiteboard.stack.process.ServerFolder} for where everything is, then the small
 * ones. {@link dev.whiteboard.stack.process.JavaProcess} stands apart: a service of ours, as tests
 * start it to end it by a signal; {@link dev.whiteboard.stack.process.JavaCommand} is how.
 *
 * <p>Threads: blocking, on the caller's thread. A daemon is safe to stop from any thread.
 */
@NullMarked
package dev.whiteboard.stack.process;

import org.jspecify.annotations.NullMarked;
