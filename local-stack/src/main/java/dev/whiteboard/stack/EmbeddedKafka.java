package dev.whiteboard.stack;

import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.ServerException;
import dev.whiteboard.stack.process.ServerFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka 4.3 from Maven Central: broker and controller in this JVM, by KRaft, with the files that it
 * would have anywhere else.
 *
 * <p>A broker that meets an error it can't go on from ends its process. Here the process is not its
 * own: it is made to say so in the log, and to stop only the thread that met the error.
 */
public final class EmbeddedKafka implements EmbeddedServer {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final Duration START_TIME_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_TIME_MAX = Duration.ofSeconds(9);
  private static final int NODE_ID = 1;

  private final ServerFolder folder;
  private final int port;
  private @Nullable KafkaRaftServer server;

  private EmbeddedKafka(ServerFolder folder, int port) {
    this.folder = folder;
    this.port = port;
    this.server = launch();
  }

  /** Starts one with its data in the folder, on a free port. */
  public static EmbeddedKafka start(Path folder) {
    return start(folder, FreePort.ANY);
  }

  /**
   * Starts one with its data in the folder.
   *
   * @throws ServerException if it does not come up, or another runs on the folder
   */
  public static EmbeddedKafka start(Path folder, int port) {
    Exit.setExitProcedure(EmbeddedKafka::refuseToExit);
    Exit.setHaltProcedure(EmbeddedKafka::refuseToExit);
    ServerFolder own = ServerFolder.open(folder);
    try {
      own.makeOnce("data", EmbeddedKafka::format);
      return FreePort.start(port, free -> new EmbeddedKafka(own, free));
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  @Override
  public String url() {
    return "127.0.0.1:" + port;
  }

  @Override
  public String location() {
    return url();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String version() {
    return AppInfoParser.getVersion();
  }

  @Override
  public synchronized void stop() {
    KafkaRaftServer running = server;
    server = null;
    if (running != null) {
      shutDown(running);
    }
  }

  @Override
  public synchronized void restart() {
    stop();
    server = launch();
  }

  @Override
  public synchronized void close() {
    stop();
    folder.close();
  }

  private KafkaRaftServer launch() {
    return FreePort.start(FreePort.ANY, this::launch);
  }

  private KafkaRaftServer launch(int controllerPort) {
    KafkaConfig config = KafkaConfig.fromProps(settings(controllerPort), false);
    KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      within(START_TIME_MAX, starting::startup);
      return starting;
    } catch (ExecutionException e) {
      shutDown(starting);
      throw new ServerException("Kafka did not start on " + url() + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      shutDown(starting);
      throw new ServerException(
          "Kafka is not up within " + START_TIME_MAX.toSeconds() + " s on " + url(), e);
    }
  }

  private Properties settings(int controllerPort) {
    Properties settings = new Properties();
    try {
      settings.load(new StringReader(SettingsFile.text("kafka.properties", List.of())));
    } catch (IOException e) {
      throw new ServerException("cannot read kafka.properties", e);
    }
    String controller = "127.0.0.1:" + controllerPort;
    settings.setProperty("listeners", "BROKER://" + url() + ",CONTROLLER://" + controller);
    settings.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.setProperty("log.dirs", folder.file("data").toString());
    return settings;
  }

  private static void format(Path data) throws IOException {
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(data.toString())
          .addDirectory(data.toString())
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // what Formatter.run declares
      throw new IOException(e);
    }
  }

  private void shutDown(KafkaRaftServer running) {
    try {
      within(STOP_TIME_MAX, running::shutdown);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("Kafka on {} did not stop in good order", url(), e);
    }
  }

  private static void within(Duration timeMax, Runnable task)
      throws ExecutionException, TimeoutException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("embedded-kafka").start(() -> complete(done, task));
    try {
      done.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while Kafka was starting or stopping", e);
    }
  }

  private static void complete(CompletableFuture<Void> done, Runnable task) {
    try {
      task.run();
      done.complete(null);
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  private static void refuseToExit(int status, @Nullable String message) {
    log.error("Kafka gave up with status {}: {}", status, message);
    throw new ServerException("Kafka gave up with status " + status);
  }
}
