/** Tests of the CDN as it is started. */
@NullMarked
package dev.whiteboard.cdn;

import org.jspecify.annotations.NullMarked;
