package dev.whiteboard.bench.result;

/** What is measured along an axis. */
public enum CurveId {
  /** Until one node on one core has too much. */
  REDIRECTS_LATENCY("redirects.latency", Axis.OFFERED),
  /** The same. */
  CHAT_SEND_LATENCY("chat-send.latency", Axis.OFFERED),
  /** The same. */
  CHAT_DELIVERY_LATENCY("chat-delivery.latency", Axis.OFFERED),
  /** The same. */
  EDGE_HIT_LATENCY("edge-hit.latency", Axis.OFFERED),
  /** Decisions by so many threads. */
  LIMITER_THROUGHPUT("limiter.throughput", Axis.CORES);

  /** What is set, and what is read. */
  enum Axis {
    OFFERED("offered 1/s", "p99 us"),
    CORES("cores", "1/s");

    final String x;
    final String y;

    Axis(String x, String y) {
      this.x = x;
      this.y = y;
    }
  }

  private final String id;
  private final Axis axis;

  CurveId(String id, Axis axis) {
    this.id = id;
    this.axis = axis;
  }

  /** Its name in documents. */
  public String id() {
    return id;
  }

  /** Who gives it. */
  public String bench() {
    return id.substring(0, id.indexOf('.'));
  }

  String x() {
    return axis.x;
  }

  String y() {
    return axis.y;
  }
}
