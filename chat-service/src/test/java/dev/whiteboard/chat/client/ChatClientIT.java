package dev.whiteboard.chat.client;

import static dev.whiteboard.chat.client.TestDevice.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client with real nodes. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class ChatClientIT {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static RunningChat chat;
  private static ChatClients clients;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    chat = RunningChat.start(stack);
    clients = TestDevice.clients(7);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    chat.close();
  }

  private static TestDevice someone(URI... nodes) throws Exception {
    return TestDevice.of(clients, List.of(nodes), "client" + NAMES.incrementAndGet());
  }

  private static List<String> numbered(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> i + " hello " + i).toList();
  }

  @Test
  void send_manyAtOnce_haveTheirPlaceInOrder_atBoth() throws Exception {
    try (var ada = someone(chat.first()).connect();
        var bob = someone(chat.second()).connect()) {
      var room = ada.direct(bob);
      var places = new ArrayList<CompletionStage<Long>>();
      for (var i = 1; i <= 200; i++) {
        places.add(ada.client().send(room, "hello " + i));
      }
      for (var i = 1; i <= 200; i++) {
        assertThat(TestDevice.get(places.get(i - 1))).isEqualTo(i);
      }

      eventually().untilAsserted(() -> assertThat(bob.heard(room)).isEqualTo(numbered(200)));
      eventually().untilAsserted(() -> assertThat(ada.heard(room)).isEqualTo(numbered(200)));
    }
  }

  @Test
  void connect_afterHundredsOfMessages_fetchesAll() throws Exception {
    try (var ada = someone(chat.first()).connect();
        var bob = someone(chat.second())) {
      var room = ada.direct(bob);
      var places = new ArrayList<CompletionStage<Long>>();
      for (var i = 1; i <= 450; i++) {
        places.add(ada.client().send(room, "hello " + i));
      }
      for (var place : places) {
        TestDevice.get(place);
      }
      bob.connect();

      eventually().untilAsserted(() -> assertThat(bob.heard(room)).isEqualTo(numbered(450)));
    }
  }

  @Test
  void reconnect_toTheOtherNode_whileOthersSpeak_losesAndDoublesNothing() throws Exception {
    try (var ada = someone(chat.first(), chat.second()).connect();
        var bob = someone(chat.second(), chat.first()).connect()) {
      var room = ada.direct(bob);
      var places = new ArrayList<CompletionStage<Long>>();
      for (var i = 1; i <= 300; i++) {
        places.add(ada.client().send(room, "hello " + i));
        if (i % 60 == 0) {
          bob.client().reconnect();
          ada.client().reconnect();
          TestDevice.get(places.getLast());
        }
      }

      eventually().untilAsserted(() -> assertThat(bob.heard(room)).isEqualTo(numbered(300)));
    }
  }

  @Test
  void memberAddedLate_hasTheChatFromThere() throws Exception {
    try (var ada = someone(chat.first()).connect();
        var bob = someone(chat.second()).connect();
        var cyd = someone(chat.second()).connect();
        var dan = someone(chat.first())) {
      var room = TestDevice.get(ada.http().group(ada.token(), "us", List.of(bob.user())));
      ada.say(room, "one");
      ada.say(room, "two");
      TestDevice.get(ada.http().add(ada.token(), room, List.of(cyd.user(), dan.user())));
      ada.say(room, "four");
      dan.connect();

      var late = List.of("3 added", "4 four");
      eventually().untilAsserted(() -> assertThat(cyd.heard(room)).isEqualTo(late));
      eventually().untilAsserted(() -> assertThat(dan.heard(room)).isEqualTo(late));
      TestDevice.get(ada.http().remove(ada.token(), room, cyd.user()));
      ada.say(room, "six");
      eventually()
          .untilAsserted(
              () -> assertThat(cyd.heard(room)).containsExactly("3 added", "4 four", "5 removed"));
      TestDevice.get(ada.http().add(ada.token(), room, List.of(cyd.user())));
      ada.say(room, "eight");
      eventually()
          .untilAsserted(() ->
              assertThat(cyd.heard(room))
                  .containsExactly("3 added", "4 four", "5 removed", "7 added", "8 eight"));
    }
  }

  @Test
  void send_toAChatOfOthers_fails() throws Exception {
    try (var ada = someone(chat.first()).connect()) {
      var nowhere = new ChatId(new UUID(1, 2));

      assertThatThrownBy(() -> ada.say(nowhere, "hello"))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RefusedException.class, why -> assertThat(why.code()).isEqualTo("not-a-member"));
    }
  }

  @Test
  void signOut_stopsTheClient_andTellsIt() throws Exception {
    try (var ada = someone(chat.first(), chat.second()).connect()) {
      eventually().until(() -> ada.client().state() instanceof ClientState.Online);
      ada.signOut();

      eventually()
          .untilAsserted(() ->
              assertThat(ada.client().state())
                  .isInstanceOfSatisfying(
                      ClientState.Stopped.class,
                      stopped -> assertThat(stopped.code()).isEqualTo(4502)));
    }
  }

  @Test
  void typing_reachesTheOther() throws Exception {
    try (var ada = someone(chat.first()).connect();
        var bob = someone(chat.second()).connect()) {
      var room = ada.direct(bob);
      ada.say(room, "hi");
      eventually().until(() -> bob.heard(room).size() == 1);

      eventually()
          .untilAsserted(() -> {
            ada.client().typing(room); // told anew as long as she writes: it is nowhere kept
            assertThat(bob.others).contains(new ServerFrame.Typing(room, ada.user()));
          });
    }
  }
}
