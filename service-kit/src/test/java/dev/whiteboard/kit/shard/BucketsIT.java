package dev.whiteboard.kit.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BucketsIT {
  private static final String CHARACTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";

  private static final int KEYS = 5_000;

  private static EmbeddedPostgres postgres;
  private static Database database;

  @BeforeAll
  static void start(@TempDir Path folder) {
    postgres = EmbeddedPostgres.start(folder);
    database = Database.open(DatabaseUrl.parse(postgres.url()), "buckets", 2);
    database.migrate("db/kit-buckets");
  }

  @AfterAll
  static void stop() {
    database.close();
    postgres.close();
  }

  /** Codes of all lengths that there may be, and some that may not. */
  @Test
  void of_anyCode_isThePartitionThatPostgresKeepsItIn() {
    assertThatEachIsInItsPartition("codes", "text", codes(new Random(1)), Buckets::of);
  }

  @Test
  void of_anyId_isThePartitionThatPostgresKeepsItIn() {
    var ids = Stream.generate(UUID::randomUUID).limit(KEYS).toList();

    assertThatEachIsInItsPartition("ids", "uuid", ids, Buckets::of);
  }

  private static <K> void assertThatEachIsInItsPartition(
      String table, String type, List<K> keys, ToIntFunction<K> bucket) {
    var partitions = partitions(table, type, keys);
    assertThat(partitions).hasSizeGreaterThan(KEYS * 4 / 5);
    for (var key : keys) {
      assertThat(bucket.applyAsInt(key)).as("%s", key).isEqualTo(partitions.get(key.toString()));
    }
  }

  private static Map<String, Integer> partitions(String table, String type, List<?> keys) {
    return database.query(handle -> {
      var partitions = new HashMap<String, Integer>();
      handle
          .createQuery(
              """
              SELECT CAST(key AS text), number
              FROM unnest(CAST(:keys AS %2$s[])) AS key, generate_series(0, 15) AS number
              WHERE satisfies_hash_partition('buckets.%1$s'::regclass, 16, number, key)
              """
                  .formatted(table, type))
          .bindArray("keys", String.class, keys.stream().map(Object::toString).toList())
          .map((row, _) -> Map.entry(row.getString("key"), row.getInt("number")))
          .forEach(row -> partitions.put(row.getKey(), row.getValue()));
      return partitions;
    });
  }

  private static List<String> codes(Random random) {
    var codes = new ArrayList<String>();
    for (var i = 0; i < KEYS; i++) {
      var code = new StringBuilder();
      for (var length = i % 40; length > 0; length--) {
        code.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      codes.add(code.toString());
    }
    return codes;
  }
}
