package dev.whiteboard.chat.push;

import dev.whiteboard.chat.ChatService;
import dev.whiteboard.chat.ChatSettings;
import dev.whiteboard.chat.Person;
import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.chat.push.channel.TestBrowser;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests over whole nodes share. */
final class PushNodes {
  static final String ADMIN_KEY = "the key of the operators";
  static final Duration WITHIN = Duration.ofSeconds(30);

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private PushNodes() {}

  /** Two nodes that push to this machine, and try again soon. */
  static RunningChat start(TestStack stack, String... more) throws Exception {
    var given = new String[more.length + 8];
    System.arraycopy(
        new String[] {
          "CHAT_PUSH_PRIVATE_TARGETS", "true",
          "CHAT_PUSH_BACKOFF", "PT0.05S",
          "CHAT_PUSH_ATTEMPTS", "3",
          "CHAT_ADMIN_KEY", ADMIN_KEY
        },
        0,
        given,
        0,
        8);
    System.arraycopy(more, 0, given, 8, more.length);
    return RunningChat.start(stack, given);
  }

  /** A node by itself, to be ended alone. */
  static ChatService node(TestStack stack, String name, String... more) throws Exception {
    var given = RunningChat.settings(stack);
    given.put("CHAT_NODES", "1");
    given.put("CHAT_NODE", name);
    given.put("CHAT_PUSH_PRIVATE_TARGETS", "true");
    for (var i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    return ChatService.start(ChatSettings.read(Settings.of(given, List.of())));
  }

  /** Somebody new. */
  static Person person(URI node) throws Exception {
    return Person.of(node, "pushed" + NAMES.incrementAndGet());
  }

  /** What the last of {@link #person} is called. */
  static String lastName() {
    return "pushed" + NAMES.get();
  }

  /** An answer. */
  record Answer(int status, String body) {
    JsonObject json() {
      return new JsonObject(body);
    }
  }

  /** Sends a request with any token. */
  static Answer send(URI node, String method, String path, String token, JsonObject body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(WITHIN)
            .method(
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.body());
  }

  static Answer get(URI node, String path, String token) throws Exception {
    return send(node, "GET", path, token, new JsonObject());
  }

  /** As a browser's {@code PushSubscription.toJSON} has it, and the channel. */
  static JsonObject browser(URI endpoint, TestBrowser browser) {
    return new JsonObject()
        .put("channel", "webpush")
        .put("endpoint", endpoint.toString())
        .putNull("expirationTime")
        .put("keys", new JsonObject().put("p256dh", browser.p256dh()).put("auth", browser.auth()));
  }

  static JsonObject hook(URI url) {
    return new JsonObject().put("channel", "webhook").put("url", url.toString());
  }

  /** Has the person told by a webhook; the answer. */
  static JsonObject subscribe(Person person, URI url) throws Exception {
    return person.post("/api/v1/push-subscriptions", hook(url));
  }
}
