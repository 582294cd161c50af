/** One node between clients and origins that do what a test wants. */
@NullMarked
package dev.whiteboard.cdn.proxy;

import org.jspecify.annotations.NullMarked;
