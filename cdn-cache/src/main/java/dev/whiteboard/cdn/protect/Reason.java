package dev.whiteboard.cdn.protect;

/** Why a gate refuses a request. */
public enum Reason {
  /** The client asks too often. */
  CLIENT_RATE(429),
  /** The client asks too often on this route. */
  ROUTE_RATE(429),
  /** The client has too many requests under way. */
  CLIENT_IN_FLIGHT(429),
  /** The node has. */
  NODE_IN_FLIGHT(503),
  /** Too many query strings that nobody asked for before. */
  NEW_QUERIES(429);

  private final int status;

  Reason(int status) {
    this.status = status;
  }

  /** The status of the answer, where there is one. */
  public int status() {
    return status;
  }
}
