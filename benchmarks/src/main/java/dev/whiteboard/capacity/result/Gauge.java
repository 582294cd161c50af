package dev.whiteboard.capacity.result;

import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.capacity.figure.Unit;
import java.util.Arrays;
import java.util.Optional;

/** The figures that the sheet asks the benchmarks for. */
@SuppressWarnings("ImmutableEnumChecker") // units are: their powers cannot be changed
public enum Gauge {
  /** The highest fixed rate at which 99 % of redirects are answered in 100 ms, on one core. */
  REDIRECTS_CAPACITY(Quantity.REDIRECTS_CAPACITY, "redirects/core"),
  /** From when a redirect was due, at half the capacity. */
  REDIRECTS_P99(Quantity.REDIRECTS_P99, "1"),
  /** Links made one by one, the node on one core and PostgreSQL beside it. */
  CREATIONS_SINGLE(Quantity.CREATIONS_SINGLE, "links/core"),
  /** On disk, with all indexes. */
  CREATIONS_BYTES(Quantity.CREATIONS_BYTES, "1/link"),
  /** Checks of a limit over HTTP, on one core. */
  CHECKS_MEMORY(Quantity.CHECKS_MEMORY, "requests/core"),
  /** Decisions about one key by one Redis, which has one core. */
  LIMITS_HOT(Quantity.LIMITS_HOT, "requests/core"),
  /** Answers of 100 KB from an edge's memory, on one core. */
  EDGE_HIT_100K(Quantity.EDGE_HIT_100K, "requests/core"),
  /** From when a hit was due. */
  EDGE_HIT_P99(Quantity.EDGE_HIT_P99, "1"),
  /** Until every node has applied a purge. */
  PURGE_P99(Quantity.PURGE_P99, "1"),
  /** The highest fixed rate at which 99 % of sends are durable in 100 ms, on one core. */
  CHAT_SEND_CAPACITY(Quantity.CHAT_SEND_CAPACITY, "messages/core"),
  /** The same for deliveries. */
  CHAT_DELIVERY_CAPACITY(Quantity.CHAT_DELIVERY_CAPACITY, "messages/core"),
  /** On disk, with all tables and indexes. */
  CHAT_BYTES(Quantity.CHAT_SEND_BYTES, "1/message"),
  /** From when a message was due until a member's socket has it. */
  CHAT_DELIVERY_P99(Quantity.CHAT_DELIVERY_P99, "1"),
  /** The same in a group of 500 over two nodes. */
  CHAT_GROUP_P99(Quantity.CHAT_GROUP_P99, "1"),
  /** Memory of the server for a connection that says nothing. */
  CHAT_IDLE_BYTES(Quantity.CHAT_IDLE_BYTES, "1/connection"),
  /** Memory of the kernel for it. */
  CHAT_IDLE_KERNEL(Quantity.CHAT_IDLE_KERNEL_BYTES, "1/connection"),
  /** Clients welcomed after all lost their node, on one core. */
  CHAT_RECONNECT(Quantity.CHAT_RECONNECT_PER_SECOND, "connections/core"),
  /** A message of 100 B on the wire. */
  CHAT_FRAME_BYTES(Quantity.CHAT_FRAME_BYTES, "1/message");

  private final Quantity quantity;
  private final Unit unit;
  private final Unit counted;

  Gauge(Quantity quantity, String counted) {
    this.quantity = quantity;
    this.unit = Unit.of(quantity.unit().symbol());
    this.counted = Unit.of(counted);
  }

  /** As result documents have it. */
  public String id() {
    return quantity.id();
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
    return "./whiteboard bench " + quantity.bench();
  }

  /** The one with that id, if the sheet asks for it. */
  public static Optional<Gauge> find(String id) {
    return Arrays.stream(values()).filter(gauge -> gauge.id().equals(id)).findFirst();
  }
}
