/**
 * Proofs that nothing is lost, doubled or out of order, whatever dies: what each client did and saw
 * is written down, and a checker looks through it.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.proof.History}, {@link
 * dev.whiteboard.chat.proof.HistoryChecker}, then {@code ChaosIT}.
 */
@NullMarked
package dev.whiteboard.chat.proof;

import org.jspecify.annotations.NullMarked;
