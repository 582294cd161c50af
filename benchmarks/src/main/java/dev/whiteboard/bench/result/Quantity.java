package dev.whiteboard.bench.result;

import static dev.whiteboard.bench.result.Unit.BYTES;
import static dev.whiteboard.bench.result.Unit.MICROS;
import static dev.whiteboard.bench.result.Unit.MILLIS;
import static dev.whiteboard.bench.result.Unit.NANOS;
import static dev.whiteboard.bench.result.Unit.PER_SECOND;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that is measured, each under the name that it has in documents. What is before the first dot
 * is the measurement that gives it, and no other does.
 *
 * <p>A capacity is the highest rate of a ladder, in an open loop, whose 99th percentile is below
 * 100 ms; a 99th percentile without a rate is that at half the capacity.
 */
public enum Quantity {
  /** Of one node on one core, in a closed loop. */
  REDIRECTS_THROUGHPUT("redirects.throughput", PER_SECOND),
  /** Of one node on one core. */
  REDIRECTS_CAPACITY("redirects.capacity", PER_SECOND),
  /** From when a redirect was due. */
  REDIRECTS_P99("redirects.p99", MICROS),
  /** Processor time of one, in the closed loop. */
  REDIRECTS_CPU("redirects.cpu", MICROS),
  /** Links made one by one. */
  CREATIONS_SINGLE("creations.single", PER_SECOND),
  /** Links made in bulk. */
  CREATIONS_BULK("creations.bulk", PER_SECOND),
  /** All tables and indexes, by how much they grow. */
  CREATIONS_BYTES("creations.bytes-a-link", BYTES),
  /** A code of the permuted counter. */
  CODES_PERMUTED("codes.permuted", NANOS),
  /** A snowflake. */
  CODES_SNOWFLAKE("codes.snowflake", NANOS),
  /** A code of a hash with a random salt. */
  CODES_RANDOM("codes.random", NANOS),
  /** Over HTTP, with the limits in memory. */
  CHECKS_MEMORY("checks.memory", PER_SECOND),
  /** Over HTTP, with the limits in Redis, at a fixed rate. */
  CHECKS_REDIS_P99("checks.redis.p99", MICROS),
  /** A decision in process. */
  LIMITER_TOKEN_BUCKET("limiter.token-bucket", NANOS),
  /** A decision in process. */
  LIMITER_SLIDING_WINDOW("limiter.sliding-window", NANOS),
  /** By one Redis, all for one key. */
  LIMITS_HOT("limits-in-redis.hot", PER_SECOND),
  /** By one Redis, over a million keys. */
  LIMITS_ZIPF("limits-in-redis.zipf", PER_SECOND),
  /** Hits of 1 KB at one edge on one core. */
  EDGE_HIT_1K("edge-hit.1k", PER_SECOND),
  /** Hits of 100 KB. */
  EDGE_HIT_100K("edge-hit.100k", PER_SECOND),
  /** Of 1 KB, from when it was due. */
  EDGE_HIT_P99("edge-hit.p99", MICROS),
  /** NGINX on the same core. */
  EDGE_HIT_NGINX_1K("edge-hit.nginx-1k", PER_SECOND),
  /** Misses of 1 KB, each of another key. */
  EDGE_MISS_THROUGHPUT("edge-miss.throughput", PER_SECOND),
  /** From when it was asked for until every node has applied it. */
  PURGE_P50("purge.p50", MILLIS),
  /** The same. */
  PURGE_P99("purge.p99", MILLIS),
  /** Durable sends that were acknowledged. */
  CHAT_SEND_CAPACITY("chat-send.capacity", PER_SECOND),
  /** From due to acknowledged. */
  CHAT_SEND_P99("chat-send.p99", MICROS),
  /** All tables and indexes, by how much they grow. */
  CHAT_SEND_BYTES("chat-send.bytes-a-message", BYTES),
  /** Messages at sockets, in groups of five. */
  CHAT_DELIVERY_CAPACITY("chat-delivery.capacity", PER_SECOND),
  /** From due to the socket. */
  CHAT_DELIVERY_P99("chat-delivery.p99", MICROS),
  /** A group of 500, 20 messages a second. */
  CHAT_GROUP_P99("chat-group.p99", MICROS),
  /** The server's memory, heap and native. */
  CHAT_IDLE_BYTES("chat-idle.bytes-a-connection", BYTES),
  /** The kernel's, of both ends. */
  CHAT_IDLE_KERNEL_BYTES("chat-idle.kernel-bytes", BYTES),
  /** Clients that another node welcomed after theirs was killed. */
  CHAT_RECONNECT_PER_SECOND("chat-reconnect.per-second", PER_SECOND),
  /** A message as a frame. */
  CHAT_FRAME_ENCODE("chat-frame.encode", NANOS),
  /** What a message of 100 B is on the wire. */
  CHAT_FRAME_BYTES("chat-frame.bytes", BYTES),
  /** A hit in memory. */
  CACHE_LOOKUP("cache.lookup", NANOS),
  /** Whose a key is, among 200 nodes. */
  RING_LOOKUP("ring.lookup", NANOS);

  private final String id;
  private final Unit unit;

  Quantity(String id, Unit unit) {
    this.id = id;
    this.unit = unit;
  }

  /** Its name in documents. */
  public String id() {
    return id;
  }

  /** What it is counted in. */
  public Unit unit() {
    return unit;
  }

  /** Who gives it. */
  public String bench() {
    return id.substring(0, id.indexOf('.'));
  }

  /** All that a measurement gives. */
  public static List<Quantity> of(String bench) {
    return Stream.of(values()).filter(quantity -> quantity.bench().equals(bench)).toList();
  }
}
