package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HTTP caching as a shared cache does it (RFC 9111, with RFC 5861, 9110, 9211 and 9213): what may
 * be kept, for how long, and whom it may answer. It decides; it keeps nothing and asks nobody.
 *
 * <p>Times are milliseconds since the epoch, ages and lifetimes seconds.
 */
public interface CachingRules {
  /**
   * What a request may be answered with.
   *
   * @param variants all that is kept under its key
   */
  Reuse reuse(RequestHead request, List<StoredHead> variants, long nowMillis);

  /**
   * Whether a response may be kept. Asked as soon as its head is there.
   *
   * @param request as the client sent it, before it was made conditional
   */
  Storing storing(
      RequestHead request, ResponseHead response, long askedAtMillis, long receivedAtMillis);

  /** The request that validates what is kept: with {@code If-None-Match} of all, or the like. */
  RequestHead validating(RequestHead request, List<StoredHead> variants);

  /**
   * What a 304 makes of what is kept (RFC 9111, 4.3.4), or the 200 to a {@code HEAD} (4.3.5).
   *
   * @return those that it is about, with their new fields and times; none where it fits none
   */
  List<Freshened> freshened(
      List<StoredHead> variants,
      ResponseHead notModified,
      long askedAtMillis,
      long receivedAtMillis);

  /**
   * Whether what is kept may stand in for an error, or for no answer at all.
   *
   * @param failure the response that is an error; null where none came
   */
  boolean maySubstitute(
      RequestHead request, StoredHead stored, @Nullable ResponseHead failure, long nowMillis);

  /**
   * How what is kept answers this request: in full, 304, 412, 206 with a part, or 416.
   *
   * @param bodyBytes the length of the body that is kept
   */
  Answer answer(RequestHead request, StoredHead stored, long bodyBytes, long nowMillis);

  /**
   * What two parts of one representation make together (RFC 9111, 3.4); empty where they are not of
   * one, or leave a gap between them.
   *
   * @param keptBytes the length of the body that is kept
   * @param cameBytes the length of the body that came, all of it
   */
  Optional<Combined> combined(StoredHead kept, long keptBytes, StoredHead came, long cameBytes);

  /** URLs of which nothing is fresh any more, after an unsafe request went well. */
  Set<String> invalidated(RequestHead request, ResponseHead response);

  /** What is to be done with a request. */
  sealed interface Reuse {
    /**
     * Answer with this one.
     *
     * @param freshForSeconds below 0 where it is stale and the client puts up with it
     */
    record Fresh(StoredHead stored, long ageSeconds, long freshForSeconds) implements Reuse {}

    /**
     * Answer with this one, and ask for a new one meanwhile.
     *
     * @param staleForSeconds since when it is stale
     */
    record StaleWhileRevalidate(StoredHead stored, long ageSeconds, long staleForSeconds)
        implements Reuse {}

    /** Ask whether this one still holds; its like may stand in for an error. */
    record Validate(StoredHead stored, Why why) implements Reuse {}

    /**
     * A part is kept, and the whole is wanted: ask for the rest, with this request. Where a part
     * comes that does not combine with it, ask again for all.
     */
    record Complete(StoredHead part, RequestHead rest) implements Reuse {}

    /** Ask for one. */
    record Miss(Why why) implements Reuse {}

    /** Answer 504: the client wants what is kept, or nothing ({@code only-if-cached}). */
    record Unavailable() implements Reuse {}
  }

  /** Why a request went forward: the values of {@code fwd} (RFC 9211, 2.2). */
  enum Why {
    /** The method is not one that is answered from memory. */
    METHOD,
    /** Nothing is kept under this URL. */
    URI_MISS,
    /** What is kept answers other fields of the request. */
    VARY_MISS,
    /** The request asks for it. */
    REQUEST,
    /** What is kept is stale. */
    STALE,
    /** What is kept is a part, and not the one that is asked for. */
    PARTIAL,
    /** The cache was told to. */
    BYPASS
  }

  /** What is to be done with a response. */
  sealed interface Storing {
    /**
     * It may be kept, so: under the URL of the head's request, also where it answered a {@code
     * POST}.
     */
    record Keep(StoredHead head) implements Storing {}

    /**
     * It may not.
     *
     * @param because what forbids it, for {@code Cache-Status}
     * @param forAnybody whether the next request for this key will most likely end the same, so
     *     that nobody need wait for another's answer
     */
    record Pass(String because, boolean forAnybody) implements Storing {}
  }

  /** What is kept, and what it is to be replaced by. */
  record Freshened(StoredHead before, StoredHead after) {}

  /**
   * Two parts as one.
   *
   * @param head of both; its status is 200 where they are the whole
   * @param slices of the two bodies, in order
   */
  record Combined(StoredHead head, List<Slice> slices) {
    /**
     * Some bytes of one of the two.
     *
     * @param ofKept whether of the one that was kept; else of the one that came
     * @param from the first byte's place in that body
     * @param bytes how many
     */
    public record Slice(boolean ofKept, long from, long bytes) {}
  }

  /**
   * An answer from what is kept.
   *
   * @param status 200, or what is kept; 206, 304, 412 or 416
   * @param fields all of them but those of the connection; {@code age} and {@code content-length}
   *     are there
   * @param parts the bytes of the body, in order; empty for none. More than one comes as {@code
   *     multipart/byteranges}, with what is written before each
   * @param trailer what is written after the last part
   */
  record Answer(int status, Fields fields, List<Part> parts, String trailer) {
    /**
     * A part of the body that is kept.
     *
     * @param header what is written before it; empty but in a multipart answer
     * @param from the first byte's place
     * @param bytes its length
     */
    public record Part(String header, long from, long bytes) {
      /** All of a body. */
      static List<Part> all(long bytes) {
        return bytes == 0 ? List.of() : List.of(new Part("", 0, bytes));
      }
    }

    /** The same without its body, for {@code HEAD}. */
    Answer withoutBody() {
      return new Answer(status, fields, List.of(), "");
    }
  }
}
