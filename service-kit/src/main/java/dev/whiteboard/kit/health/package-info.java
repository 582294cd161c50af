/**
 * Whether the process lives, and whether what it depends on does.
 *
 * <p>One class, {@link dev.whiteboard.kit.health.HealthChecks}; called on virtual threads.
 */
@NullMarked
package dev.whiteboard.kit.health;

import org.jspecify.annotations.NullMarked;
