/** Tests of this package. */
@NullMarked
package dev.whiteboard.cdn.origin;

import org.jspecify.annotations.NullMarked;
