package dev.whiteboard.bench.rig;

import dev.whiteboard.chat.ChatService;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes of the chat, each in a process of its own on the server's core, with one event loop; and
 * the stack that they share. PostgreSQL waits for the disk at each commit, other than in all local
 * stacks: what is measured is called durable.
 */
final class ChatNodes implements AutoCloseable {
  private static final String NAME = "rig-";

  /** Half of the heap for what is young: messages are that, mostly. */
  static final String NODE_JVM =
      "-Xmx1g -Xmn256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xss512k"
          + " -XX:TrimNativeHeapInterval=5000";

  private static final String SCHEMA = "chat";
  private static final int CONNECTIONS_MAX = 8;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final RigStack stack;
  private final Cores cores;
  private final List<String> jvm;
  private final Map<String, String> settings;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final Database database;
  private int started;

  private ChatNodes(RigStack stack, Cores cores, List<String> jvm, Map<String, String> settings) {
    this.stack = stack;
    this.cores = cores;
    this.jvm = jvm;
    this.settings = settings;
    this.database =
        Database.open(DatabaseUrl.parse(stack.addresses().databaseUrl()), SCHEMA, CONNECTIONS_MAX);
  }

  /**
   * Starts the stack and one node.
   *
   * @param more settings of the nodes beside where the stack is
   */
  static ChatNodes start(Cores cores, RigOptions options, Map<String, String> more)
      throws IOException {
    var stack = RigStack.start();
    var nodes = new ChatNodes(stack, cores, options.nodeJvm(), settings(stack, more));
    try {
      nodes.waitForTheDisk();
      nodes.add();
      return nodes;
    } catch (IOException | RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  private static Map<String, String> settings(RigStack stack, Map<String, String> more) {
    var settings =
        new HashMap<>(
            Map.of(
                "DATABASE_URL",
                stack.addresses().databaseUrl(),
                "REDIS_URL",
                stack.addresses().redisUrl(),
                "KAFKA_BOOTSTRAP_SERVERS",
                stack.addresses().kafkaBootstrapServers(),
                "CHAT_FILES_FOLDER",
                stack.file("chat-files").toString(),
                "CHAT_NODES",
                "1"));
    settings.putAll(more);
    return settings;
  }

  /** On a disk of its own a database has that from its beginning. */
  private void waitForTheDisk() {
    database.query(handle -> handle.execute("ALTER SYSTEM SET fsync = on"));
    database.query(
        handle -> handle.createQuery("SELECT pg_reload_conf()").mapTo(Boolean.class).one());
  }

  /** Starts one more. */
  void add() throws IOException {
    ports.add(FreePort.find());
    nodes.add(start(ports.size() - 1));
  }

  /** Starts one again that has ended, where it was. */
  void again(int number) throws IOException {
    nodes.get(number).close();
    nodes.set(number, start(number));
  }

  private NodeProcess start(int number) throws IOException {
    var own = new HashMap<>(settings);
    own.put("CHAT_NODE", NAME + number);
    own.put("CHAT_PORT", Integer.toString(ports.get(number)));
    started++;
    var log = stack.file("chat-%d-%d.log".formatted(number, started));
    return NodeProcess.start(ChatService.class, cores, jvm, own, log);
  }

  /** What a node calls itself: the first of its process. */
  static String name(int number) {
    return NAME + number + "-1";
  }

  /** All of them, as processes. */
  List<ChildProcess> processes() {
    return nodes.stream().map(NodeProcess::process).toList();
  }

  /** Where a node is. */
  URI url(int number) {
    return nodes.get(number).url();
  }

  /** All of them. */
  List<URI> urls() {
    return nodes.stream().map(NodeProcess::url).toList();
  }

  /** One of them. */
  ChildProcess process(int number) {
    return nodes.get(number).process();
  }

  /** Processor time of all of them. */
  Duration cpu() {
    return nodes.stream().map(node -> node.process().cpu()).reduce(Duration.ZERO, Duration::plus);
  }

  /** The database that they share. */
  Database database() {
    return database;
  }

  /** A file of this run. */
  Path file(String name) {
    return stack.file(name);
  }

  /** The sum of a metric's samples, over all nodes. */
  long metric(String name) throws IOException {
    var sum = 0.0;
    for (var url : urls()) {
      sum +=
          metrics(url)
              .lines()
              .filter(line -> line.startsWith(name))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
    }
    return Math.round(sum);
  }

  private static String metrics(URI node) throws IOException {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(node.resolve("/metrics")).timeout(ANSWER_MAX).build();
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
    database.close();
    try {
      stack.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
