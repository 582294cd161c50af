package dev.whiteboard.cdn.purgelog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Invalidations;
import dev.whiteboard.cdn.purge.Invalidations.Made;
import dev.whiteboard.cdn.purge.Invalidations.Wish;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.purge.Letter;
import dev.whiteboard.cdn.purge.LetterCodec;
import dev.whiteboard.cdn.purge.Members;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.PurgeNode;
import dev.whiteboard.cdn.purge.PurgeNode.Tier;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.PurgeParts;
import dev.whiteboard.cdn.purge.Spread;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.purge.Spreads;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shield, two edges and a control plane with a real log; letters go straight. */
@NeedsStack(Server.KAFKA)
final class PurgeWorldIT {
  private static final String CONTROL = "control";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
  private static final PurgeOptions OPTIONS =
      new PurgeOptions(
          true, true, Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofSeconds(5));

  /** Each test has a log of its own. */
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private static final Members MEMBERS =
      new Members(
          CONTROL,
          List.of(
              new PurgeNode("shield", "east", Tier.SHIELD, Optional.empty()),
              new PurgeNode("edge-1", "east", Tier.EDGE, Optional.of("shield")),
              new PurgeNode("edge-2", "west", Tier.EDGE, Optional.of("shield"))));

  private final TestStack stack;
  private final TestLoop loop = new TestLoop();
  private final Map<String, PurgeAgent> agents = new ConcurrentHashMap<>();
  private final Map<String, Kept> stores = new ConcurrentHashMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<Duration> completed = new CopyOnWriteArrayList<>();
  private final Spreads spreads = new Spreads(InstantSource.system(), completed::add);
  private final String topic;
  private KafkaInvalidationLog log;
  private Invalidations invalidations;

  /** What a node was told. */
  private static final class Kept implements Journal.Store {
    private final List<Long> applied = new CopyOnWriteArrayList<>();
    private final List<Long> forgotten = new CopyOnWriteArrayList<>();

    @Override
    public void apply(Invalidation invalidation) {
      applied.add(invalidation.sequence());
    }

    @Override
    public void forgetAll(long through) {
      forgotten.add(through);
    }
  }

  PurgeWorldIT(TestStack stack) {
    this.stack = stack;
    this.topic = stack.topicPrefix() + "invalidations-" + TOPICS.incrementAndGet();
    this.log = openLog();
    this.invalidations = startControl();
  }

  @BeforeEach
  void start() {
    MEMBERS.nodes().forEach(node -> startNode(node.name()));
    await()
        .atMost(SOON)
        .until(() ->
            agents.values().stream().allMatch(agent -> agent.isJoined() && agent.isCurrent()));
  }

  @AfterEach
  void stop() {
    agents.values().forEach(PurgeAgent::close);
    log.close();
    loop.close();
  }

  private KafkaInvalidationLog openLog() {
    return new KafkaInvalidationLog(
        new PurgeTopic(stack.kafkaBootstrapServers(), topic, TIME_TO_LIVE),
        System::nanoTime,
        () -> {});
  }

  private Invalidations startControl() {
    var parts = parts(CONTROL, new Kept(), Optional.of(log), spreads);
    var agent = start(CONTROL, parts);
    var made = new Made(() -> "i-" + ids.incrementAndGet(), InstantSource.system(), TIME_TO_LIVE);
    return new Invalidations(parts, agent, spreads, made);
  }

  private void startNode(String name) {
    var store = new Kept();
    stores.put(name, store);
    start(name, parts(name, store, Optional.empty(), SpreadListener.NONE));
  }

  private PurgeAgent start(String name, PurgeParts parts) {
    var agent = new PurgeAgent(parts);
    agents.put(name, agent);
    agent.start();
    return agent;
  }

  private PurgeParts parts(
      String name, Kept store, Optional<KafkaInvalidationLog> itsLog, SpreadListener listener) {
    return new PurgeParts(
        name,
        () -> MEMBERS,
        store,
        this::send,
        loop,
        new SplittableRandom(name.hashCode()),
        OPTIONS,
        itsLog.map(opened -> opened),
        listener);
  }

