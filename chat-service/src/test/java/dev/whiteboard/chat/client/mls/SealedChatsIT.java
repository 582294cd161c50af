package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.TestDevice.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.chat.client.ChatClients;
import dev.whiteboard.chat.client.TestDevice;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Devices with keys talk through the service, on two nodes. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class SealedChatsIT {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static RunningChat service;
  private static ChatClients clients;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    service = RunningChat.start(stack);
    clients = TestDevice.clients(11);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    service.close();
  }

  private static String name() {
    return "sealed" + NAMES.incrementAndGet();
  }

  private static SealedPerson person(URI node) throws Exception {
    return SealedPerson.of(clients, node, name());
  }

  @Test
  void words_sealedByOne_areReadByTheOthers_andTheirNumbersAgree() throws Exception {
    try (var ada = person(service.first());
        var bob = person(service.second());
        var cyd = person(service.first())) {
      var chat = ada.chat(bob, cyd);
      ada.say(chat, "to both");
      awaitHeard(List.of(ada, bob, cyd), "to both");
      bob.say(chat, "back");
      awaitHeard(List.of(ada, bob, cyd), "to both", "back");

      assertThat(ada.sealed().safetyNumber(chat, bob.user()))
          .isEqualTo(bob.sealed().safetyNumber(chat, ada.user()))
          .isNotEqualTo(ada.sealed().safetyNumber(chat, cyd.user()));
    }
  }

  @Test
  void welcomes_thatCannotBeHadAtFirst_areWaitedFor() throws Exception {
    try (var ada = person(service.first());
        var bob = person(service.second())) {
      bob.lose(3);
      var chat = ada.chat(bob);
      ada.say(chat, "before the welcome");

      awaitHeard(List.of(ada, bob), "before the welcome");
      assertThat(bob.unreadable).isEmpty();
      assertThat(bob.toLose()).isZero();
    }
  }

  @Test
  void member_addedLater_readsFromThere_andRemovedNoMore_whoeverIsNextToSpeak() throws Exception {
    try (var ada = person(service.first());
        var bob = person(service.second());
        var cyd = person(service.second())) {
      var chat = ada.chat(bob);
      ada.say(chat, "before");
      ada.add(chat, cyd);
      eventually().until(() -> bob.sealed().members(chat).contains(cyd.user()));
      bob.say(chat, "with cyd");
      awaitHeard(List.of(cyd), "with cyd");
      awaitHeard(List.of(ada, bob), "before", "with cyd");
      ada.removeFromChat(chat, cyd);
      eventually().until(() -> knowsOfOnesLeaving(bob, chat, cyd));
      bob.say(chat, "without cyd");

      awaitHeard(List.of(ada, bob), "before", "with cyd", "without cyd");
      assertThat(cyd.heard).containsExactly("with cyd");
      assertThat(bob.sealed().members(chat)).doesNotContain(cyd.user());
    }
  }

  @Test
  void device_thatCameLater_entersOnItsOwn_andReadsFromThere() throws Exception {
    var name = name();
    try (var ada = SealedPerson.of(clients, service.first(), name);
        var bob = person(service.second())) {
      var chat = ada.chat(bob);
      bob.say(chat, "to the first device");
      awaitHeard(List.of(ada), "to the first device");
      try (var second = SealedPerson.again(clients, service.second(), name)) {
        second.say(chat, "from the second");
        bob.say(chat, "to both devices");

        awaitHeard(List.of(second), "from the second", "to both devices");
        awaitHeard(List.of(ada, bob), "to the first device", "from the second", "to both devices");
      }
    }
  }

  @Test
  void keys_changedByAllAtOnce_eachIsTheFirstOnce_andAllReadOn() throws Exception {
    try (var ada = person(service.first());
        var bob = person(service.second());
        var cyd = person(service.first())) {
      var chat = ada.chat(bob, cyd);
      ada.say(chat, "one");
      awaitHeard(List.of(ada, bob, cyd), "one");
      var before = ada.sealed().epoch(chat);
      allAtOnce(
          List.of(ada, bob, cyd),
          one -> {
            one.sealed().refresh(chat);
            return one;
          });
      cyd.say(chat, "two");

      awaitHeard(List.of(ada, bob, cyd), "one", "two");
      assertThat(ada.sealed().epoch(chat)).isEqualTo(before + 3);
    }
  }

  private interface Doing {
    SealedPerson by(SealedPerson one) throws Exception;
  }

  private static void allAtOnce(List<SealedPerson> people, Doing doing) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<SealedPerson>>();
      people.forEach(one -> tasks.add(() -> doing.by(one)));
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  private static boolean knowsOfOnesLeaving(SealedPerson who, ChatId chat, SealedPerson gone) {
    return who.sealed().left(chat).contains(gone.user());
  }

  private static void awaitHeard(List<SealedPerson> people, String... words) {
    for (var one : people) {
      eventually()
          .untilAsserted(() ->
              assertThat(one.heard)
                  .describedAs("unreadable: %s", one.unreadable)
                  .containsExactly(words));
    }
  }
}
