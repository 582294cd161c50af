/**
 * {@code ./whiteboard demo SERVICE}: a tour of a running system in the terminal. Each step sends a
 * real request, shows the answer, and says in a line why it matters; the last one shows something
 * that surprises.
 *
 * <pre>
 *   .whiteboard/running ─► Running ─► Demo ─► a Tour ─► Stage ─► requests, and the terminal
 *   whose up that is       where the systems are, their keys, the servers' processes
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.portal.demo.Demo}, {@code Running}, {@code Stage}, any
 * {@code Tour}, {@code Pause}.
 */
@NullMarked
package dev.whiteboard.portal.demo;

import org.jspecify.annotations.NullMarked;
