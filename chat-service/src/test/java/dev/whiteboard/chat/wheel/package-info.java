/** Tests of the wheel. */
@NullMarked
package dev.whiteboard.chat.wheel;

import org.jspecify.annotations.NullMarked;
