package dev.whiteboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.store.Database;
import org.junit.jupiter.api.AfterAll;

/** The same on two shards. */
final class SearchOnShardsIT extends SearchIT {
  @Override
  boolean onShards() {
    return true;
  }

  @AfterAll
  void bothHaveWords() {
    assertThat(databases.all()).allMatch(database -> words(database) > 0);
  }

  private static long words(Database database) {
    return database.query(
        handle -> handle.select("SELECT count(*) FROM message_words").mapTo(Long.class).one());
  }
}
