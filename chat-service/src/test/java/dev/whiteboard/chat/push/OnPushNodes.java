package dev.whiteboard.chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.chat.push.channel.TestTargets;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests on two nodes that are there for all of a class: with one database, or on two shards. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnPushNodes {
  RunningChat chat;
  TestTargets targets;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  /** What the nodes are told: name, value, name, value. */
  abstract String[] settings();

  /** The same, and where chats are. */
  final String[] settingsAndShards(TestStack stack) {
    return Stream.of(settings(), stack.databaseSettings(onShards()))
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  @BeforeAll
  final void start(TestStack stack) throws Exception {
    chat = PushNodes.start(stack, settingsAndShards(stack));
  }

  @AfterAll
  final void stop() {
    chat.close();
  }

  @BeforeEach
  final void open() throws Exception {
    targets = TestTargets.start();
  }

  @AfterEach
  final void close() {
    targets.close();
  }

  final JsonObject hear(String path) throws Exception {
    var received = targets.next();
    assertThat(received.path()).isEqualTo(path);
    return new JsonObject(new String(received.body(), UTF_8));
  }
}
