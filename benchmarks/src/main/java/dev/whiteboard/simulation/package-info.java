/**
 * What the interviews claim beyond one machine, simulated and said to be so: a CDN of 200 edges, 10
 * million sockets that lose a gateway, 182.5 billion links on shards.
 *
 * <pre>
 *   SimulationsMain ┐
 *   the sheet       ┴▸ Simulations ─┬─ cdn.HitRatios     who answers how much
 *                                   ├─ cdn.Invalidations flood, tree, gossip: real agents
 *                                   ├─ chat.Returns      a gateway dies: real back-off
 *                                   └─ shard.Shardings   balance, moves, time: real rings
 *                      Outcome ◂────┘ tables for people, figures for the sheet
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.simulation.Simulation}, {@link
 * dev.whiteboard.simulation.Outcome}, then each of the sub-packages, {@link
 * dev.whiteboard.simulation.SimulationsMain} last. Nothing here looks at a clock: the same seed
 * gives the same figures on every machine. Each model has a test that holds its small end against
 * theory, or against the real thing.
 */
@NullMarked
package dev.whiteboard.simulation;

import org.jspecify.annotations.NullMarked;
