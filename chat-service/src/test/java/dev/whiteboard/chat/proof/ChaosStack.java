package dev.whiteboard.chat.proof;

import dev.whiteboard.chat.ChatService;
import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.process.JavaProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two nodes, a process each, on servers of their own, of PostgreSQL two with a share of the chats
 * in each: anything of it can be broken.
 */
final class ChaosStack implements AutoCloseable {
  private static final String HEAP = "-Xmx256m";
  private static final int NODES = 2;

  final List<EmbeddedPostgres> postgres;
  final EmbeddedRedis redis;
  final EmbeddedKafka kafka;
  private final List<JavaProcess> nodes = new ArrayList<>();
  private final List<URI> urls = new ArrayList<>();

  ChaosStack(Path folder) throws Exception {
    postgres =
        List.of(
            EmbeddedPostgres.start(folder.resolve("home")),
            EmbeddedPostgres.start(folder.resolve("shard-1")));
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    for (var i = 0; i < NODES; i++) {
      nodes.add(start(i, 0));
      urls.add(nodes.get(i).url());
    }
  }

  private JavaProcess start(int number, int port) throws Exception {
    var settings =
        new HashMap<>(
            Map.of(
                "DATABASE_URL",
                postgres.getFirst().url(),
                "DATABASE_SHARD_URLS",
                postgres.getLast().url(),
                "REDIS_URL",
                redis.url(),
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.url(),
                "CHAT_NODES",
                "1",
                "CHAT_NODE",
                "chaos" + number,
                "CHAT_PORT",
                Integer.toString(port),
                "CHAT_HEARTBEAT",
                "PT2S",
                "CHAT_DRAIN_SPREAD",
                "PT0.5S",
                "CHAT_DATABASE_CONNECTIONS",
                "8"));
    settings.putAll(
        Map.of(
            "CHAT_PASSWORD_MEMORY_KIB", "64",
            "CHAT_PASSWORD_PASSES", "1",
            "CHAT_SIGNUPS_PER_MINUTE", "0",
            "CHAT_SIGNINS_PER_MINUTE", "0",
            "CHAT_NAME_TRIES_PER_MINUTE", "0"));
    return JavaProcess.start(ChatService.class, HEAP, settings);
  }

  List<URI> urls() {
    return List.copyOf(urls);
  }

  JavaProcess node(int number) {
    return nodes.get(number);
  }

  /** SIGKILL, and another in its place: the same name and port. */
  void killAndRestart(int number) throws Exception {
    nodes.get(number).kill();
    nodes.set(number, start(number, urls.get(number).getPort()));
  }

  @Override
  public void close() {
    nodes.forEach(JavaProcess::close);
    kafka.close();
    redis.close();
    postgres.forEach(EmbeddedPostgres::close);
  }
}
