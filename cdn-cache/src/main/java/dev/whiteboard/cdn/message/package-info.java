/**
 * HTTP messages as plain data, of any version: no sockets, no buffers.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.message.Fields}, {@link
 * dev.whiteboard.cdn.message.RequestHead}, {@link dev.whiteboard.cdn.message.ResponseHead}. All are
 * immutable, and for any thread.
 */
@NullMarked
package dev.whiteboard.cdn.message;

import org.jspecify.annotations.NullMarked;
