/** Tests of this package. */
@NullMarked
package dev.whiteboard.cdn.http;

import org.jspecify.annotations.NullMarked;
