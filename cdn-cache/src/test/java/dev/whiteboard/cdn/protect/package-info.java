/** Tests of what protects a node. */
@NullMarked
package dev.whiteboard.cdn.protect;

import org.jspecify.annotations.NullMarked;
