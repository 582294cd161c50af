package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL goes about a search, with 14,000 messages. */
@NeedsStack(Server.POSTGRES)
final class SearchPlanIT {
  private static final Pattern ROWS =
      Pattern.compile("Bitmap Index Scan on message_words_\\d+_words_idx .*rows=(\\d+)\\S* loops=");

  private static SearchRows rows;
  private static final List<ChatId> chats = new ArrayList<>();
  private static final List<ChatId> others = new ArrayList<>();

  @BeforeAll
  static void fill(TestStack stack) {
    rows = new SearchRows(stack.databaseUrls(false));
    chats.add(rows.chat(said(6_000, 3)));
    chats.add(rows.chat(said(4_000, 7)));
    for (var i = 0; i < 10; i++) {
      others.add(rows.chat(said(400, 400)));
    }
    rows.rebuild();
    rows.databases.home().query(handle -> handle.execute("ANALYZE"));
  }

  @AfterAll
  static void stop() {
    rows.close();
  }

  /** "meeting" is in every message, 東京 in every tenth, and "zebra" in a few. */
  private static List<String> said(int count, int zebras) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            "meeting number %d at word%d %s %s"
                .formatted(i, i % 997, i % 10 == 0 ? "東京都" : "大阪", i < zebras ? "zebra" : ""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void search_ofOneChat_scansTheIndex_andFindsOnlyTheChatsOwn(String mode) {
    assertThat(rowsOfIndex(plan(mode, chats.subList(1, 2), "zebra"))).containsExactly(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void search_forAWordThatIsEverywhereAndOneThatIsRare_readsOnlyWhatHasBoth(String mode) {
    assertThat(rowsOfIndex(plan(mode, chats.subList(0, 1), "meeting zebra"))).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zebra",
        "東京都",
        "東",
        "\"meeting number 5\"",
        "zebra or 東京",
        "word1*",
        "meeting -大阪"
      })
  void search_ofAllChats_scansTheIndexOnceForEach(String query) {
    for (var mode : List.of("force_custom_plan", "force_generic_plan")) {
      assertThat(rowsOfIndex(plan(mode, chats, query))).hasSizeBetween(1, 2);
    }
  }

  /** How many rows each scan of the index brought; there must be no other way to the words. */
  private static List<Integer> rowsOfIndex(String plan) {
    var executed = plan.lines().filter(line -> !line.contains("never executed")).toList();
    assertThat(executed)
        .noneMatch(line -> line.contains("Seq Scan on message_words"))
        .noneMatch(line -> line.contains("message_words") && line.contains("_pkey"));
    return executed.stream()
        .map(ROWS::matcher)
        .filter(Matcher::find)
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  /** Prepared as the driver does it after some executions, and not with the values in its text. */
  private static String plan(String mode, List<ChatId> of, String query) {
    return rows.databases
        .home()
        .transaction(handle -> {
          handle.execute("SET LOCAL plan_cache_mode = " + mode);
          handle.execute("DEALLOCATE ALL");
          handle.execute(
              "PREPARE search (uuid[], int8[], int8[], text, timestamptz, uuid, int8, int4) AS "
                  + numbered(SearchIndex.sql("search")));
          var chatIds =
              of.stream().map(ChatId::toString).collect(Collectors.joining(",", "'{", "}'"));
          var zeros = of.stream().map(_ -> "0").collect(Collectors.joining(",", "'{", "}'"));
          var ends = zeros.replace("0", Long.toString(Long.MAX_VALUE));
          var start = SearchCursor.START;
          return handle
              .createQuery(
                  "EXPLAIN ANALYZE EXECUTE search (%s, %s, %s, '%s', '%s', '%s', %d, 20)"
                      .formatted(
                          chatIds,
                          zeros,
                          ends,
                          SearchQuery.parse(query).orElseThrow().tsquery().replace("'", "''"),
                          start.at(),
                          start.chat(),
                          start.seq()))
              .mapTo(String.class)
              .collect(Collectors.joining("\n"));
        });
  }

  private static String numbered(String statement) {
    var names =
        List.of(
            "chats", "afters", "uptos", "query", "beforeAt", "beforeChat", "beforeSeq", "limit");
    var numbered = statement;
    for (var i = 0; i < names.size(); i++) {
      numbered = numbered.replaceAll("(?<!:):" + names.get(i) + "\\b", "\\$" + (i + 1));
    }
    return numbered;
  }
}
