package dev.whiteboard.cdn.proxy;

import dev.whiteboard.kit.http.Problem;

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
    /** Slower than we wait. */
    TOO_SLOW,
    /** A method or an upgrade that is not for proxies like this. */
    UNSUPPORTED,
    /** It has been here before. */
    LOOP,
    /** More connections than we take. */
    TOO_MANY_CONNECTIONS,
    /** More requests than one may send. */
    RATE_LIMITED,
    /** Not for this one, or not from here. */
    FORBIDDEN
  }

  /** 400, and the connection is closed. */
  static Refusal malformed(String detail) {
    return new Refusal(Kind.MALFORMED, Problem.of(400, "Bad request", detail), true);
  }

  static Refusal unsupported(int status, String title, String detail) {
    return new Refusal(Kind.UNSUPPORTED, Problem.of(status, title, detail), false);
  }
}
