package dev.whiteboard.kit.store;

import dev.whiteboard.stack.EmbeddedRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One server. */
final class RedisIT extends RedisContract {
  private EmbeddedRedis server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = EmbeddedRedis.start(folder.resolve("redis"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  EmbeddedRedis server() {
    return server;
  }

  @Override
  String url() {
    return server.url();
  }
}
