package dev.whiteboard.cdn;

import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.resp.Bytes;
import dev.whiteboard.cdn.resp.Entry;
import dev.whiteboard.cdn.resp.RespOptions;
import dev.whiteboard.cdn.resp.RespServer;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.run.ServiceDefinition.Start;
import dev.whiteboard.kit.run.ServiceMain;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/**
 * The cache as a service that speaks Redis' protocol: {@code redis-cli -p 8491}. It comes with the
 * CDN, and runs alone too.
 */
public final class LruService implements RunningService {
  private final Closers closers;
  private final URI url;

  private LruService(Closers closers, URI url) {
    this.closers = closers;
    this.url = url;
  }

  /** Runs it alone in a process of its own. */
  public static void main(String[] arguments) {
    ServiceMain.run(List.of(arguments), LruService::read);
  }

  private static Start read(Settings settings) {
    settings.owning("CDN_");
    var own = LruSettings.read(settings);
    return () -> start(own);
  }

  private static LruService start(LruSettings settings) throws IOException {
    var closers = new Closers();
    try {
      return start(settings, closers.add(EventLoops.open()).vertx(), closers);
    } catch (IOException e) {
      closers.close();
      throw e;
    }
  }

  /**
   * Starts it on event loops that are there.
   *
   * @throws IOException where the port can't be had
   */
  static LruService start(LruSettings settings, Vertx vertx) throws IOException {
    return start(settings, vertx, new Closers());
  }

  private static LruService start(LruSettings settings, Vertx vertx, Closers closers)
      throws IOException {
    var options =
        RespOptions.of(settings.host(), settings.port(), EventLoops.COUNT, settings.redisPolicy());
    var cache =
        settings.policy().<Bytes, Entry>cache(Bounds.weight(settings.bytesMax(), Entry::weight));
    var server = closers.add(RespServer.start(vertx, options, cache, InstantSource.system()));
    return new LruService(closers, URI.create("redis://" + settings.host() + ":" + server.port()));
  }

  @Override
  public String name() {
    return "lru";
  }

  /** Where clients connect. */
  @Override
  public URI url() {
    return url;
  }

  @Override
  public void close() {
    closers.close();
  }
}
