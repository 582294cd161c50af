/** Tests of this package. */
@NullMarked
package dev.whiteboard.cdn.analytics;

import org.jspecify.annotations.NullMarked;
