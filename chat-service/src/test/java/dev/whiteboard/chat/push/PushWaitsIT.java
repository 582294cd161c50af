package dev.whiteboard.chat.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.Person;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A message waits for a device before it is pushed. That nothing comes is shown by what comes: a
 * message that was said later, to somebody else, and is pushed.
 */
class PushWaitsIT extends OnPushNodes {
  @Override
  String[] settings() {
    return new String[] {"CHAT_PUSH_AFTER", "PT4S"};
  }

  private static void acknowledge(Person who, String room, long upto) throws Exception {
    who.send(new JsonObject().put("t", "ack").put("chat", room).put("upto", upto));
  }

  /** Connects, and has all that he missed. */
  private static void comes(Person who, String room, long upto) throws Exception {
    who.connect(new JsonObject().put(room, 0));
    assertThat(who.next("gap").getLong("to")).isEqualTo(upto);
    acknowledge(who, room, upto);
  }

  /** Five messages, and one who is there; then five, and one who comes just in time. */
  @Test
  void acknowledgedByADevice_isNotPushed_whileOthersOfTheChatAre() throws Exception {
    try (var ada = PushNodes.person(chat.first()).connect();
        var bob = PushNodes.person(chat.second()).connect();
        var cyd = PushNodes.person(chat.first());
        var dan = PushNodes.person(chat.second())) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      PushNodes.subscribe(cyd, targets.url("/cyd"));
      PushNodes.subscribe(dan, targets.url("/dan"));
      var room = bob.chat("group", ada, cyd, dan);
      for (var i = 1; i <= 5; i++) {
        bob.say(room, "message " + i);
      }
      ada.hear(5);
      acknowledge(ada, room, 5);
      comes(dan, room, 5);
      receipts(bob, 5, ada, dan);

      var told = hear("/cyd");
      assertThat(told.getInteger("count")).isEqualTo(5);
      assertThat(told.getString("words")).isEqualTo("message 5");
      assertThat(told.getString("text")).isEqualTo("5 new messages");
      bob.say(bob.chat("direct", cyd), "the last");
      assertThat(hear("/cyd").getString("words")).isEqualTo("the last");
      assertThat(targets.at("/cyd")).as("five in one").hasSize(2);
      assertThat(targets.at("/ada")).isEmpty();
      assertThat(targets.at("/dan")).isEmpty();
    }
  }

  /** Waits until they all have so much, as the table of members says. */
  private static void receipts(Person told, long delivered, Person... members) throws Exception {
    var missing = Stream.of(members).map(Person::id).collect(Collectors.toSet());
    while (!missing.isEmpty()) {
      var receipt = told.next("receipt");
      if (receipt.getLong("delivered") >= delivered) {
        missing.remove(receipt.getString("user"));
      }
    }
  }

  /** What was acknowledged is not counted, and what came since waits its own time. */
  @Test
  void acknowledgedInPart_theRestIsPushed() throws Exception {
    try (var ada = PushNodes.person(chat.first());
        var bob = PushNodes.person(chat.second()).connect()) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      var room = bob.chat("direct", ada);
      bob.say(room, "one");
      assertThat(bob.hear(1)).hasSize(1);
      comes(ada, room, 1);
      receipts(bob, 1, ada);
      ada.cut();
      bob.say(room, "two");
      bob.say(room, "three");

      var told = hear("/ada");
      assertThat(told.getInteger("count")).isEqualTo(2);
      assertThat(told.getString("words")).isEqualTo("three");
      assertThat(targets.at("/ada")).hasSize(1);
    }
  }

  /** The node that heard of it ends before it is due; the other tells it, once. */
  @Test
  void nodeEnds_whilePushesWait_theOtherTellsThem(TestStack stack) throws Exception {
    var third = PushNodes.node(stack, "third", settingsAndShards(stack));
    try (var ada = PushNodes.person(chat.first());
        var bob = PushNodes.person(third.url()).connect()) {
      PushNodes.subscribe(ada, targets.url("/ada"));
      var room = bob.chat("direct", ada);
      for (var i = 1; i <= 20; i++) {
        bob.say(room, "message " + i);
      }
      assertThat(bob.hear(20)).hasSize(20);
      third.close();

      var told = hear("/ada");
      while (told.getLong("seq") < 20) {
        told = hear("/ada");
      }
      assertThat(targets.at("/ada").stream().map(r -> new String(r.body(), UTF_8)).distinct())
          .hasSameSizeAs(targets.at("/ada"));
    }
  }
}
