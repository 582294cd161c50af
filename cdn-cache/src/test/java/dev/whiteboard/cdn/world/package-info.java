/** Tests of this package. */
@NullMarked
package dev.whiteboard.cdn.world;

import org.jspecify.annotations.NullMarked;
