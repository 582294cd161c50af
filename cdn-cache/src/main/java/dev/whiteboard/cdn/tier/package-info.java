/**
 * Whom a node asks: the owner of a key in the tier above, the next on the ring where that is down,
 * and the origin where no tier is left.
 *
 * <pre>
 *   Outgoing ──▶ TierUpstream ──▶ NodeGroup of the next tier ──▶ Hop ──▶ its node
 *                     │     └───▶ NodeGroup of the one above it, where all of it is down
 *                     └─────────▶ OriginUpstream, where all tiers are
 * </pre>
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.tier.TierUpstream}, {@link
 * dev.whiteboard.cdn.tier.NodeGroup}, {@link dev.whiteboard.cdn.tier.Member}, {@link
 * dev.whiteboard.cdn.tier.Breaker}, {@link dev.whiteboard.cdn.tier.RetryBudget}, {@link
 * dev.whiteboard.cdn.tier.OriginUpstream}, {@link dev.whiteboard.cdn.tier.FailureMemory}, {@link
 * dev.whiteboard.cdn.tier.HealthProbes}. All event loops share them; nothing waits.
 */
@NullMarked
package dev.whiteboard.cdn.tier;

import org.jspecify.annotations.NullMarked;
