package dev.whiteboard.portal.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readings of a stand-in for a chat node. */
final class LiveFiguresTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);

  private volatile String text = "chat_connections 7\nchat_delivery_seconds_count 0\n";
  private volatile boolean isSilent;

  private HttpServer system;
  private URI url;
  private LiveFigures figures;

  @BeforeEach
  void start() throws IOException {
    system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    system.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    system.createContext("/metrics", this::answer);
    system.start();
    url = URI.create("http://127.0.0.1:" + system.getAddress().getPort());
    figures = LiveFigures.start(() -> Map.of("chat-service", List.of(url)));
  }

  @AfterEach
  void stop() {
    end.countDown();
    figures.close();
    system.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      if (isSilent) {
        end.await();
      }
      var bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FigureLine sockets() {
    return figures.look().getOrDefault("chat-service", List.of()).getFirst();
  }

  @Test
  void look_again_showsWhatIsOpen() {
    await().atMost(SOON).until(() -> sockets().now().orElse(0) == 7);

    text = "chat_connections 9\n";
    await().atMost(SOON).until(() -> sockets().now().orElse(0) == 9);
  }

  /** However many look. */
  @Test
  void look_byMany_asksOnceASecond() {
    await().atMost(SOON).until(() -> sockets().now().isPresent());
    var before = asked.get();
    var began = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(SOON)
        .until(() -> {
          var _ = sockets();
          return System.nanoTime() - began > Duration.ofSeconds(2).toNanos();
        });

    assertThat(asked.get() - before).isBetween(1, 3);
  }

  @Test
  void look_byNobody_asksNothing() {
    await().during(Duration.ofMillis(1_500)).atMost(SOON).until(() -> asked.get() == 0);
  }

  @Test
  void look_systemIsSilent_figuresAreNotKnown_andNobodyWaits() {
    await().atMost(SOON).until(() -> sockets().now().isPresent());
    isSilent = true;

    await().atMost(SOON).until(() -> sockets().now().isEmpty());
  }

  @Test
  void look_answerIsTooLong_isNone() {
    text = "chat_connections 7\n" + "#".repeat(MetricsReader.BYTES_MAX);
    await()
        .atMost(SOON)
        .until(() -> {
          var _ = sockets();
          return asked.get() > 1;
        });

    assertThat(sockets().now()).isEmpty();
  }

  @Test
  void look_systemThatIsNotKnown_hasNoFigures() {
    assertThat(Figures.of("another")).isEmpty();
  }
}
