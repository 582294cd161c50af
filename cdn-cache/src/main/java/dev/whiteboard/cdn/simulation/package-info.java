/**
 * Worlds of hundreds of nodes in virtual time, run by the code of real nodes: how long an
 * invalidation takes to reach them all when letters get lost.
 *
 * <p>Reading order: {@link dev.whiteboard.cdn.simulation.VirtualTime}, {@link
 * dev.whiteboard.cdn.simulation.SimulatedNetwork}, {@link
 * dev.whiteboard.cdn.simulation.SimulatedWorld}, {@link dev.whiteboard.cdn.simulation.SpreadRuns},
 * {@link dev.whiteboard.cdn.simulation.PurgeSimulation}. Everything of one world runs on the thread
 * that calls, and the same seed gives the same result.
 */
@NullMarked
package dev.whiteboard.cdn.simulation;

import org.jspecify.annotations.NullMarked;
