package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ResponseHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Supplier;

/**
 * A response on its way down.
 *
 * @param head without fields of the connection
 * @param body paused; fails where it ends too early
 * @param trailers there once the body has ended
 * @param cancel gives the rest up, and the connection with it where need be
 */
public record Incoming(
    ResponseHead head, ReadStream<Buffer> body, Supplier<Fields> trailers, Runnable cancel) {}
