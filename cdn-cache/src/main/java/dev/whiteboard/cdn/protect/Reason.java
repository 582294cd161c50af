package dev.whiteboard.cdn.protect;

import java.util.Locale;

/** Why a request or a connection is refused: the label of {@code cdn_refused_total}. */
public enum Reason {
  /** The client asks too often. */
  CLIENT_RATE(429),
  /** The client asks too often on this route. */
  ROUTE_RATE(429),
  /** The client has too many requests under way. */
  CLIENT_IN_FLIGHT(429),
  /** The node has. */
  NODE_IN_FLIGHT(503),
  /** The client has too many connections. */
  CLIENT_CONNECTIONS(429),
  /** The node has. */
  NODE_CONNECTIONS(503),
  /** Too many query strings that nobody asked for before. */
  NEW_QUERIES(429),
  /** The head is too large. */
  HEAD_SIZE(431),
  /** The body is. */
  BODY_SIZE(413),
  /** The sender takes too long. */
  SLOW(408),
  /** What was sent is no request, or one that two readers may read as two. */
  MALFORMED(400);

  private final int status;

  Reason(int status) {
    this.status = status;
  }

  /** The status of the answer, where there is one. */
  public int status() {
    return status;
  }

  /** As it stands in metrics and answers: {@code client_rate}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
