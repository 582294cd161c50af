/**
 * Settings from environment variables and flags, read once at the start.
 *
 * <p>Reading order: {@link dev.whiteboard.kit.settings.Settings}, {@link
 * dev.whiteboard.kit.settings.BadSettingException}.
 *
 * <p>A service reads its settings into a record of its own and passes that on; nothing else in the
 * house looks at the environment.
 */
@NullMarked
package dev.whiteboard.kit.settings;

import org.jspecify.annotations.NullMarked;
