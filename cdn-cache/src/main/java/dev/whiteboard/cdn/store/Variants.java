package dev.whiteboard.cdn.store;

import java.util.Objects;

/** Which responses for one URL stand for the same. */
final class Variants {
  private static final int PARTIAL_CONTENT = 206;

  private Variants() {}

  /** The same, to be validated before it is used. */
  static StoredResponse marked(StoredResponse response) {
    return new StoredResponse(
        response.head(), response.body(), response.tags(), true, response.coded());
  }

  /**
   * Whether the later of two takes the place of the other: it answers the same fields of the
   * request, all of it or the same part; and what {@code HEAD} was answered never stands for a
   * body.
   */
  static boolean replaces(StoredResponse later, StoredResponse other) {
    var request = later.head().request();
    var answered = other.head().request();
    return request.fields().equals(answered.fields())
        && (request.method().equals(answered.method()) || request.method().equals("GET"))
        && (isWhole(later) || Objects.equals(part(later), part(other)));
  }

  private static boolean isWhole(StoredResponse response) {
    return response.head().response().status() != PARTIAL_CONTENT;
  }

  private static String part(StoredResponse response) {
    return isWhole(response)
        ? ""
        : Objects.requireNonNullElse(
            response.head().response().fields().first("content-range"), "");
  }
}
