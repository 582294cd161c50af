package dev.whiteboard.portal.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A device's WebSocket at a node of the chat, frame by frame. */
final class ChatLine implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  private ChatLine(HttpClient http, URI node, String token) throws IOException {
    var url = URI.create(node.toString().replaceFirst("^http", "ws")).resolve("/api/v1/socket");
    socket =
        done(
            http.newWebSocketBuilder()
                .subprotocols("chat.v1+json")
                .header("Authorization", "Bearer " + token)
                .connectTimeout(ANSWER_MAX)
                .buildAsync(url, new Frames()));
  }

  /** Connects, and waits until the node says welcome. */
  static ChatLine open(HttpClient http, URI node, String token) throws IOException {
    var line = new ChatLine(http, node, token);
    line.next("welcome");
    return line;
  }

  private final class Frames implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  void send(JsonObject frame) throws IOException {
    done(socket.sendText(frame.encode(), true));
  }

  /** The next frame of a kind; others before it are passed over. */
  JsonObject next(String kind) throws IOException {
    var deadline = System.nanoTime() + ANSWER_MAX.toNanos();
    try {
      while (true) {
        var frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (frame == null) {
          throw new IOException("no " + kind + " came within " + ANSWER_MAX.toSeconds() + " s");
        }
        if (frame.getString("t").equals(kind)) {
          return frame;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static <T> T done(CompletionStage<T> answer) throws IOException {
    try {
      return answer.toCompletableFuture().get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the chat's socket: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Without a word, as where a network is lost. */
  @Override
  public void close() {
    socket.abort();
  }
}
