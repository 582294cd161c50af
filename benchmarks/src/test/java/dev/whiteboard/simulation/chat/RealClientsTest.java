package dev.whiteboard.simulation.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.client.ChatClient;
import dev.whiteboard.chat.client.ChatClients;
import dev.whiteboard.chat.client.ChatListener;
import dev.whiteboard.chat.client.ClientOptions;
import dev.whiteboard.chat.client.ClientState;
import dev.whiteboard.chat.client.TokenSource;
import dev.whiteboard.chat.client.TokenSource.Token;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.simulation.chat.Gateway.Policy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The small end for real: some hundred clients of the chat's library, on sockets, lose a gateway.
 */
final class RealClientsTest {
  private static final int CLIENTS = 300;
  private static final double RATE = 150;
  private static final double RATE_BEFORE = 10_000;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A loaded machine is slow, and never faster than the gateway. */
  private static final double LATE_SECONDS_MAX = 5;

  private static final double TIMER_SECONDS = 0.05;

  /** When it was welcome last. */
  private static final class Listener implements ChatListener {
    private final AtomicLong onlineNanos = new AtomicLong(Long.MIN_VALUE);

    @Override
    public void onMessage(Message message) {}

    @Override
    public void onState(ClientState state) {
      onlineNanos.set(state instanceof ClientState.Online ? System.nanoTime() : Long.MIN_VALUE);
    }

    boolean isOnline() {
      return onlineNanos.get() != Long.MIN_VALUE;
    }
  }

  @Test
  void gateway_isLost_allComeBackAsSimulated() throws Exception {
    try (var closers = new Closers()) {
      var vertx = closers.add(EventLoops.open()).vertx();
      var lost = new PacedGateway(vertx, RATE_BEFORE);
      var survivor = closers.add(new PacedGateway(vertx, RATE));
      var random = RandomGenerator.of("SecureRandom");
      var clients =
          closers.add(
              ChatClients.open(
                  new ChatClients.Sources(InstantSource.system(), System::nanoTime, random), 1));
      var listeners = Stream.generate(Listener::new).limit(CLIENTS).toList();
      var nodes = List.of(lost.url(), survivor.url());
      TokenSource tokens =
          _ ->
              CompletableFuture.completedFuture(
                  new Token("token", InstantSource.system().instant().plusSeconds(3_600)));
      listeners.stream()
          .map(listener -> clients.client(ClientOptions.of(nodes, tokens), listener))
          .forEach(ChatClient::start);
      Awaitility.await().atMost(SOON).until(() -> listeners.stream().allMatch(Listener::isOnline));

      var lostNanos = System.nanoTime();
      lost.close();
      Awaitility.await()
          .atMost(SOON)
          .until(() ->
              listeners.stream()
                  .allMatch(
                      listener -> listener.isOnline() && listener.onlineNanos.get() > lostNanos));

      var seconds = seconds(listeners, lostNanos);
      var crowd = new Crowd(CLIENTS, 1, RATE, Loss.KILLED, Policy.TAKES_ALL, true);
      var simulated = Comeback.run(crowd, SOON, 1).lastSeconds();
      assertThat(seconds)
          .isBetween(crowd.secondsOfWork() - TIMER_SECONDS, simulated + LATE_SECONDS_MAX);
    }
  }

  private static double seconds(List<Listener> listeners, long sinceNanos) {
    var last = listeners.stream().mapToLong(listener -> listener.onlineNanos.get()).max();
    return (double) (last.orElseThrow() - sinceNanos) / TimeUnit.SECONDS.toNanos(1);
  }
}
