/**
 * The landing page: which systems and servers run, and whether each is ready.
 *
 * <p>Reading order: {@link dev.whiteboard.portal.page.PortalService}, {@link
 * dev.whiteboard.portal.page.Board} (what is known), {@code Probe} (what is asked), {@code
 * StatusApi}.
 *
 * <p>Threads: the board is written while the stack starts and read by requests, on virtual threads.
 */
@NullMarked
package dev.whiteboard.portal.page;

import org.jspecify.annotations.NullMarked;
