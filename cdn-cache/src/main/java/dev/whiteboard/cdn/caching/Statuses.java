package dev.whiteboard.cdn.caching;

import java.util.Set;

/** What a cache knows of status codes. */
final class Statuses {
  static final int OK = 200;
  static final int NO_CONTENT = 204;
  static final int PARTIAL_CONTENT = 206;
  static final int NOT_MODIFIED = 304;
  static final int PRECONDITION_FAILED = 412;
  static final int RANGE_NOT_SATISFIABLE = 416;

  /** RFC 9110, 15.1. */
  private static final Set<Integer> HEURISTICALLY_CACHEABLE =
      Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);

  /** Those whose rules for caches we follow, for {@code must-understand}. */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          200, 203, 204, 206, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 408, 409,
          410, 411, 413, 414, 415, 417, 421, 422, 426, 451, 500, 501, 502, 503, 504, 505);

  private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);

  private Statuses() {}

  /** Whether it may be kept without its origin saying for how long. */
  static boolean isHeuristicallyCacheable(int status) {
    return HEURISTICALLY_CACHEABLE.contains(status);
  }

  /** Whether we know what it asks of a cache. */
  static boolean isUnderstood(int status) {
    return UNDERSTOOD.contains(status);
  }

  /** Whether a stale response may stand in for it (RFC 5861, 4). */
  static boolean isError(int status) {
    return ERRORS.contains(status);
  }

  /** Whether it went well, so that preconditions and ranges count. */
  static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  /** Whether a message of this status has a body. */
  static boolean hasBody(int status) {
    return status != NO_CONTENT && status != NOT_MODIFIED;
  }
}
