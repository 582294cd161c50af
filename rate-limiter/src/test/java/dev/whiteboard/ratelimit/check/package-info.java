@NullMarked
package dev.whiteboard.ratelimit.check;

import org.jspecify.annotations.NullMarked;
