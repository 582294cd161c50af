package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.chat.push.channel.Channels;
import dev.whiteboard.chat.push.channel.Notice;
import dev.whiteboard.chat.push.channel.PushOutcome;
import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import dev.whiteboard.chat.push.channel.PushOutcome.Gone;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two servers is away: pushes of its chats wait, those of others go on. */
final class PushShardAwayIT {
  private static final int SENDERS = 2;
  private static final PushTimes TIMES =
      new PushTimes(Duration.ofMillis(1), Duration.ofSeconds(10));

  /** If each held up one of the senders for some seconds, the last would be told in minutes. */
  private static final int CHATS = 100;

  private EmbeddedPostgres home;
  private EmbeddedPostgres other;
  private PushTables tables;
  private Caller ada;
  private Caller bob;

  @BeforeEach
  void start(@TempDir Path folder) {
    home = EmbeddedPostgres.start(folder.resolve("home"));
    other = EmbeddedPostgres.start(folder.resolve("shard-1"));
    tables = new PushTables(List.of(home.url(), other.url()));
    ada = tables.user("ada");
    bob = tables.user("bob");
    tables.subscribe(ada);
  }

  @AfterEach
  void stop() {
    tables.close();
    other.close();
    home.close();
  }

  private OutboxRecord said(int shard) {
    return tables.say(bob, tables.chatOn(shard, ada, bob), "hello");
  }

  @Test
  void stopped_othersAreHeard_itsOwnWhenItIsBack() {
    var said = List.of(said(1), said(0), said(1));
    other.stop();
    var near = tables.intakes.home();
    var far = tables.intakes.all().getLast();

    near.heard(said);
    assertThatThrownBy(() -> far.heard(said)).isInstanceOf(StoreAwayException.class);
    assertThat(tables.count("pushes")).isEqualTo(1);
    other.restart();

    await()
        .atMost(PushNodes.WITHIN)
        .ignoreExceptions()
        .untilAsserted(() -> {
          far.heard(said);
          assertThat(tables.count("pushes")).isEqualTo(3);
        });
  }

  /** It takes what is asked, and says nothing: so each question is held up as long as can be. */
  @Test
  void silent_pushesOfItsManyChats_keepNoOtherBack_andAreToldWhenItIsBack() {
    var far = Stream.generate(() -> said(1)).limit(CHATS).toList();
    tables.hear(far);
    var near = said(0);
    tables.hear(List.of(near));
    other.pause();
    Set<ChatId> told = ConcurrentHashMap.newKeySet();
    try (var _ = workers(told)) {
      await().atMost(PushNodes.WITHIN).until(() -> !told.isEmpty());
      assertThat(told).containsExactly(near.chat());
      other.resume();

      var all = new ArrayList<>(far);
      all.add(near);
      await().atMost(PushNodes.WITHIN).until(() -> told.size() == all.size());
      assertThat(told)
          .containsExactlyInAnyOrderElementsOf(all.stream().map(OutboxRecord::chat).toList());
      await().atMost(PushNodes.WITHIN).until(() -> tables.count("pushes") == 0);
    } finally {
      other.resume();
    }
  }

  private PushWorkers workers(Set<ChatId> told) {
    var rows = new PushRows(tables.home, TIMES, System::nanoTime);
    var meters = new PushMeters(new SimpleMeterRegistry());
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    var ids = new UuidV7(InstantSource.system(), random);
    var delivery =
        new PushDelivery(
            new PushDelivery.Parts(
                rows,
                new PushLooks(tables.databases, TIMES.after(), SENDERS),
                tables.subscriptions,
                channels(told),
                new Shares(SENDERS),
                new Retries(Duration.ofSeconds(1), 1),
                meters,
                ids,
                random,
                InstantSource.system()));
    return new PushWorkers(
        new PushWorkers.Parts(rows, delivery, meters, TIMES, ids, System::nanoTime, SENDERS));
  }

  private static Channels channels(Set<ChatId> told) {
    return new Channels(
        (_, _) -> new Gone(),
        (_, _) -> new Gone(),
        Optional.empty(),
        (_, notice) -> note(told, notice));
  }

  private static PushOutcome note(Set<ChatId> told, Notice notice) {
    told.add(notice.chat());
    return new Delivered();
  }
}
