package dev.whiteboard.shortener.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.link.LinkCreation.Outcome;
import dev.whiteboard.shortener.link.LinkCreation.Outcome.AliasTaken;
import dev.whiteboard.shortener.link.LinkCreation.Outcome.Failed;
import dev.whiteboard.shortener.link.LinkCreation.Outcome.Made;
import dev.whiteboard.shortener.link.Links.Insertion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links made together, over a store in memory that says what it was asked. */
final class LinkCreationTest {
  private static final Ownership OWNER = new Ownership.OfKey("somebody");
  private static final TargetUrl POISON = TargetUrl.parse("https://example.com/poison", Set.of());
  private static final TargetUrl GOOD = TargetUrl.parse("https://example.com/good", Set.of());

  private final FakeLinks links = new FakeLinks();
  private final AtomicInteger nextCode = new AtomicInteger();
  private final LinkCreation creation =
      new LinkCreation(
          Shards.inOrder(List.of(links)),
          new KeyClaims.Needless(),
          (_, _) -> "code" + nextCode.incrementAndGet(),
          () -> Instant.EPOCH);

  @AfterEach
  void close() {
    creation.close();
  }

  @Test
  void create_aliasThatIsTheNextGeneratedCode_isPassedOver() {
    creation.create(draft(GOOD, "code1"), OWNER, Optional.empty());
    creation.create(draft(GOOD, "code2"), OWNER, Optional.empty());

    assertThat(code(creation.create(draft(GOOD), OWNER, Optional.empty()))).isEqualTo("code3");
  }

  @Test
  void createAll_aliasesOnTheNextGeneratedCodes_arePassedOver() {
    var outcomes =
        creation.createAll(
            List.of(draft(GOOD, "code2"), draft(GOOD), draft(GOOD), draft(GOOD)), OWNER);

    assertThat(outcomes.stream().map(LinkCreationTest::code))
        .containsExactly("code2", "code1", "code4", "code3");
  }

  @Test
  void createAll_sameAliasTwice_theFirstHasIt() {
    var outcomes = creation.createAll(List.of(draft(GOOD, "mine"), draft(GOOD, "mine")), OWNER);

    assertThat(outcomes.get(0)).isInstanceOf(Made.class);
    assertThat(outcomes.get(1)).isInstanceOf(AliasTaken.class);
  }

  @Test
  void createAll_oneThatTheStoreRefuses_failsAlone() {
    var drafts = new ArrayList<LinkDraft>();
    for (var i = 0; i < 100; i++) {
      drafts.add(draft(i == 70 ? POISON : GOOD));
    }

    var outcomes = creation.createAll(drafts, OWNER);

    assertThat(outcomes.stream().filter(Made.class::isInstance)).hasSize(99);
    assertThat(outcomes.get(70)).isInstanceOf(Failed.class);
    assertThat(links.batches).hasSizeLessThan(20);
  }

  @Test
  void createAll_storeAway_failsAllAfterOneTry() {
    links.away = true;

    assertThat(creation.createAll(List.of(draft(GOOD), draft(GOOD)), OWNER))
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    Failed.class,
                    failed -> assertThat(failed.reason()).isInstanceOf(StoreAwayException.class)));
    assertThat(links.batches).hasSize(1);
  }

  @Test
  void create_manyAtOnce_areKeptTogether_eachWithItsOwnOutcome() throws Exception {
    var key =
        new IdempotencyKey("somebody", TokenHash.of("the same key"), TokenHash.of("same body"));
    links.holdFirst();
    var outcomes = new ArrayList<Outcome>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Outcome>>();
      for (var i = 0; i < 100; i++) {
        var asked = Optional.of(key).filter(_ -> running.size() % 10 == 0);
        var draft = running.size() == 55 ? draft(POISON) : draft(GOOD);
        running.add(threads.submit(() -> creation.create(draft, OWNER, asked)));
      }
      await().until(() -> nextCode.get() >= 100);
      links.goOn();
      for (var outcome : running) {
        outcomes.add(outcome.get());
      }
    }

    assertThat(outcomes.get(55)).isInstanceOf(Failed.class);
    assertThat(outcomes.stream().filter(Made.class::isInstance)).hasSize(99);
    var repeated = new HashSet<String>();
    for (var i = 0; i < 100; i += 10) {
      repeated.add(code(outcomes.get(i)));
    }
    assertThat(repeated).hasSize(1);
    assertThat(links.batches.stream().mapToInt(List::size).max().orElse(0)).isGreaterThan(10);
  }

  private static LinkDraft draft(TargetUrl url, String... alias) {
    return new LinkDraft(
        url,
        alias.length == 0 ? Optional.empty() : Optional.of(alias[0]),
        RedirectKind.FOUND,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static String code(Outcome outcome) {
    return ((Made) outcome).link().code();
  }

  /**
   * Refuses what has a code or a key twice, as PostgreSQL's statements could not tell them apart.
   */
  private static final class FakeLinks implements Links {
    final ConcurrentLinkedQueue<List<NewLink>> batches = new ConcurrentLinkedQueue<>();
    private final Map<String, Link> kept = new HashMap<>();
    private final Map<IdempotencyKey.KeyId, String> keys = new HashMap<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    volatile boolean away;

    void holdFirst() {
      gate = new CountDownLatch(1);
    }

    void goOn() {
      gate.countDown();
    }

    @Override
    public List<Insertion> insert(List<NewLink> batch) {
      batches.add(batch);
      awaitGate();
      if (away) {
        throw new StoreAwayException("away");
      }
      synchronized (this) {
        requireDistinct(batch);
        return batch.stream().map(this::insert).toList();
      }
    }

    @Override
    public Optional<StoredLink> find(String code) {
      throw new UnsupportedOperationException("creation does not look, it inserts");
    }

    private void awaitGate() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new StoreAwayException("interrupted");
      }
    }

    private static void requireDistinct(List<NewLink> batch) {
      var seen = new HashSet<Object>();
      for (var link : batch) {
        assertThat(seen.add(link.code())).isTrue();
        link.idempotency().ifPresent(key -> assertThat(seen.add(key.id())).isTrue());
        if (link.link().link().url().equals(POISON)) {
          throw new IllegalArgumentException("on purpose");
        }
      }
    }

    private Insertion insert(NewLink link) {
      var earlier = link.idempotency().flatMap(key -> Optional.ofNullable(keys.get(key.id())));
      if (earlier.isPresent()) {
        return new Insertion.Repeated(Objects.requireNonNull(kept.get(earlier.get())));
      }
      if (kept.putIfAbsent(link.code(), link.link().link()) != null) {
        return new Insertion.CodeTaken();
      }
      link.idempotency().ifPresent(key -> keys.put(key.id(), link.code()));
      return new Insertion.Kept();
    }
  }
}
