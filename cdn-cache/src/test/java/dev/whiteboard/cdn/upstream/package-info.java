/** Tests of the way up. */
@NullMarked
package dev.whiteboard.cdn.upstream;

import org.jspecify.annotations.NullMarked;
