/**
 * The read path: from a code to where it leads.
 *
 * <pre>
 *  code ─▸ memory (Caffeine) ─ miss ─▸ Redis ─ miss or away ─▸ KnownCodes ─ maybe ─▸ PostgreSQL
 *             │ hit: on the event loop     │                     │ never              │
 *             ▾                            ▾                     ▾                    ▾
 *          Target ◂────────────────────────┴─ remembered ◂───────┼────────────────────┘
 *             ▴                                                 404
 *  news ──────┘ a change, on whichever node: out of memory
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.redirect.Target}, {@link
 * dev.whiteboard.shortener.redirect.LinkLookup}, {@link
 * dev.whiteboard.shortener.redirect.RedisTargets}, {@link
 * dev.whiteboard.shortener.redirect.BloomFilter}, {@link
 * dev.whiteboard.shortener.redirect.KnownCodes}, {@link
 * dev.whiteboard.shortener.redirect.LinkReads}, {@link
 * dev.whiteboard.shortener.redirect.VisitBudgets}.
 *
 * <p>Threads: {@code LinkLookup.inMemory} runs on event loops and never blocks. The other tiers
 * complete on Lettuce's threads and on virtual threads.
 */
@NullMarked
package dev.whiteboard.shortener.redirect;

import org.jspecify.annotations.NullMarked;
