/**
 * Codes: the short part of a short link.
 *
 * <pre>
 *  PostgreSQL ── leases ids 1,000 at a time ──▸ PermutedCounter ── id ──▸ CodePermutation ──▸ Base62
 *                                               (this node's range)      41  ↦  2,905,…      "n3Xk0aQ"
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.code.CodeGenerator}, {@link
 * dev.whiteboard.shortener.code.PermutedCounter}, {@link
 * dev.whiteboard.shortener.code.CodePermutation}, {@link dev.whiteboard.shortener.code.SipHash},
 * {@link dev.whiteboard.shortener.code.Base62}; then the other two generators, {@link
 * dev.whiteboard.shortener.code.Snowflake} and {@link dev.whiteboard.shortener.code.UrlHash}, and
 * what all codes have to pass: {@link dev.whiteboard.shortener.code.CleanCodes}, {@link
 * dev.whiteboard.shortener.code.BlockedWords}, {@link dev.whiteboard.shortener.code.Alias}, {@link
 * dev.whiteboard.shortener.code.ReachableCodes}.
 *
 * <p>Threads: a generator may ask the database and is for virtual threads; the rest computes and
 * may run anywhere.
 */
@NullMarked
package dev.whiteboard.shortener.code;

import org.jspecify.annotations.NullMarked;
