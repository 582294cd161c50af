package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against those who do the same in other ways. */
@NeedsStack(Server.POSTGRES)
final class WebsearchIT {
  private static final List<String> WORDS =
      List.of("fat", "rat", "cat", "dog", "big", "or", "e-mail", "Fat");
  private static final String DENSE = "東京都大阪のラメー서울에";
  private static final int TEXTS = 400;
  private static final int QUERIES = 400;

  private static SearchRows rows;

  @BeforeAll
  static void start(TestStack stack) {
    rows = new SearchRows(stack.databaseUrls(false));
  }

  @AfterAll
  static void stop() {
    rows.close();
  }

  @Test
  void query_ofWords_findsWhatPostgresqlsOwnFinds() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var texts = IntStream.range(0, TEXTS).mapToObj(_ -> text(random)).toList();
    var chat = rows.chat(texts);
    rows.rebuild();

    for (var query : queries(random)) {
      var ours = rows.find(List.of(SearchRows.all(chat)), query, TEXTS);
      var theirs = theirs(chat.value().toString(), query);

      assertThat(ours.hits().stream().map(Hit::seq).toList())
          .as("seed %d, %s", seed, query)
          .isEqualTo(theirs);
    }
  }

  private static List<String> queries(Random random) {
    var queries = new ArrayList<String>();
    while (queries.size() < QUERIES) {
      var query = query(random);
      if (SearchQuery.parse(query).isPresent()) {
        queries.add(query);
      }
    }
    return queries;
  }

  private static List<Long> theirs(String chat, String query) {
    return rows.databases
        .home()
        .query(handle ->
            handle
                .createQuery(
                    """
                    SELECT seq FROM messages
                    WHERE chat_id = CAST(:chat AS uuid)
                      AND to_tsvector('simple', replace(body, '-', ' '))
                          @@ websearch_to_tsquery('simple', :query)
                    ORDER BY seq DESC
                    """)
                .bind("chat", chat)
                .bind("query", query.replace("e-mail", "\"e mail\""))
                .mapTo(Long.class)
                .list());
  }

  @Test
  void query_ofDenseScript_findsWhatContainsIt() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var texts = IntStream.range(0, TEXTS).mapToObj(_ -> dense(random, 1, 12)).toList();
    var chat = rows.chat(texts);
    rows.rebuild();

    for (var i = 0; i < QUERIES; i++) {
      var query = dense(random, 1, 4);
      var theirs =
          IntStream.rangeClosed(1, TEXTS)
              .filter(seq -> texts.get(seq - 1).contains(query))
              .mapToObj(seq -> (long) seq)
              .toList()
              .reversed();

      var ours = rows.find(List.of(SearchRows.all(chat)), query, TEXTS);

      assertThat(ours.hits().stream().map(Hit::seq).toList())
          .as("seed %d, %s", seed, query)
          .isEqualTo(theirs);
    }
  }

  private static String text(Random random) {
    return String.join(" ", random.ints(random.nextInt(1, 9), 0, 8).mapToObj(WORDS::get).toList());
  }

  private static String query(Random random) {
    var query = new StringBuilder();
    for (var i = random.nextInt(1, 6); i > 0; i--) {
      var word = WORDS.get(random.nextInt(WORDS.size()));
      var phrase =
          "\"%s %s\"".formatted(WORDS.get(random.nextInt(6)), WORDS.get(random.nextInt(6)));
      query.append(
          switch (random.nextInt(8)) {
            case 0 -> "-" + word;
            case 1 -> phrase;
            case 2 -> "-" + phrase;
            case 3, 4 -> random.nextBoolean() ? "or" : "OR";
            default -> word;
          });
      query.append(' ');
    }
    return query.toString().strip();
  }

  private static String dense(Random random, int min, int max) {
    return random
        .ints(random.nextInt(min, max + 1), 0, DENSE.length())
        .mapToObj(i -> DENSE.substring(i, i + 1))
        .reduce("", String::concat);
  }
}
