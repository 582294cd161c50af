package dev.whiteboard.stack;

import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a cluster of Redis servers that know nothing of each other: the first three are masters
 * with a third of the slots each, a fourth one stands in for the first.
 *
 * <pre>
 *   slot   0 ........ 5461 | 5462 ....... 10923 | 10924 ....... 16383
 *          first           | second             | third
 * </pre>
 */
final class RedisClusterSlots {
  private static final int SLOTS = 16_384;
  private static final int SLOTS_EACH = SLOTS / ServerCluster.SIZE + 1;

  private static final Duration JOIN_TIME_MAX = Duration.ofSeconds(60);
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(5);

  private final List<String> urls;

  /** Of servers at these URLs, on the loopback address. */
  RedisClusterSlots(List<String> urls) {
    this.urls = List.copyOf(urls);
  }

  /**
   * Waits until all answer, gives out the slots, and returns when all nodes see each other and all
   * slots.
   *
   * @throws ServerException if they do not find together
   */
  void join() {
    var _ = Deadline.after(JOIN_TIME_MAX).await(() -> urls.stream().allMatch(this::answers));
    try {
      for (int i = 0; i < urls.size(); i++) {
        meetAll(i);
      }
      if (urls.size() > ServerCluster.SIZE) {
        replicate(call(urls.getFirst(), "CLUSTER", "MYID"));
      }
    } catch (IOException e) {
      throw new ServerException("the Redis cluster did not find together: " + e.getMessage(), e);
    }
    awaitWhole();
  }

  /** Returns when all nodes see each other and all slots, as after one was brought back. */
  void awaitWhole() {
    if (!Deadline.after(JOIN_TIME_MAX).await(() -> urls.stream().allMatch(this::seesAll))) {
      throw new ServerException("the Redis cluster is not whole");
    }
  }

  /** The number of the master that has the key at first. The last server has to be up. */
  int masterOf(String key) {
    try {
      return Integer.parseInt(call(urls.getLast(), "CLUSTER", "KEYSLOT", key)) / SLOTS_EACH;
    } catch (IOException e) {
      throw new ServerException("the Redis cluster does not answer: " + e.getMessage(), e);
    }
  }

  /** All of them, as a setting has them. */
  String url() {
    return urls.stream()
        .map(RedisConnection::location)
        .collect(Collectors.joining(",", "redis://", ""));
  }

  private void meetAll(int node) throws IOException {
    if (node < ServerCluster.SIZE) {
      call(urls.get(node), addSlots(node * SLOTS_EACH, Math.min((node + 1) * SLOTS_EACH, SLOTS)));
    }
    for (String other : urls) {
      int port = URI.create(other).getPort();
      call(urls.get(node), "CLUSTER", "MEET", "127.0.0.1", Integer.toString(port));
    }
  }

  private static String[] addSlots(int from, int to) {
    return Stream.concat(
            Stream.of("CLUSTER", "ADDSLOTS"), IntStream.range(from, to).mapToObj(Integer::toString))
        .toArray(String[]::new);
  }

  /** It has to have heard of the master first. */
  private void replicate(String master) {
    String replica = urls.getLast();
    Deadline deadline = Deadline.after(JOIN_TIME_MAX);
    if (!deadline.await(() -> says(replica, "OK", "CLUSTER", "REPLICATE", master))
        || !deadline.await(() -> says(replica, "master_link_status:up", "INFO", "replication"))) {
      throw new ServerException("the replica of the Redis cluster does not follow");
    }
  }

  private boolean answers(String node) {
    return says(node, "PONG", "PING");
  }

  private boolean seesAll(String node) {
    return says(node, "cluster_state:ok", "CLUSTER", "INFO")
        && says(node, "cluster_slots_ok:" + SLOTS, "CLUSTER", "INFO")
        && says(node, "cluster_known_nodes:" + urls.size(), "CLUSTER", "INFO");
  }

  private static boolean says(String node, String what, String... command) {
    try {
      return call(node, command).contains(what);
    } catch (IOException _) { // as one that is not ready yet
      return false;
    }
  }

  private static String call(String node, String... command) throws IOException {
    try (RedisConnection redis = RedisConnection.open(node, ANSWER_TIME_MAX)) {
      return redis.call(command);
    }
  }
}
