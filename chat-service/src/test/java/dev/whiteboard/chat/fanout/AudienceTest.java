package dev.whiteboard.chat.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.NoMembers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is remembered of routes, with a Redis that answers when the test says so. */
@Timeout(20)
final class AudienceTest {
  private static final UserId BOB = new UserId(new UUID(0, 2));
  private static final UserId CYD = new UserId(new UUID(0, 3));

  private final LinkedBlockingQueue<CompletableFuture<Set<String>>> questions =
      new LinkedBlockingQueue<>();
  private final Audience audience = new Audience(new NoMembers(), this::ask);

  private CompletionStage<Set<String>> ask(UserId user) {
    var answer = new CompletableFuture<Set<String>>();
    questions.add(answer);
    return answer;
  }

  private CompletableFuture<Set<String>> nodesOfBob() {
    return nodesOf(List.of(BOB));
  }

  private CompletableFuture<Set<String>> nodesOf(List<UserId> users) {
    var found = new CompletableFuture<Set<String>>();
    Thread.startVirtualThread(() -> {
      try {
        found.complete(audience.nodesOf(users));
      } catch (InterruptedException | RuntimeException e) {
        found.completeExceptionally(e);
      }
    });
    return found;
  }

  private CompletableFuture<Set<String>> question() throws InterruptedException {
    return questions.take();
  }

  @Test
  void nodesOf_askedTwiceWithinAMoment_asksOnce() throws Exception {
    var first = nodesOfBob();
    question().complete(Set.of("b"));

    assertThat(first.get()).containsExactly("b");
    assertThat(nodesOfBob().get()).containsExactly("b");
    assertThat(questions).isEmpty();
  }

  @Test
  void nodesOf_userArrivesWhileRoutesAreRead_asksAnew() throws Exception {
    var before = nodesOfBob();
    var asked = question();
    audience.arrived(BOB);
    asked.complete(Set.of());
    assertThat(before.get()).isEmpty();

    var after = nodesOfBob();
    question().complete(Set.of("b"));
    assertThat(after.get()).containsExactly("b");
  }

  @Test
  void nodesOf_redisFails_saysNothing_andAsksAnew() throws Exception {
    var during = nodesOfBob();
    question().completeExceptionally(new IllegalStateException("away"));
    assertThat(during.get()).isEmpty();

    var after = nodesOfBob();
    question().complete(Set.of("b"));
    assertThat(after.get()).containsExactly("b");
  }

  @Test
  void nodesOf_oneServerOfAClusterFails_saysWhatTheOthersKnow() throws Exception {
    var found = nodesOf(List.of(BOB, CYD));
    question().completeExceptionally(new IllegalStateException("away"));
    question().complete(Set.of("c"));

    assertThat(found.get()).containsExactly("c");
  }
}
