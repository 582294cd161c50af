package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CachingRules.Answer;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.ListValue;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.store.Body;
import dev.whiteboard.cdn.store.Coded;
import dev.whiteboard.cdn.store.ObjectStore;
import dev.whiteboard.cdn.store.StoredResponse;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is kept, once: the first client that would take it sets that off, and is answered
 * without; those after it get what came of it. For any thread.
 *
 * <p>Only what is kept: to compress each answer on its way costs the same again for every client.
 * Only all of it: a range is counted in bytes of the original (RFC 9110, 14.1.2), so who asks for
 * one gets it uncoded. The coded form is weakly the same as the original, and its tag says so.
 */
final class Compression {
  /** Below it a packet is no fuller. */
  private static final long BYTES_MIN = 1 << 10;

  /** Above it a processor is held for longer than a hundred milliseconds. */
  private static final long BYTES_MAX = 4 << 20;

  /** At once on a node: the rest goes out as it is, and is asked for again. */
  private static final int UNDER_WAY_MAX = 4;

  /** What saves less than a tenth is not worth its memory. */
  private static final int WORTH_TENTHS_MAX = 9;

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final String ACCEPT_ENCODING = "accept-encoding";

  private static final Set<String> TYPES =
      Set.of(
          "application/javascript",
          "application/json",
          "application/wasm",
          "application/xml",
          "application/x-ndjson",
          "application/yaml",
          "image/bmp",
          "image/vnd.microsoft.icon");

  /** Of the bytes as they were. */
  private static final Set<String> OF_ORIGINAL =
      Set.of("accept-ranges", "content-digest", "content-md5", "digest", "repr-digest");

  private final ObjectStore store;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Compression(ObjectStore store) {
    this.store = store;
  }

  /** An answer, and the body that its parts are of. */
  record Choice(Answer answer, Body body) {}

  /** Whether it is of a kind that gets smaller, and may be changed on the way. */
  static boolean mayCode(StoredResponse stored) {
    var response = stored.head().response();
    var bytes = stored.body().bytes();
    return response.status() == OK
        && bytes >= BYTES_MIN
        && bytes <= BYTES_MAX
        && !response.fields().has("content-encoding")
        && isText(response.fields().first("content-type"))
        && ListValue.members(response.fields().all("cache-control")).stream()
            .noneMatch("no-transform"::equalsIgnoreCase);
  }

  private static boolean isText(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    var end = contentType.indexOf(';');
    var type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    var lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("text/")
        || lower.endsWith("+json")
        || lower.endsWith("+xml")
        || TYPES.contains(lower);
  }

  /** The form for this client: compressed where that is there, else begun. On an event loop. */
  Choice choose(Vertx vertx, RequestHead request, StoredResponse stored, Answer answer) {
    var varied =
        new Answer(answer.status(), varied(answer.fields()), answer.parts(), answer.trailer());
    var isWhole = answer.status() == OK || answer.status() == NOT_MODIFIED;
    if (!isWhole || request.fields().has("range") || !accepts(request.fields())) {
      return new Choice(varied, stored.body());
    }
    return switch (stored.coded()) {
      case Coded.Gzip(var body) -> new Choice(coded(varied, body), body);
      case Coded.NotYet _ -> {
        begin(vertx, request, stored);
        yield new Choice(varied, stored.body());
      }
      case Coded.Never _ -> new Choice(varied, stored.body());
    };
  }

  /** Whether gzip is named, or all there is, and not refused (RFC 9110, 12.5.3). */
  static boolean accepts(Fields fields) {
    var any = false;
    for (var member : ListValue.members(fields.all(ACCEPT_ENCODING))) {
      var semicolon = member.indexOf(';');
      var coding = (semicolon < 0 ? member : member.substring(0, semicolon)).strip();
      var weight = semicolon < 0 ? "" : member.substring(semicolon + 1).strip();
      var wanted = !weight.toLowerCase(Locale.ROOT).matches("q=0(\\.0*)?");
      if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
        return wanted;
      }
      any |= coding.equals("*") && wanted;
    }
    return any;
  }

  private static Fields varied(Fields fields) {
    var vary = ListValue.members(fields.all("vary"));
    if (vary.stream().anyMatch(name -> name.equalsIgnoreCase(ACCEPT_ENCODING))) {
      return fields;
    }
    var before = vary.isEmpty() ? "" : String.join(", ", vary) + ", ";
    return fields.with("vary", before + ACCEPT_ENCODING);
  }

  private static Answer coded(Answer answer, Body body) {
    var fields = answer.fields().without(OF_ORIGINAL);
    var tag = fields.first("etag");
    if (tag != null && !tag.startsWith("W/")) {
      fields = fields.with("etag", "W/" + tag);
    }
    if (answer.status() == NOT_MODIFIED) {
      return new Answer(NOT_MODIFIED, fields, List.of(), "");
    }
    var sized =
        fields.with("content-length", Long.toString(body.bytes())).with("content-encoding", "gzip");
    var parts =
        answer.parts().isEmpty()
            ? List.<Answer.Part>of()
            : List.of(new Answer.Part("", 0, body.bytes()));
    return new Answer(OK, sized, parts, "");
  }

  /** What was purged since it was found is not brought back: hence the second look. */
  private void begin(Vertx vertx, RequestHead request, StoredResponse stored) {
    var url = request.url();
    var fence = store.begin(request);
    if (underWay.size() >= UNDER_WAY_MAX
        || !store.find(request).contains(stored)
        || !underWay.add(url)) {
      return;
    }
    vertx
        .executeBlocking(() -> stored.with(made(stored.body())), false)
        .onSuccess(after -> store.freshen(fence, request, stored, after))
        .onComplete(_ -> underWay.remove(url));
  }

  private static Coded made(Body body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes);
        var channel = Channels.newChannel(gzip)) {
      for (var chunk : body.all()) {
        channel.write(chunk);
      }
    }
    var size = (long) bytes.size();
    return size * 10 > body.bytes() * WORTH_TENTHS_MAX
        ? Coded.Never.NEVER
        : new Coded.Gzip(
            new Body(List.of(ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer()), size));
  }
}
