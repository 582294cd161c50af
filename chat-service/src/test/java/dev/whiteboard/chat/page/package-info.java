/** The chat's page in a real browser, before whole nodes. */
@NullMarked
package dev.whiteboard.chat.page;

import org.jspecify.annotations.NullMarked;
