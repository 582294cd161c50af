package dev.whiteboard.chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.push.channel.TestTargets;
import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes: the chat goes on, pushes come late, and none is lost. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PushKafkaAwayIT {
  @Test
  void kafkaAway_chatGoesOn_andPushesComeWhenItIsBack(TestStack stack, @TempDir Path folder)
      throws Exception {
    try (var targets = TestTargets.start();
        var kafka = EmbeddedKafka.start(folder);
        var node =
            PushNodes.node(
                stack,
                "only",
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.url(),
                "CHAT_PUSH_AFTER",
                "PT0.1S");
        var ada = PushNodes.person(node.url());
        var cyd = PushNodes.person(node.url()).connect();
        var bob = PushNodes.person(node.url()).connect()) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      var room = bob.chat("group", ada, cyd);
      bob.say(room, "before");
      assertThat(told(targets)).isEqualTo(1);

      kafka.stop();
      for (var i = 0; i < 10; i++) {
        bob.say(room, "meanwhile " + i);
      }
      assertThat(cyd.hear(11)).hasSize(11);
      assertThat(targets.at("/ada")).hasSize(1);
      kafka.restart();

      var seq = told(targets);
      while (seq < 11) {
        seq = told(targets);
      }
      assertThat(seq).isEqualTo(11);
    }
  }

  private static long told(TestTargets targets) throws Exception {
    return new JsonObject(new String(targets.next().body(), UTF_8)).getLong("seq");
  }
}
