package dev.whiteboard.kit.store;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection to one server, or one to each node of a cluster. */
sealed interface RedisLink {
  /** What commands are sent on; in a cluster each goes to the node that has its key. */
  RedisClusterAsyncCommands<String, String> commands();

  /** The same without the names of commands. */
  StatefulConnection<String, String> connection();

  /** Names the server that has a key; empty where nobody has, or there is one only. */
  String serverOf(String key);

  /** Asks all that have keys for a sign of life; fails with the first that does not give one. */
  CompletableFuture<?> ping();

  /**
   * To one server.
   *
   * @param connection to it
   */
  record OneServer(StatefulRedisConnection<String, String> connection) implements RedisLink {
    @Override
    public RedisClusterAsyncCommands<String, String> commands() {
      return connection.async();
    }

    @Override
    public String serverOf(String key) {
      return "";
    }

    @Override
    public CompletableFuture<?> ping() {
      return connection.async().ping().toCompletableFuture();
    }
  }

  /**
   * To nodes of a cluster.
   *
   * @param connection to any of them, which opens those to the others
   */
  record Cluster(StatefulRedisClusterConnection<String, String> connection) implements RedisLink {
    /**
     * Completes when there is a connection to each node that has keys, or it was tried: a command
     * to one that is not connected yet fails, as if it was away.
     */
    static CompletionStage<RedisLink> open(
        StatefulRedisClusterConnection<String, String> connection) {
      var cluster = new Cluster(connection);
      var tried =
          cluster.masters().stream()
              .map(master -> cluster.connectionTo(master).handle((_, _) -> master))
              .toArray(CompletableFuture<?>[]::new);
      return CompletableFuture.allOf(tried).thenApply(_ -> cluster);
    }

    @Override
    public RedisClusterAsyncCommands<String, String> commands() {
      return connection.async();
    }

    @Override
    public String serverOf(String key) {
      var master = connection.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
      return master == null ? "" : master.getNodeId();
    }

    @Override
    public CompletableFuture<?> ping() {
      var answers = masters().stream().map(this::ping).toArray(CompletableFuture<?>[]::new);
      return answers.length == 0
          ? CompletableFuture.failedFuture(new IllegalStateException("no node has any slots"))
          : CompletableFuture.allOf(answers);
    }

    private CompletableFuture<String> ping(RedisClusterNode master) {
      return connectionTo(master).thenCompose(node -> node.async().ping());
    }

    /** The very one that commands use: by host and port, as by the node's id it is another. */
    private CompletableFuture<StatefulRedisConnection<String, String>> connectionTo(
        RedisClusterNode master) {
      var address = master.getUri();
      return connection.getConnectionAsync(address.getHost(), address.getPort());
    }

    /** One that was replaced has no slots any more. */
    private List<RedisClusterNode> masters() {
      return connection.getPartitions().stream()
          .filter(node -> node.is(NodeFlag.UPSTREAM) && !node.hasNoSlots())
          .toList();
    }
  }
}
