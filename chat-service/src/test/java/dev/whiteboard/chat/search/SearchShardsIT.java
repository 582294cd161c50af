package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Searches in chats of two shards: pages of both, and what is found while one is away. */
@NeedsStack(Server.POSTGRES)
final class SearchShardsIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static SearchRows rows;
  private static Database away;

  @BeforeAll
  static void start(TestStack stack) {
    rows = new SearchRows(stack.databaseUrls(true));
    // A server that has no such database lets nobody in.
    var url = dev.whiteboard.stack.DatabaseUrl.parse(stack.databaseUrl()).withDatabase("away");
    away = Database.open(DatabaseUrl.parse(url.url()), "chat", 1, "away");
  }

  @AfterAll
  static void stop() {
    away.close();
    rows.close();
  }

  /** Of each second there is a message in each chat: of those the chat decides. */
  @Test
  void pages_ofBothShards_areInOneOrder_andHaveEachHitOnce() {
    var bodies = IntStream.range(0, 23).mapToObj(i -> "parade " + i).toList();
    var chats = IntStream.range(0, 5).mapToObj(i -> chatOn(i % 2, bodies)).toList();
    rows.rebuild();

    var found = new ArrayList<Hit>();
    Optional<SearchCursor> before = Optional.empty();
    do {
      var page = find(rows.search, chats, before);
      found.addAll(page.hits());
      before = page.next();
    } while (before.isPresent());

    var order =
        Comparator.comparingLong(Hit::seq).thenComparing(hit -> hit.chat().toString()).reversed();
    assertThat(found).hasSize(5 * 23).isSortedAccordingTo(order).doesNotHaveDuplicates();
    assertThat(rows.databases.all())
        .allSatisfy(database -> assertThat(words(database)).isGreaterThanOrEqualTo(2 * 23));
  }

  @Test
  void search_whileAShardIsAway_findsInTheChatsOfTheOther_andInNoneOfBoth() {
    var here = chatOn(0, List.of("lantern"));
    var there = chatOn(1, List.of("lantern"));
    rows.rebuild();
    var search =
        new MessageSearch(
            Shards.inOrder(List.of(rows.databases.home(), away)), 1, new SimpleMeterRegistry());

    assertThat(find(search, List.of(here), Optional.empty()).hits()).hasSize(1);
    assertThatThrownBy(() -> find(search, List.of(here, there), Optional.empty()))
        .isInstanceOf(StoreAwayException.class);
    // Its turn was given back.
    assertThat(find(search, List.of(here), Optional.empty()).hits()).hasSize(1);
  }

  @Test
  void rebuild_isOfAllShards_andPastOneThatIsAway() {
    var chats = List.of(chatOn(0, List.of("kettle")), chatOn(1, List.of("kettle", "kettle")));
    rows.empty();

    var inPart = rebuilt(Shards.inOrder(List.of(new SearchIndex(away), rows.indexes.all().get(1))));
    assertThat(inPart.hasFailed()).isTrue();
    assertThat(inPart.texts()).isGreaterThanOrEqualTo(2);
    assertThat(chats.stream().map(chat -> rows.find(chat, "kettle").size())).containsExactly(0, 2);

    var whole = rebuilt(rows.indexes);
    assertThat(whole.hasFailed()).isFalse();
    assertThat(whole.texts()).isGreaterThan(inPart.texts());
    assertThat(chats.stream().map(chat -> rows.find(chat, "kettle").size())).containsExactly(1, 2);
  }

  private static IndexRebuild.Progress rebuilt(Shards<SearchIndex> indexes) {
    try (var rebuild = new IndexRebuild(indexes)) {
      assertThat(rebuild.begin()).isTrue();
      return await().atMost(WITHIN).until(rebuild::progress, progress -> !progress.isRunning());
    }
  }

  private static HitPage find(
      MessageSearch search, List<ChatId> chats, Optional<SearchCursor> before) {
    var query = SearchQuery.parse("parade or lantern").orElseThrow();
    return search.find(chats.stream().map(SearchRows::all).toList(), query, before, 7);
  }

  private static ChatId chatOn(int shard, List<String> bodies) {
    return Stream.generate(() -> rows.chat(bodies))
        .filter(chat -> rows.databases.number(chat.value()) == shard)
        .findFirst()
        .orElseThrow();
  }

  private static long words(Database database) {
    return database.query(
        handle -> handle.select("SELECT count(*) FROM message_words").mapTo(Long.class).one());
  }
}