  private void send(String to, Letter letter) {
    var bytes = LetterCodec.write(letter);
    var agent = agents.get(to);
    if (agent != null && !cut.contains(to) && !cut.contains(letter.from())) {
      agent.receive(LetterCodec.read(bytes));
    }
  }

  @Test
  void accept_anyStrategy_reachesAllAndIsTimed() {
    for (var kind : Kind.values()) {
      var spread = invalidate(kind);
      await().atMost(SOON).until(() -> isComplete(spread));
    }

    assertThat(store("edge-2").applied).containsExactly(1L, 2L, 3L);
    assertThat(completed).hasSize(3);
  }

  @Test
  void accept_nodeAway_isAppliedWhenItIsBack() {
    cut.add("edge-1");
    var spread = invalidate(Kind.FLOOD);
    await().atMost(SOON).until(() -> store("edge-2").applied.contains(1L));
    assertThat(isComplete(spread)).isFalse();
    cut.remove("edge-1");

    await().atMost(SOON).until(() -> isComplete(spread));
    assertThat(store("edge-1").applied).containsExactly(1L);
    assertThat(store("edge-1").forgotten).hasSize(1);
  }

  @Test
  void restart_controlPlane_knowsWhatItAcceptedBefore() {
    cut.add("edge-1");
    invalidate(Kind.FLOOD);
    await().atMost(SOON).until(() -> agent("edge-2").watermark() == 1);
    agent(CONTROL).close();
    log.close();
    log = openLog();
    invalidations = startControl();
    await().atMost(SOON).until(() -> agent(CONTROL).watermark() == 1);
    cut.remove("edge-1");

    await().atMost(SOON).until(() -> store("edge-1").applied.contains(1L));
    assertThat(invalidate(Kind.TREE).invalidation().sequence()).isEqualTo(2);
    await().atMost(SOON).until(() -> agent("edge-1").watermark() == 2);
  }

  @Test
  void catchUpTo_parentBehind_readsTheLogThroughTheControlPlane() throws Exception {
    cut.add("shield");
    invalidate(Kind.FLOOD);
    await().atMost(SOON).until(() -> agent("edge-1").epoch() == 1);
    cut.remove("shield");

    var caughtUp = agent("shield").catchUpTo(agent("edge-1").epoch());

    assertThat(caughtUp.toCompletableFuture().get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(agent("shield").watermark()).isEqualTo(1);
  }

  /** All who remember are gone, and the log has forgotten it: nothing is kept on trust. */
  @Test
  void logExpired_nodeThatMissedIt_emptiesItsStore() throws Exception {
    cut.add("edge-1");
    for (var i = 0; i < 3; i++) {
      invalidate(Kind.FLOOD);
    }
    await().atMost(SOON).until(() -> agent("edge-2").watermark() == 3);
    try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      var partition = new TopicPartition(topic, 0);
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3))).all().get();
    }
    restartAllBut("edge-1");
    cut.remove("edge-1");

    await().atMost(SOON).until(() -> agent("edge-1").watermark() == 3);
    assertThat(store("edge-1").forgotten).endsWith(3L);
    assertThat(store("edge-1").applied).isEmpty();
  }

  private void restartAllBut(String name) {
    agents.forEach((other, agent) -> {
      if (!other.equals(name)) {
        agent.close();
      }
    });
    log.close();
    log = openLog();
    invalidations = startControl();
    MEMBERS.nodes().stream()
        .map(PurgeNode::name)
        .filter(other -> !other.equals(name))
        .forEach(this::startNode);
  }

  private Spread invalidate(Kind kind) {
    var wish =
        new Wish(new Target.Tags(Set.of("tag")), 1, false, Priority.NORMAL, Optional.of(kind));
    return invalidations
        .accept(wish)
        .toCompletableFuture()
        .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private boolean isComplete(Spread spread) {
    return spreads.find(spread.invalidation().id()).orElseThrow().isComplete();
  }

  private Kept store(String node) {
    return requireNonNull(stores.get(node), node);
  }

  private PurgeAgent agent(String node) {
    return requireNonNull(agents.get(node), node);
  }
}
