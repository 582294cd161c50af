package dev.whiteboard.stack;

import dev.whiteboard.stack.process.Daemon;
import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.ServerException;
import dev.whiteboard.stack.process.ServerFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Redis 6.2 from Maven Central, as a process of its own. It listens on the loopback address and
 * asks for no password, as Redis does by default: other users of the machine can reach it.
 */
public final class EmbeddedRedis implements EmbeddedProcess {
  private static final String LOG = "server.log";
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(5);

  /** Above it there is no port for the bus of a cluster. */
  public static final int CLUSTER_PORT_MAX = 55_535;

  /** A node that is gone is noticed in a second or two; the others go on without its slots. */
  private static final List<String> CLUSTER_MODE =
      List.of(
          "cluster-enabled yes", "cluster-node-timeout 1000", "cluster-require-full-coverage no");

  private final ServerFolder folder;
  private final String program;
  private final int port;
  private final List<String> mode;
  private final String version;
  private Daemon daemon;

  private EmbeddedRedis(ServerFolder folder, String program, int port, List<String> mode) {
    this.folder = folder;
    this.program = program;
    this.port = port;
    this.mode = mode;
    this.daemon = launch(folder, program, port, mode);
    this.version = greet();
  }

  /** Starts one with its data in the folder, on a free port. */
  public static EmbeddedRedis start(Path folder) {
    return start(folder, FreePort.ANY);
  }

  /**
   * Starts one with its data in the folder.
   *
   * @throws ServerException if it does not come up, or another runs on the folder
   */
  public static EmbeddedRedis start(Path folder, int port) {
    return start(folder, port, List.of());
  }

  /**
   * Starts a node of a cluster, which has no slots and knows no other node yet.
   *
   * @param port up to {@value #CLUSTER_PORT_MAX}: its bus has the one that is 10,000 higher
   */
  public static EmbeddedRedis startClusterNode(Path folder, int port) {
    return start(folder, port, CLUSTER_MODE);
  }

  private static EmbeddedRedis start(Path folder, int port, List<String> mode) {
    ServerFolder own = ServerFolder.open(folder);
    try {
      String program = RedisProgram.find(own);
      return FreePort.start(port, free -> new EmbeddedRedis(own, program, free, mode));
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  @Override
  public String url() {
    return url(port);
  }

  @Override
  public String location() {
    return RedisConnection.location(url());
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public synchronized long pid() {
    return daemon.pid();
  }

  @Override
  public synchronized void pause() {
    daemon.pause();
  }

  @Override
  public synchronized void resume() {
    daemon.resume();
  }

  @Override
  public synchronized void stop() {
    daemon.stop();
  }

  @Override
  public synchronized void restart() {
    daemon.stop();
    daemon = launch(folder, program, port, mode);
  }

  @Override
  public synchronized void close() {
    daemon.stop();
    folder.close();
  }

  private static Daemon launch(ServerFolder folder, String program, int port, List<String> mode) {
    Path pidFile = folder.file("server.pid");
    folder.write(LOG, "");
    Path settings = folder.write("redis.conf", settings(folder, pidFile, port, mode));
    List<String> start = List.of(program, settings.toString());
    Daemon.Program redis = new Daemon.Program("Redis", folder, pidFile, LOG, "TERM", start);
    return Daemon.start(redis, () -> answers(port));
  }

  private static String settings(ServerFolder folder, Path pidFile, int port, List<String> mode) {
    List<String> own =
        List.of(
            "port " + port,
            quoted("dir", makeData(folder)),
            quoted("pidfile", pidFile),
            quoted("logfile", folder.file(LOG)));
    return SettingsFile.text("redis.conf", Stream.concat(own.stream(), mode.stream()).toList());
  }

  private static Path makeData(ServerFolder folder) {
    return folder.makeOnce("data", _ -> {});
  }

  private static String quoted(String setting, Path path) {
    return "%s \"%s\""
        .formatted(setting, path.toString().replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** While it reads its log back in, it answers with an error. */
  private static boolean answers(int port) {
    try (RedisConnection redis = RedisConnection.open(url(port), ANSWER_TIME_MAX)) {
      return redis.call("PING").equals("PONG");
    } catch (IOException _) {
      return false;
    }
  }

  private String greet() {
    try (RedisConnection redis = RedisConnection.open(url(), ANSWER_TIME_MAX)) {
      return redis.version();
    } catch (IOException e) {
      daemon.stop();
      throw new ServerException("Redis at " + location() + ": " + e.getMessage(), e);
    }
  }

  private static String url(int port) {
    return "redis://127.0.0.1:" + port;
  }
}
