@NullMarked
package dev.whiteboard.ratelimit;

import org.jspecify.annotations.NullMarked;
