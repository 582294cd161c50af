package dev.whiteboard.kit.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Vert.x of a service's own, with one event loop a processor: more would only take turns.
 *
 * @param vertx the instance
 */
public record EventLoops(Vertx vertx) implements AutoCloseable {
  /** How many event loops there are. */
  public static final int COUNT = Runtime.getRuntime().availableProcessors();

  private static final int CLOSE_SECONDS_MAX = 3;

  /** Pages are kept in memory: no copy of the class path on disk is needed. */
  private static final FileSystemOptions NO_FILE_CACHE =
      new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);

  /** Opens one, on the platform's native transport where there is one. */
  public static EventLoops open() {
    var options =
        new VertxOptions()
            .setEventLoopPoolSize(COUNT)
            .setPreferNativeTransport(true)
            .setFileSystemOptions(NO_FILE_CACHE)
            .setUseDaemonThread(false);
    return new EventLoops(Vertx.vertx(options));
  }

  /**
   * Opens one whose loops tell how late they are, each as {@code event_loop_lag_seconds}.
   *
   * @param registry closed after this
   */
  public static EventLoops open(MeterRegistry registry) {
    var loops = open();
    LoopLag.watch(loops.vertx, registry);
    return loops;
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
