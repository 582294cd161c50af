/** Tests of who is asked. */
@NullMarked
package dev.whiteboard.cdn.tier;

import org.jspecify.annotations.NullMarked;
