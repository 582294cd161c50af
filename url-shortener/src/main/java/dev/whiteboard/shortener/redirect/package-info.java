/**
 * The read path: from a code to where it leads.
 *
 * <pre>
 *  code ─▸ memory (Caffeine) ─ miss ─▸ Redis ─ miss or away ─▸ PostgreSQL
 *             │ hit: on the event loop     │                      │
 *             ▾                            ▾                      ▾
 *          Target ◂──────── remembered on the way back ───────────┘
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.redirect.Target}, {@link
 * dev.whiteboard.shortener.redirect.LinkLookup}, {@link
 * dev.whiteboard.shortener.redirect.RedisTargets}, {@link
 * dev.whiteboard.shortener.redirect.VisitBudgets}.
 *
 * <p>Threads: {@code LinkLookup.inMemory} runs on event loops and never blocks. The other tiers
 * complete on Lettuce's threads and on virtual threads.
 */
@NullMarked
package dev.whiteboard.shortener.redirect;

import org.jspecify.annotations.NullMarked;
