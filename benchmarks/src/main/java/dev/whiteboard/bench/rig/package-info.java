/**
 * Benchmarks end to end: servers for real, a load beside them, and a count of what came of it.
 *
 * <pre>
 *   core 0                     the other cores
 *   ┌───────────────────┐      ┌────────────────────────────────────────────┐
 *   │ node, NGINX, Redis│ ◂──▸ │ load │ rig with Kafka │ PostgreSQL │ Redis  │
 *   └───────────────────┘      └────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.bench.rig.RedirectRig}, {@link
 * dev.whiteboard.bench.rig.CreationRig}, {@link dev.whiteboard.bench.rig.CheckRig}, {@link
 * dev.whiteboard.bench.rig.RedisLimiterRig}, {@link dev.whiteboard.bench.rig.ChatSendRig} with
 * {@link dev.whiteboard.bench.rig.ChatCrowd}, {@link dev.whiteboard.bench.rig.Ladder}, {@link
 * dev.whiteboard.bench.rig.RigStack}, {@link dev.whiteboard.bench.rig.ShortenerNode}, {@link
 * dev.whiteboard.bench.rig.LoadGenerator}, {@link dev.whiteboard.bench.rig.Cores}.
 */
@NullMarked
package dev.whiteboard.bench.rig;

import org.jspecify.annotations.NullMarked;
