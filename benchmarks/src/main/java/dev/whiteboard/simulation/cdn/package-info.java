/**
 * A CDN of 200 edges in 20 regions on 6 continents: who answers how much of 50 million requests a
 * second, and how an invalidation reaches everybody.
 *
 * <pre>
 *   Region, Earth ─┬─▸ Catalogue ─▸ TierWorld ─▸ HitRatios      caches and rings of the CDN;
 *                  │                    Che                     theory to hold them against
 *                  └─▸ EarthNetwork ─▸ SpreadWorld ─▸ Invalidations   agents of the CDN
 * </pre>
 *
 * <p>Reading order: as drawn. Everything of one world runs on one thread, and the same seed gives
 * the same result.
 */
@NullMarked
package dev.whiteboard.simulation.cdn;

import org.jspecify.annotations.NullMarked;
