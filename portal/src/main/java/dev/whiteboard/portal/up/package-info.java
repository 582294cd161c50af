/**
 * {@code ./whiteboard up}: servers, then systems, then the wait for a signal, then all of it
 * backwards.
 *
 * <pre>
 *   arguments ─► UpRequest ─► Plan          settings are checked; nothing is open yet
 *                              │
 *                              ▼
 *   Up:  StateFolder ─► PortalService ─► LocalStack ─► each system ─► StopSignal
 *        one up at a     its page shows   servers,      told where     Ctrl-C, SIGTERM
 *        time, by a lock  the rest come   side by side  they are
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.portal.up.Up}, {@code Catalog}, {@link
 * dev.whiteboard.portal.up.UpRequest}, {@code Plan}, {@code StateFolder}, {@link
 * dev.whiteboard.kit.run.StopSignal}, {@code Progress}.
 *
 * <p>Threads: the main thread starts everything and may block; the stack calls {@code Progress}
 * from threads of its own; the JVM's shutdown thread stops everything.
 */
@NullMarked
package dev.whiteboard.portal.up;

import org.jspecify.annotations.NullMarked;
