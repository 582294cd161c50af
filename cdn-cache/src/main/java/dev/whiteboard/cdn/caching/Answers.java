package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.caching.ByteRanges.Piece;
import dev.whiteboard.cdn.caching.CachingRules.Answer;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers to requests with preconditions or ranges (RFC 9110, 13 and 14).
 *
 * @param facts of what is kept
 * @param bodyBytes the length of its body
 * @param ageSeconds how old it is
 */
record Answers(Facts facts, long bodyBytes, long ageSeconds) {
  /**
   * What a 304 leaves out, since it belongs to the bytes that the client has. Not {@code
   * Content-Type} and the like: caches below freshen what they keep by it (RFC 9110, 15.4.5), and
   * else a change that an origin tells by 304 would end at the first tier.
   */
  private static final Set<String> OF_BODY =
      Set.of("content-digest", "content-encoding", "content-md5", "repr-digest", "trailer");

  private static final Set<String> OF_REFUSAL =
      Set.of("access-control-allow-origin", "cache-control", "date", "etag", "expires", "vary");

  /** To a request that has either. */
  Answer to(RequestHead request, long nowMillis) {
    var fields = request.fields();
    return switch (Conditions.of(fields, facts, nowMillis)) {
      case NOT_MODIFIED -> notModified();
      case FAILED -> refusal(Statuses.PRECONDITION_FAILED).withoutBody();
      case HOLD -> {
        var ranges = ByteRanges.of(request);
        yield ranges == null || !Conditions.rangeCounts(fields, facts, nowMillis)
            ? facts.full(bodyBytes, ageSeconds)
            : ranged(ranges);
      }
    };
  }

  private Answer notModified() {
    var fields = facts.lasting().keeping(name -> !OF_BODY.contains(name));
    return answer(Statuses.NOT_MODIFIED, fields);
  }

  private Answer refusal(int status) {
    var fields = facts.lasting().keeping(OF_REFUSAL::contains);
    return answer(status, fields.plus("content-length", "0"));
  }

  private Answer answer(int status, Fields fields) {
    return new Answer(status, fields.plus("age", Long.toString(ageSeconds)), List.of(), "");
  }

  private Answer ranged(ByteRanges ranges) {
    if (!facts.canBeRanged()) {
      return facts.full(bodyBytes, ageSeconds);
    }
    var held = held(ranges);
    return switch (held.size()) {
      case 0 -> unsatisfiable();
      case 1 -> single(held.getFirst());
      default -> multiple(held);
    };
  }

  private Answer unsatisfiable() {
    var refusal = refusal(Statuses.RANGE_NOT_SATISFIABLE);
    var fields = refusal.fields().plus("content-range", "bytes */" + total());
    return new Answer(refusal.status(), fields, List.of(), "");
  }

  private Answer single(Held held) {
    var fields =
        facts
            .lasting()
            .plus("content-length", Long.toString(held.bytes), "age", Long.toString(ageSeconds))
            .plus("content-range", held.contentRange(total()));
    var part = new Answer.Part("", held.from, held.bytes);
    return new Answer(Statuses.PARTIAL_CONTENT, fields, List.of(part), "");
  }

  private Answer multiple(List<Held> held) {
    var boundary = boundary();
    var type = facts.lasting().first("content-type");
    var parts = new ArrayList<Answer.Part>(held.size());
    for (var each : held) {
      var start = parts.isEmpty() ? "--" : "\r\n--";
      parts.add(
          new Answer.Part(start + boundary + each.header(type, total()), each.from, each.bytes));
    }
    var trailer = "\r\n--" + boundary + "--\r\n";
    var bytes = parts.stream().mapToLong(part -> part.header().length() + part.bytes()).sum();
    var fields =
        facts
            .lasting()
            .with("content-type", "multipart/byteranges; boundary=" + boundary)
            .plus("content-length", Long.toString(bytes + trailer.length()))
            .plus("age", Long.toString(ageSeconds));
    return new Answer(Statuses.PARTIAL_CONTENT, fields, parts, trailer);
  }

  /** The bytes of each range, as far as they are here. */
  private List<Held> held(ByteRanges ranges) {
    var held = new ArrayList<Held>();
    for (var piece : ranges.of(total())) {
      var from = from(piece);
      var bytes = Math.min(piece.last() - piece.first() + 1, bodyBytes - from);
      if (from >= 0 && bytes > 0) {
        held.add(new Held(piece.first(), from, bytes));
      }
    }
    return held;
  }

  /**
   * Where a range begins in the body. The end is counted from the end: some origins send a part
   * that is shorter than they say, and its last bytes are still the last.
   */
  private long from(Piece piece) {
    var part = facts.part();
    if (part == null) {
      return piece.first();
    }
    return piece.fromEnd() && part.reachesEnd()
        ? Math.max(0, bodyBytes - (piece.last() - piece.first() + 1))
        : piece.first() - part.first();
  }

  private long total() {
    var part = facts.part();
    return part == null ? bodyBytes : part.total();
  }

  /** The same for the same response: no randomness, and nothing that bodies are likely to have. */
  private String boundary() {
    var mixed = (facts.freshness().bornAtMillis() ^ bodyBytes) * 0x9E3779B97F4A7C15L;
    return "part-" + Long.toHexString(mixed) + Long.toHexString(mixed * 0xD1B54A32D192ED03L);
  }

  /**
   * Bytes of a range.
   *
   * @param first the first one's place in the whole
   * @param from its place in the body that is kept
   */
  private record Held(long first, long from, long bytes) {
    private String contentRange(long total) {
      return "bytes " + first + "-" + (first + bytes - 1) + "/" + total;
    }

    /** What follows the boundary. */
    private String header(@Nullable String type, long total) {
      var typed = type == null ? "" : "\r\ncontent-type: " + type;
      return typed + "\r\ncontent-range: " + contentRange(total) + "\r\n\r\n";
    }
  }
}
