/**
 * The sheet as text: for a terminal, as Markdown, as JSON.
 *
 * <p>Names and texts of result documents come from elsewhere. Each writer quotes them as its format
 * asks.
 */
@NullMarked
package dev.whiteboard.capacity.text;

import org.jspecify.annotations.NullMarked;
