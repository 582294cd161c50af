/** Tests of this package. */
@NullMarked
package dev.whiteboard.cdn.control;

import org.jspecify.annotations.NullMarked;
