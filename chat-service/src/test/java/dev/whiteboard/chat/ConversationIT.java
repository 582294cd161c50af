package dev.whiteboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** People talk over two nodes. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
class ConversationIT extends ChatOnDatabases {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Person first() throws Exception {
    return Person.of(chat.first(), "user" + NAMES.incrementAndGet());
  }

  private Person second() throws Exception {
    return Person.of(chat.second(), "user" + NAMES.incrementAndGet());
  }

  @Test
  void message_reachesTheOther_onAnotherNode_inOrder() throws Exception {
    try (var ada = first().connect();
        var bob = second().connect()) {
      var room = ada.chat("direct", bob);
      for (var i = 1; i <= 20; i++) {
        ada.say(room, "hello " + i);
      }
      var expected = IntStream.rangeClosed(1, 20).mapToObj(i -> i + " hello " + i).toList();

      assertThat(bob.hear(20)).isEqualTo(expected);
      assertThat(ada.hear(20)).isEqualTo(expected);
    }
  }

  @Test
  void delivery_isTimed_fromTheMessageToTheSocket() throws Exception {
    try (var ada = first().connect();
        var bob = second().connect()) {
      var before = deliveries(chat.second());
      ada.say(ada.chat("direct", bob), "how long does it take?");

      assertThat(bob.hear(1)).hasSize(1);
      assertThat(deliveries(chat.second())).isGreaterThan(before);
    }
  }

  private static double deliveries(URI node) throws Exception {
    return metrics(node)
        .lines()
        .filter(line -> line.startsWith("chat_delivery_seconds_count"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Those that count by result are there from the first one on. */
  @Test
  void metrics_haveEachThatTheReadmeTellsOf() throws Exception {
    var readme = Files.readString(Path.of("README.md"));
    var table = readme.substring(readme.indexOf("## Metrics"), readme.indexOf("## Measured"));
    var told =
        Pattern.compile("`((?:chat|http|postgresql|event)_\\w+)`")
            .matcher(table)
            .results()
            .map(m -> m.group(1));
    var shown = metrics(chat.first());

    assertThat(told.filter(metric -> !metric.endsWith("_total")))
        .contains("chat_files_disk_free_bytes", "postgresql_pool_waiting")
        .allSatisfy(metric -> assertThat(shown).contains("\n" + metric));
  }

  private static String metrics(URI node) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(node.resolve("/metrics")).build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void sent_tellsThePlace_andARetryOnAnotherNodeGetsItBack() throws Exception {
    try (var ada = first().connect();
        var adaElsewhere = ada.at(chat.second()).connect();
        var bob = second().connect()) {
      var room = ada.chat("direct", bob);
      var mid = ada.say(room, "once");
      var sent = ada.next("sent");
      adaElsewhere.say(room, mid, "once");
      var again = adaElsewhere.next("sent");

      assertThat(sent.getLong("seq")).isEqualTo(1);
      assertThat(sent.getBoolean("dup")).isFalse();
      assertThat(again.getLong("seq")).isEqualTo(1);
      assertThat(again.getBoolean("dup")).isTrue();
      ada.say(room, "twice");
      assertThat(bob.hear(2)).containsExactly("1 once", "2 twice");
    }
  }

  @Test
  void hello_ofWhoWasAway_isToldWhatToFetch() throws Exception {
    try (var ada = first().connect();
        var bob = second()) {
      var room = ada.chat("direct", bob);
      for (var i = 1; i <= 5; i++) {
        ada.say(room, "hello " + i);
      }
      ada.hear(5);
      bob.connect(new JsonObject().put(room, 2));
      var gap = bob.next("gap");
      assertThat(gap.getLong("from")).isEqualTo(3);
      assertThat(gap.getLong("to")).isEqualTo(5);

      bob.send(new JsonObject().put("t", "sync").put("chat", room).put("after", 2));
      assertThat(bob.hear(3)).containsExactly("3 hello 3", "4 hello 4", "5 hello 5");
      assertThat(bob.next("synced").getLong("head")).isEqualTo(5);
    }
  }

  @Test
  void group_addedMemberSeesFromThere_removedOneSeesNoMore() throws Exception {
    try (var ada = first().connect();
        var bob = second().connect();
        var cyd = second().connect()) {
      var room = ada.chat("group", bob);
      ada.say(room, "before");
      bob.hear(1);
      ada.post(
          "/api/v1/chats/" + room + "/members",
          new JsonObject().put("members", new JsonArray().add(cyd.id())));
      ada.say(room, "between");
      assertThat(cyd.next("msg").getString("kind")).isEqualTo("added");
      assertThat(cyd.hear(1)).containsExactly("3 between");
      assertThat(ada.request("DELETE", "/api/v1/chats/" + room + "/members/" + cyd.id()))
          .isLessThan(300);
      ada.say(room, "after");
      bob.hear(4);

      assertThat(cyd.next("msg").getString("kind")).isEqualTo("removed");
      cyd.send(new JsonObject().put("t", "ping"));
      assertThat(cyd.next("pong").getJsonObject("heads")).isNull();
      cyd.say(room, "may I?");
      assertThat(cyd.next("error").getString("code")).isEqualTo("not-a-member");
    }
  }

  @Test
  void hello_withNoTokenOfOurs_isEnded() throws Exception {
    try (var ada = first().open()) {
      ada.send(new JsonObject().put("t", "hello").put("token", "a.b.c"));

      assertThat(ada.next("bye").getBoolean("reconnect")).isFalse();
      assertThat(ada.next("closed").getInteger("code")).isEqualTo(4501);
    }
  }

  @Test
  void signOut_endsTheConnection_onAnotherNode() throws Exception {
    try (var ada = second().connect()) {
      assertThat(ada.at(chat.first()).request("DELETE", "/api/v1/sessions/current"))
          .isLessThan(300);

      assertThat(ada.next("closed").getInteger("code")).isEqualTo(4502);
    }
  }

  @Test
  void typing_isToldToTheOther() throws Exception {
    try (var ada = first().connect();
        var bob = second().connect()) {
      var room = ada.chat("direct", bob);
      ada.say(room, "hi");
      bob.hear(1);
      ada.send(new JsonObject().put("t", "typing").put("chat", room));

      assertThat(bob.next("typing").getString("user")).isEqualTo(ada.id());
    }
  }

  @Test
  void badFrame_isToldWhatIsWrong() throws Exception {
    try (var ada = first().connect()) {
      ada.send(new JsonObject().put("t", "ack").put("chat", "x"));

      assertThat(ada.next("error").getString("detail"))
          .isEqualTo("chat must be a UUID in lower case; upto is missing");
    }
  }
}
