/** Texts as they are compared. */
@NullMarked
package dev.whiteboard.chat.text;

import org.jspecify.annotations.NullMarked;
