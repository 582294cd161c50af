/** Tests of what a node keeps. */
@NullMarked
package dev.whiteboard.cdn.store;

import org.jspecify.annotations.NullMarked;
