/**
 * HTTP messages as plain data, of any version: no sockets, no buffers.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.message.Fields}, {@link
 * dev.whiteboard.cdn.message.RequestHead}, {@link dev.whiteboard.cdn.message.ResponseHead}; then
 * what single fields say: {@link dev.whiteboard.cdn.message.ListValue}, {@link
 * dev.whiteboard.cdn.message.HttpDate}, {@link dev.whiteboard.cdn.message.EntityTag}, {@link
 * dev.whiteboard.cdn.message.StructuredDictionary}; and what a proxy does to them on the way:
 * {@link dev.whiteboard.cdn.message.ConnectionFields}, {@link dev.whiteboard.cdn.message.Via},
 * {@link dev.whiteboard.cdn.message.CdnLoop}. All are immutable, and for any thread.
 */
@NullMarked
package dev.whiteboard.cdn.message;

import org.jspecify.annotations.NullMarked;
