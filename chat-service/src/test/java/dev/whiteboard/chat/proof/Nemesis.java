package dev.whiteboard.chat.proof;

import dev.whiteboard.chat.client.ChatClient;
import dev.whiteboard.stack.EmbeddedPostgres;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** What goes wrong in a run. Each does its harm, and undoes it. */
enum Nemesis {
  /** A node is gone, and comes back. */
  KILL_NODE {
    @Override
    void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) throws Exception {
      stack.killAndRestart(chance.node());
    }
  },
  /** A node is there and does nothing, for longer than clients wait. */
  PAUSE_NODE {
    @Override
    void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) {
      var node = stack.node(chance.node());
      node.pause();
      try {
        chance.last(Duration.ofSeconds(6));
      } finally {
        node.resume();
      }
    }
  },
  /** No hints. */
  STOP_REDIS {
    @Override
    void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) {
      stack.redis.stop();
      chance.last(Duration.ofSeconds(2));
      stack.redis.restart();
    }
  },
  /** Nothing downstream. */
  STOP_KAFKA {
    @Override
    void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) {
      stack.kafka.stop();
      chance.last(Duration.ofSeconds(2));
      stack.kafka.restart();
    }
  },
  /** No place for any message. */
  RESTART_POSTGRES {
    @Override
    void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) {
      stack.postgres.forEach(EmbeddedPostgres::restart);
    }
  },
  /** No place for the messages of some chats. */
  STOP_SHARD {
    @Override
    void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) {
      var shard = stack.postgres.get(chance.shard());
      shard.stop();
      chance.last(Duration.ofSeconds(2));
      shard.restart();
    }
  },
  /** All clients change networks, again and again. */
  CUT_CLIENTS {
    @Override
    void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) {
      for (var round = 0; round < 5; round++) {
        clients.stream().filter(_ -> chance.random.nextInt(3) > 0).forEach(ChatClient::reconnect);
        chance.last(Duration.ofMillis(300));
      }
    }
  };

  /** Whether clients lose connections by it. */
  boolean losesConnections() {
    return this == KILL_NODE || this == PAUSE_NODE || this == CUT_CLIENTS;
  }

  /** Does it. */
  abstract void strike(ChaosStack stack, List<ChatClient> clients, Chance chance) throws Exception;

  /**
   * What is left to chance.
   *
   * @param random from the run's seed
   */
  record Chance(RandomGenerator random) {
    private static final Duration LATE_MAX = Duration.ofMinutes(1);

    int node() {
      return random.nextInt(2);
    }

    int shard() {
      return random.nextInt(2);
    }

    /** Lets the harm last. */
    void last(Duration time) {
      Awaitility.await().pollDelay(time).atMost(time.plus(LATE_MAX)).until(() -> true);
    }
  }
}
