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
 * <p>In reading order, the plan: {@link dev.whiteboard.cdn.world.Tier}, {@link
 * dev.whiteboard.cdn.world.NodeSpec}, {@link dev.whiteboard.cdn.world.Topology}, {@link
 * dev.whiteboard.cdn.world.TopologyReader}. The nodes: {@link dev.whiteboard.cdn.world.NodeParts},
 * {@link dev.whiteboard.cdn.world.EdgeParts}, {@link dev.whiteboard.cdn.world.CdnNode}, {@code
 * Listener}, {@code RoutedStore}, {@code NodeHops}, {@link dev.whiteboard.cdn.world.World}. What
 * comes in at an edge: {@code PurgeIntake}, {@code EdgeIntake}, {@code RouteFunctions}, {@code
 * Watched}; and from other nodes: {@code InternalListener}, {@code NodeSecret}, {@code
 * ChildIntake}, {@link dev.whiteboard.cdn.world.HealthMessages}, {@link
 * dev.whiteboard.cdn.world.BookDesk}. For invalidations {@link dev.whiteboard.cdn.world.Purging},
 * {@code PurgeOffice}, {@code PurgeThread}, {@code PurgedStore}, {@code Messages}, {@link
 * dev.whiteboard.cdn.world.Addresses}, {@link dev.whiteboard.cdn.world.ControlNode}.
 *
 * <p>Nodes start and stop on threads that may wait, invalidations are applied on a thread of each
 * node; all else runs on event loops.
 */
@NullMarked
package dev.whiteboard.cdn.world;

import org.jspecify.annotations.NullMarked;
