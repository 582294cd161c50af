package dev.whiteboard.cdn.proxy;

import dev.whiteboard.kit.http.Problem;
import java.time.Duration;

/**
 * A request that is not served, and why.
 *
 * @param kind under which it is counted
 * @param problem what the client is told
 * @param close whether the connection is closed after it: where the next request begins can't be
 *     told
 */
public record Refusal(Kind kind, Problem problem, boolean close) {
  /** What refusals are counted by. */
  public enum Kind {
    /** No HTTP, or HTTP that can be read in two ways. */
    MALFORMED,
    /** Larger than we take. */
    TOO_LARGE,
    /** A body that is longer than we take. */
    BODY_TOO_LARGE,
    /** Slower than we wait. */
    TOO_SLOW,
    /** A method or an upgrade that is not for proxies like this. */
    UNSUPPORTED,
    /** It has been here before. */
    LOOP,
    /** More connections than we take. */
    TOO_MANY_CONNECTIONS,
    /** A client asks too often. */
    CLIENT_RATE,
    /** A client asks too often on one route. */
    ROUTE_RATE,
    /** A client has too many requests under way. */
    CLIENT_IN_FLIGHT,
    /** The node has. */
    NODE_IN_FLIGHT,
    /** Too many query strings that nobody asked for before. */
    NEW_QUERIES,
    /** An edge function failed that the route does not go without. */
    FUNCTION,
    /** Not for this one, or not from here. */
    FORBIDDEN
  }

  /** RFC 9110, 15.5.14. Its connection is closed too, but a moment later. */
  static final Refusal BODY_TOO_LARGE =
      new Refusal(
          Kind.BODY_TOO_LARGE,
          Problem.of(413, "Content too large", "The body is longer than is taken here."),
          false);

  /** A query string that nobody asked for before, one too many. */
  static final Refusal NEW_QUERIES =
      new Refusal(
          Kind.NEW_QUERIES,
          Problem.of(
                  429,
                  "Too many new queries",
                  "Too many query strings came that nobody asked for before.")
              .withRetryAfter(Duration.ofSeconds(1)),
          false);

  /** What a client gets where an edge function failed that the route does not go without. */
  public static final Problem FUNCTION_FAILED =
      Problem.of(500, "Function failed", "An edge function of this route did not end well.");

  /** 400, and the connection is closed. */
  static Refusal malformed(String detail) {
    return new Refusal(Kind.MALFORMED, Problem.of(400, "Bad request", detail), true);
  }

  static Refusal unsupported(int status, String title, String detail) {
    return new Refusal(Kind.UNSUPPORTED, Problem.of(status, title, detail), false);
  }
}
