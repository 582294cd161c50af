package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way up.
 *
 * @param head without fields of the connection
 * @param body paused; null for none
 * @param placement the hash that says who owns it in the next tier
 * @param epoch invalidations that this node has applied: whoever answers must have applied as many
 * @param headDeadline the longest to wait for the head of the answer
 * @param early told of each 103 on the way, with its fields
 */
public record Outgoing(
    RequestHead head,
    @Nullable ReadStream<Buffer> body,
    long placement,
    long epoch,
    Duration headDeadline,
    Handler<ResponseHead> early) {
  /** The same with another head. */
  public Outgoing withHead(RequestHead other) {
    return new Outgoing(other, body, placement, epoch, headDeadline, early);
  }
}
