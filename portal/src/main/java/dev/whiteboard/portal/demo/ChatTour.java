package dev.whiteboard.portal.demo;

import dev.whiteboard.chat.ChatService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** Two people on two nodes; one goes away and comes back; one message is sent three times. */
final class ChatTour implements Tour {
  /** Somebody who is signed in. */
  private record Person(String name, String id, String token) {}

  @Override
  public void show(Stage stage, Running running) throws Exception {
    var first = running.service(ChatService.NAME);
    var second = other(stage, first);
    stage.title("The chat, its nodes at %s and %s".formatted(first, second));
    stage.step("Two people, and a chat");
    var ada = person(stage, first, "Ada");
    var bob = person(stage, second, "Bob");
    var chat = chat(stage, first, ada, bob);
    try (var http = HttpClient.newHttpClient();
        var adasLine = ChatLine.open(http, first, ada.token)) {
      try (var bobsLine = ChatLine.open(http, second, bob.token)) {
        say(stage, adasLine, bobsLine, chat);
      }
      goAwayAndComeBack(stage, http, first, adasLine, bob, chat);
      try (var adasOtherLine = ChatLine.open(http, second, ada.token)) {
        sayThreeTimes(stage, adasLine, adasOtherLine, chat);
      }
      showHistory(stage, second, bob, chat);
    }
  }

  /** The second node, which the first one knows of; itself where there is none. */
  private static URI other(Stage stage, URI first) throws IOException {
    var nodes = stage.quietly(first, "/api/v1/nodes", Optional.empty()).mustBe(200).json();
    return nodes.getJsonArray("ports").stream()
        .map(Integer.class::cast)
        .filter(port -> port != first.getPort())
        .findFirst()
        .map(port -> URI.create("http://localhost:" + port))
        .orElse(first);
  }

  private static Person person(Stage stage, URI node, String name) throws IOException {
    var unique = name + " " + stage.unique();
    var account = new JsonObject().put("name", unique).put("password", stage.id().toString());
    stage.quietly(node, "/api/v1/users", account, Optional.empty()).mustBe(201);
    var session = stage.quietly(node, "/api/v1/sessions", account, Optional.empty()).json();
    stage.say("%s signs up and in at %s".formatted(unique, node));
    return new Person(unique, session.getString("userId"), session.getString("token"));
  }

  private static String chat(Stage stage, URI node, Person ada, Person bob) throws IOException {
    var wanted = new JsonObject().put("kind", "direct").put("members", new JsonArray().add(bob.id));
    var chat = stage.post(node, "/api/v1/chats", wanted, Optional.of(ada.token)).mustBe(201).json();
    stage.why("Passwords as Argon2id; a token for an hour, which either node can check by itself.");
    return chat.getString("chatId");
  }

  private static JsonObject message(Stage stage, String chat, String words) {
    return new JsonObject()
        .put("t", "send")
        .put("mid", stage.id().toString())
        .put("chat", chat)
        .put("kind", "text")
        .put("body", words);
  }

  private static void say(Stage stage, ChatLine ada, ChatLine bob, String chat) throws IOException {
    stage.step("Ada speaks at node 1, Bob hears it at node 2");
    var began = System.nanoTime();
    ada.send(message(stage, chat, "Does it hold?"));
    var heard = bob.next("msg");
    var took = Duration.ofNanos(System.nanoTime() - began);
    var sent = ada.next("sent");
    stage.say("Ada ◂ sent, seq " + sent.getLong("seq"));
    stage.say(
        "Bob ◂ \"%s\", seq %d, %s later"
            .formatted(heard.getString("body"), heard.getLong("seq"), Stage.millis(took)));
    stage.why(
        "Sent is said once it is in PostgreSQL. The way by Redis is a hint, and may be lost.");
  }

  private static void goAwayAndComeBack(
      Stage stage, HttpClient http, URI first, ChatLine ada, Person bob, String chat)
      throws IOException {
    stage.step("Bob's connection is cut; he comes back at the other node");
    for (var words : new String[] {"Still there?", "Bob?"}) {
      ada.send(message(stage, chat, words));
      ada.next("sent");
    }
    stage.say("Ada ▸ two messages meanwhile");
    try (var line = ChatLine.open(http, first, bob.token)) {
      line.send(
          new JsonObject().put("t", "sync").put("chat", chat).put("after", 1).put("limit", 100));
      for (var i = 0; i < 2; i++) {
        var message = line.next("msg");
        stage.say(
            "Bob ◂ \"%s\", seq %d".formatted(message.getString("body"), message.getLong("seq")));
      }
    }
    stage.why("A dense number in each chat: what is missing is seen by counting, at any node.");
  }

  private static void sayThreeTimes(Stage stage, ChatLine one, ChatLine other, String chat)
      throws IOException {
    stage.step(
        "And now Ada's client isn't sure: it sends the same message three times, from two nodes");
    var message = message(stage, chat, "Exactly once?");
    for (var line : new ChatLine[] {one, other, one}) {
      line.send(message);
      var sent = line.next("sent");
      stage.say(
          "%s ◂ sent, seq %d%s"
              .formatted(
                  line == one ? "node 1" : "node 2",
                  sent.getLong("seq"),
                  sent.getBoolean("dup", false) ? ", as before" : ""));
    }
  }

  private static void showHistory(Stage stage, URI node, Person bob, String chat)
      throws IOException {
    var path = "/api/v1/chats/%s/messages?limit=10".formatted(chat);
    var messages = stage.quietly(node, path, Optional.of(bob.token)).mustBe(200).json();
    var times =
        messages.getJsonArray("messages").stream()
            .filter(message -> "Exactly once?".equals(((JsonObject) message).getString("body")))
            .count();
    stage.say("in Bob's history: %d time".formatted(times));
    stage.why(
        "The message's id is unique in the same transaction that gives it its number: no node has to remember.");
  }
}
