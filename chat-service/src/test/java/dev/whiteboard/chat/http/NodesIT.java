package dev.whiteboard.chat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page of one node may ask of the other, and that no other page may. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class NodesIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  private static RunningChat chat;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    chat = RunningChat.start(stack);
  }

  @AfterAll
  static void stop() {
    chat.close();
  }

  private static HttpResponse<String> ask(String method, String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(chat.second().resolve(path)).method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void nodes_areTheTwo_andWhichOneAnswers() throws Exception {
    var json = new JsonObject(ask("GET", "/api/v1/nodes").body());

    assertThat(json.getInteger("here")).isEqualTo(chat.second().getPort());
    assertThat(json.getJsonArray("ports"))
        .containsExactlyInAnyOrder(chat.first().getPort(), chat.second().getPort());
  }

  @Test
  void answer_toAPageOfTheOtherNode_mayBeReadByIt_alsoARefusal() throws Exception {
    var sibling = chat.first().toString();

    var refused = ask("GET", "/api/v1/chats", "Origin", sibling);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue(ALLOWED)).contains(sibling);
    assertThat(refused.headers().firstValue("Vary")).contains("Origin");
    assertThat(refused.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void preflight_ofAPageOfTheOtherNode_isAnswered() throws Exception {
    var sibling = chat.first().toString();

    var answer =
        ask(
            "OPTIONS",
            "/api/v1/files",
            "Origin",
            sibling,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,tus-resumable");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue(ALLOWED)).contains(sibling);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("authorization", "tus-resumable", "idempotency-key");
  }

  @Test
  void otherPages_areToldNothing() throws Exception {
    for (var origin : new String[] {"http://evil.example", "http://localhost:1", "null"}) {
      var answer = ask("GET", "/api/v1/nodes", "Origin", origin);
      var preflight =
          ask(
              "OPTIONS",
              "/api/v1/chats",
              "Origin",
              origin,
              "Access-Control-Request-Method",
              "POST");

      assertThat(answer.headers().firstValue(ALLOWED)).as(origin).isEmpty();
      assertThat(preflight.headers().firstValue(ALLOWED)).as(origin).isEmpty();
    }
  }

  @Test
  void socket_isOpenedToAPageOfTheOtherNode_andToNoOther() throws Exception {
    open(chat.first().toString());

    assertThatThrownBy(() -> open("http://localhost:1"))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
  }

  private static void open(String origin) throws Exception {
    HTTP.newWebSocketBuilder()
        .header("Origin", origin)
        .subprotocols("chat.v1+json")
        .buildAsync(
            URI.create("ws://" + chat.second().getAuthority() + "/api/v1/socket"),
            new WebSocket.Listener() {})
        .get()
        .abort();
  }

  @Test
  void policyOfThePage_namesBothNodes() throws Exception {
    var page = ask("GET", "/");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("connect-src 'self' http://localhost:")
        .contains(" ws://localhost:" + chat.first().getPort())
        .contains(" ws://localhost:" + chat.second().getPort())
        .contains("; font-src 'self'");
  }
}
