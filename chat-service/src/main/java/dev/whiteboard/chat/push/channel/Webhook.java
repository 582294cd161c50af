package dev.whiteboard.chat.push.channel;

import dev.whiteboard.chat.push.channel.OutsideHttp.Post;
import dev.whiteboard.chat.push.channel.Target.Hook;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * Posts to web servers of users, signed.
 *
 * <p>The receiver computes HMAC-SHA256 with its secret over {@code Whiteboard-Timestamp}, a dot and
 * the body, compares it with {@code Whiteboard-Signature}, and refuses a time that is more than
 * minutes away: so nobody repeats a request to it later. One that we repeat has the same {@code id}
 * in its body.
 */
public final class Webhook implements PushChannel<Hook> {
  /** A server that is set up anew answers 404 for a while: that is no reason to lose the secret. */
  private static final Set<Integer> GONE = Set.of(410);

  private final OutsideHttp http;
  private final InstantSource clock;

  /** With a clock for the time that is signed. */
  public Webhook(OutsideHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  @Override
  public PushOutcome push(Hook target, Notice notice) {
    var body = NoticeJson.of(notice).toBuffer().getBytes();
    var seconds = clock.instant().getEpochSecond();
    var headers =
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "whiteboard-chat",
            "Whiteboard-Timestamp",
            Long.toString(seconds),
            "Whiteboard-Signature",
            "v1=" + target.secret().signature(seconds, body));
    return http.post(new Post(target.url(), headers, Buffer.buffer(body), GONE));
  }
}
