/**
 * The {@code ./whiteboard} command: {@link dev.whiteboard.portal.Whiteboard} lists its commands.
 *
 * <pre>
 *   whiteboard (bash) ── finds a JDK, builds ──► Whiteboard ──► up.Up ──► servers, systems
 *                                                                 └─────► page.PortalService
 * </pre>
 *
 * <p>Threads: commands run on the main thread and may block.
 */
@NullMarked
package dev.whiteboard.portal;

import org.jspecify.annotations.NullMarked;
