/**
 * What READMEs show of a terminal, tried: a {@code console} block has commands behind a {@code $},
 * and below each of them what comes out.
 *
 * <pre>
 *  ConsoleBlock: reads the blocks of a page ─▸ Terminal: one bash a page, before a running up
 *                                                 │ what came out
 *                                                 ▾
 *                                   Shape: … is anything, figures may differ
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.portal.readme.ReadmeIT}, {@link
 * dev.whiteboard.portal.readme.ConsoleBlock}, {@link dev.whiteboard.portal.readme.Shape}, {@link
 * dev.whiteboard.portal.readme.Terminal}.
 */
@NullMarked
package dev.whiteboard.portal.readme;

import org.jspecify.annotations.NullMarked;
