/** Tests of books. */
@NullMarked
package dev.whiteboard.cdn.book;

import org.jspecify.annotations.NullMarked;
