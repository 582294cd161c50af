/**
 * The landing page: which systems and servers run, whether each answers, what they do at the
 * moment, and where to read on.
 *
 * <p>Reading order: {@link dev.whiteboard.portal.page.PortalService}, {@link
 * dev.whiteboard.portal.page.Board} (what is known), {@code Probe} and {@code ServerPings} (what is
 * asked), {@code StatusApi}; then {@code FiguresApi}, {@code CapacityRoutes}, {@code CodeRoute}.
 *
 * <p>Threads: the board is written while the stack starts and read by requests, on virtual threads.
 */
@NullMarked
package dev.whiteboard.portal.page;

import org.jspecify.annotations.NullMarked;
