/**
 * A service's life: start, a line when ready, wait for the signal, drain, exit 0.
 *
 * <p>Reading order: {@link dev.whiteboard.kit.run.ServiceDefinition}, {@link
 * dev.whiteboard.kit.run.RunningService}, {@link dev.whiteboard.kit.run.ServiceMain}, {@link
 * dev.whiteboard.kit.run.StopSignal}, {@link dev.whiteboard.kit.run.Closers}, {@link
 * dev.whiteboard.kit.run.Ending}; by themselves {@link dev.whiteboard.kit.run.EventLoops}, {@link
 * dev.whiteboard.kit.run.Turns}, {@link dev.whiteboard.kit.run.Gathering} and {@link
 * dev.whiteboard.kit.run.HalfTime}.
 */
@NullMarked
package dev.whiteboard.kit.run;

import org.jspecify.annotations.NullMarked;
