package dev.whiteboard.shortener.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@NeedsStack(Server.POSTGRES)
final class BucketsIT {
  private static final String CHARACTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";

  private static final String PARTITIONS =
      """
      SELECT code, number FROM unnest(:codes::text[]) AS code, generate_series(0, 15) AS number
      WHERE satisfies_hash_partition('shortener.links'::regclass, 16, number, code)
      """;

  /** Codes of all lengths that there may be, and some that may not. */
  @Test
  void of_anyCode_isThePartitionThatPostgresKeepsItIn(TestStack stack) {
    var codes = codes(new Random(1), 5_000);
    try (var database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "shortener", 2)) {
      database.migrate("db/shortener");
      var partitions = partitions(database, codes);

      assertThat(partitions).hasSizeGreaterThan(4_000);
      partitions.forEach((code, number) -> assertThat(Buckets.of(code)).as(code).isEqualTo(number));
    }
  }

  private static Map<String, Integer> partitions(Database database, List<String> codes) {
    return database.query(handle -> {
      var partitions = new TreeMap<String, Integer>();
      handle
          .createQuery(PARTITIONS)
          .bindArray("codes", String.class, codes)
          .map((row, _) -> Map.entry(row.getString("code"), row.getInt("number")))
          .forEach(row -> partitions.put(row.getKey(), row.getValue()));
      return partitions;
    });
  }

  private static List<String> codes(Random random, int count) {
    var codes = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      var code = new StringBuilder();
      for (var length = i % 40; length > 0; length--) {
        code.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      codes.add(code.toString());
    }
    return codes;
  }
}
