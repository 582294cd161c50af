package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.push.channel.OutsideHttp.Post;
import dev.whiteboard.chat.push.channel.Target.Browser;
import dev.whiteboard.kit.secret.TokenHash;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** Pushes to browsers, through the push services of their makers (RFC 8030). */
public final class WebPush implements PushChannel<Browser> {
  /** How long a push service keeps a push for a browser that is off. */
  private static final Duration KEPT = Duration.ofDays(1);

  /** 24 bytes are the 32 characters that a topic may have (RFC 8030, section 5.4). */
  private static final int TOPIC_BYTES = 24;

  /** Of a subscription that has ended; RFC 8030, section 7.3, has the first, makers the second. */
  private static final Set<Integer> GONE = Set.of(404, 410);

  private final OutsideHttp http;
  private final MessageEncryption encryption;
  private final Vapid vapid;

  /** With what encrypts, and says who we are. */
  public WebPush(OutsideHttp http, MessageEncryption encryption, Vapid vapid) {
    this.http = http;
    this.encryption = encryption;
    this.vapid = vapid;
  }

  @Override
  public PushOutcome push(Browser target, Notice notice) {
    var headers =
        Map.of(
            "Authorization",
            vapid.authorization(target.endpoint()),
            "Content-Type",
            "application/octet-stream",
            "Content-Encoding",
            MessageEncryption.CODING,
            "TTL",
            Long.toString(KEPT.toSeconds()),
            "Urgency",
            notice.urgent() ? "high" : "normal",
            "Topic",
            topic(target, notice.chat()));
    var body = encryption.encrypt(payload(notice), target.keys());
    return http.post(new Post(target.endpoint(), headers, Buffer.buffer(body), GONE));
  }

  /**
   * A push that has not reached the browser yet gives way to the next of its topic. The push
   * service can't tell from it which chat that is, nor that two browsers are in one.
   */
  private static String topic(Browser target, ChatId chat) {
    var mixed = new ByteArrayOutputStream();
    mixed.writeBytes(target.keys().secret());
    mixed.writeBytes(chat.toString().getBytes(UTF_8));
    var hash = TokenHash.of(mixed.toByteArray()).bytes();
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, TOPIC_BYTES));
  }

  /** What the page's worker shows. A few hundred bytes: names and words have their bounds. */
  private static byte[] payload(Notice notice) {
    return NoticeJson.of(notice).toBuffer().getBytes();
  }
}
