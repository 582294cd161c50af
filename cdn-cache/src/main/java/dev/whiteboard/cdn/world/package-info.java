/**
 * The nodes of a CDN and how they are connected; and those of them that live in this process.
 *
 * <pre>
 *   edge-eu-1  edge-eu-2  edge-us-1  edge-us-2     listeners for clients
 *        ╲         ╲         ╱         ╱
 *         regional-eu   regional-us                a key's owner by the ring, each
 *                  ╲     ╱
 *                  central
 *                     │
 *                  shield ──▶ origin
 * </pre>
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.world.Tier}, {@link
 * dev.whiteboard.cdn.world.NodeSpec}, {@link dev.whiteboard.cdn.world.Topology}, {@link
 * dev.whiteboard.cdn.world.TopologyReader}, {@link dev.whiteboard.cdn.world.NodeParts}, {@link
 * dev.whiteboard.cdn.world.CdnNode}, {@link dev.whiteboard.cdn.world.InternalListener}, {@link
 * dev.whiteboard.cdn.world.World}; and for invalidations {@link dev.whiteboard.cdn.world.Purging},
 * {@code PurgeOffice}, {@code ChildIntake}, {@link dev.whiteboard.cdn.world.ControlNode}. Nodes
 * start and stop on threads that may wait; what they do meanwhile runs on event loops.
 */
@NullMarked
package dev.whiteboard.cdn.world;

import org.jspecify.annotations.NullMarked;
