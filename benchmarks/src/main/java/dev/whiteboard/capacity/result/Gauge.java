package dev.whiteboard.capacity.result;

import dev.whiteboard.capacity.figure.Unit;
import java.util.Arrays;
import java.util.Optional;

/** The figures that the sheet asks the benchmarks for. */
@SuppressWarnings("ImmutableEnumChecker") // units are: their powers cannot be changed
public enum Gauge {
  /** The highest fixed rate at which 99 % of redirects are answered in 100 ms, on one core. */
  REDIRECTS_CAPACITY("redirects.capacity", "1/s", "redirects/core"),
  /** From when a redirect was due, at half the capacity. */
  REDIRECTS_P99("redirects.p99", "us", "1"),
  /** Links made one by one, the node on one core and PostgreSQL beside it. */
  CREATIONS_SINGLE("creations.single", "1/s", "links/core"),
  /** On disk, with all indexes. */
  CREATIONS_BYTES("creations.bytes-a-link", "B", "1/link"),
  /** Checks of a limit over HTTP, on one core. */
  CHECKS_MEMORY("checks.memory", "1/s", "requests/core"),
  /** Decisions about one key by one Redis, which has one core. */
  LIMITS_HOT("limits-in-redis.hot", "1/s", "requests/core"),
  /** Answers of 100 KB from an edge's memory, on one core. */
  EDGE_HIT_100K("edge-hit.100k", "1/s", "requests/core"),
  /** From when a hit was due. */
  EDGE_HIT_P99("edge-hit.p99", "us", "1"),
  /** Until every node has applied a purge. */
  PURGE_P99("purge.p99", "ms", "1"),
  /** The highest fixed rate at which 99 % of sends are durable in 100 ms, on one core. */
  CHAT_SEND_CAPACITY("chat-send.capacity", "1/s", "messages/core"),
  /** The same for deliveries. */
  CHAT_DELIVERY_CAPACITY("chat-delivery.capacity", "1/s", "messages/core"),
  /** On disk, with all tables and indexes. */
  CHAT_BYTES("chat-send.bytes-a-message", "B", "1/message"),
  /** From when a message was due until a member's socket has it. */
  CHAT_DELIVERY_P99("chat-delivery.p99", "us", "1"),
  /** The same in a group of 500 over two nodes. */
  CHAT_GROUP_P99("chat-group.p99", "us", "1"),
  /** Memory of the server for a connection that says nothing. */
  CHAT_IDLE_BYTES("chat-idle.bytes-a-connection", "B", "1/connection"),
  /** Memory of the kernel for it. */
  CHAT_IDLE_KERNEL("chat-idle.kernel-bytes", "B", "1/connection"),
  /** Clients welcomed after all lost their node, on one core. */
  CHAT_RECONNECT("chat-reconnect.per-second", "1/s", "connections/core"),
  /** A message of 100 B on the wire. */
  CHAT_FRAME_BYTES("chat-frame.bytes", "B", "1/message");

  private final String id;
  private final Unit unit;
  private final Unit counted;

  Gauge(String id, String unit, String counted) {
    this.id = id;
    this.unit = Unit.of(unit);
    this.counted = Unit.of(counted);
  }

  /** As result documents have it. */
  public String id() {
    return id;
  }

  /** The unit in result documents, or one like it. */
  public Unit unit() {
    return unit;
  }

  /** What one of them is: times this, 1/s becomes redirects/s/core. */
  public Unit counted() {
    return counted;
  }

  /** The command that measures it. */
  public String rerun() {
    return "./whiteboard bench " + id.substring(0, id.indexOf('.'));
  }

  /** The one with that id, if the sheet asks for it. */
  public static Optional<Gauge> find(String id) {
    return Arrays.stream(values()).filter(gauge -> gauge.id.equals(id)).findFirst();
  }
}
