package dev.whiteboard.stack;

import dev.whiteboard.stack.process.FolderLock;
import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Servers from Maven Central, started here. What they hold is in the state folder, one folder a
 * server, and is there again when a stack is started on it the next time.
 */
public final class EmbeddedStack implements LocalStack {
  private final FolderLock lock;
  private final Map<Server, EmbeddedServer> servers;

  private EmbeddedStack(FolderLock lock, Map<Server, EmbeddedServer> servers) {
    this.lock = lock;
    this.servers = servers;
  }

  /**
   * Starts the servers, side by side, and returns when all answer.
   *
   * @throws ServerException if one does not come up, after stopping the others; or if another stack
   *     runs on the folder
   */
  public static EmbeddedStack start(Set<Server> servers, Path stateFolder, StackListener listener) {
    Path folder = make(stateFolder);
    FolderLock lock = FolderLock.take(folder);
    try {
      return new EmbeddedStack(
          lock,
          SideBySide.start(
              servers, server -> start(server, folder, listener), EmbeddedServer::close));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public StackAddresses addresses() {
    Map<Server, String> addresses = new EnumMap<>(Server.class);
    servers.forEach((server, started) -> addresses.put(server, started.url()));
    return new StackAddresses(addresses);
  }

  @Override
  public void close() {
    try {
      SideBySide.stop(servers.values(), EmbeddedServer::close);
    } finally {
      lock.close();
    }
  }

  private static EmbeddedServer start(Server server, Path stateFolder, StackListener listener) {
    Path folder = stateFolder.resolve(server.name().toLowerCase(Locale.ROOT));
    Announced announced = Announced.starting(server, listener);
    EmbeddedServer started =
        switch (server) {
          case POSTGRES -> EmbeddedPostgres.start(folder);
          case REDIS -> EmbeddedRedis.start(folder);
          case KAFKA -> EmbeddedKafka.start(folder);
        };
    announced.ready(new Greeting(started.version(), started.location()));
    return started;
  }

  private static Path make(Path folder) {
    try {
      return Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new ServerException("cannot make " + folder + ": " + e.getMessage(), e);
    }
  }
}
