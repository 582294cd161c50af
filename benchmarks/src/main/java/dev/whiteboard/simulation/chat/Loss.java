package dev.whiteboard.simulation.chat;

import dev.whiteboard.chat.session.SessionSettings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How clients lose their gateway. */
enum Loss {
  /** Its process dies, and the kernel closes all sockets: everybody knows at once. */
  KILLED {
    @Override
    Notice notice(RandomGenerator random) {
      return new Notice.After(Duration.ZERO);
    }
  },

  /**
   * Its machine dies without a word: a client gives it up when it was silent for two heartbeats.
   */
  SILENT {
    @Override
    Notice notice(RandomGenerator random) {
      var heartbeat = SessionSettings.DEFAULT.heartbeat();
      var sinceHeard = random.nextLong(Heartbeats.intervalNanos(heartbeat.toNanos(), random));
      return new Notice.After(heartbeat.multipliedBy(SILENT_HEARTBEATS_MAX).minusNanos(sinceHeard));
    }
  },

  /** It is told to stop, and tells each client when to come back. */
  STOPPED {
    @Override
    Notice notice(RandomGenerator random) {
      var spreadMs = SessionSettings.DEFAULT.drainSpread().toMillis();
      return new Notice.Told(random.nextLong(spreadMs + 1));
    }
  };

  /** As the client has it. */
  private static final int SILENT_HEARTBEATS_MAX = 2;

  /** How a client learns of it. */
  sealed interface Notice {
    /** By itself, so long after. */
    record After(Duration time) implements Notice {}

    /** At once, and with the time for which it is to stay away. */
    record Told(long afterMs) implements Notice {}
  }

  /** What one client hears. */
  abstract Notice notice(RandomGenerator random);
}
