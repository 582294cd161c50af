package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.DatabaseUrl;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DatabaseSettingsTest {
  private static final String SHARDS = "DATABASE_SHARD_URLS";
  private static final String REPLICAS = "DATABASE_REPLICA_URL";

  @Test
  void read_nothingGiven_isOneDatabaseWithoutReplica() {
    var settings = read(Map.of());

    assertThat(settings.shards()).hasSize(1);
    assertThat(settings.replicas()).isEmpty();
  }

  @Test
  void read_severalByComma_areInTheirOrder() {
    var settings =
        read(Map.of(SHARDS, "postgresql://h1/a, jdbc:postgresql://h2/b ,postgres://h3/c"));

    assertThat(settings.shards().subList(1, 4))
        .extracting(DatabaseUrl::jdbcUrl)
        .containsExactly(
            "jdbc:postgresql://h1:5432/a",
            "jdbc:postgresql://h2:5432/b",
            "jdbc:postgresql://h3:5432/c");
  }

  /** Which is legal where a replica of one database is named, and was before there were several. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://u:p,w@h/a                | jdbc:postgresql://h:5432/a                     | p,w",
        "postgresql://u:p@h/a?options=-c%20a=b,c | jdbc:postgresql://h:5432/a?options=-c%20a=b,c | p",
        "postgresql://u:%2C@h/a%2Cb            | jdbc:postgresql://h:5432/a%2Cb                 | ','",
      })
  void read_commaWithinAUrl_isPartOfIt(String url, String jdbcUrl, String password) {
    var replica = read(Map.of(REPLICAS, url)).replicas().getFirst();

    assertThat(replica.jdbcUrl()).isEqualTo(jdbcUrl);
    assertThat(replica.password()).isEqualTo(password);
  }

  @Test
  void read_commaWithinUrlsOfSeveral_isPartOfThem() {
    var settings =
        read(Map.of(SHARDS, "postgresql://u:p,w@h1/a?x=1,2,postgresql://u:q,w@h2/b?x=3,4"));

    assertThat(settings.shards().subList(1, 3))
        .extracting(DatabaseUrl::password)
        .containsExactly("p,w", "q,w");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://u:p@h1/a,postgresql://u:secret/h2/b | number 2 is not a PostgreSQL URL",
        "postgresql://u:secret/h1/a                       | number 1 is not a PostgreSQL URL",
        "postgresql://u:se cret@h1/a                      | number 1 is not a URL",
        "postgresql://h1/a,mysql://u:secret@h2/b  | number 1 is followed by what is not a PostgreSQL URL",
        "postgresql://h1/a,                       | number 1 is followed by what is not a PostgreSQL URL",
        "postgresql://h1/a,,postgresql://u:secret@h2/b"
            + " | number 1 is followed by what is not a PostgreSQL URL",
      })
  void read_badUrl_saysWhichIsWrongAndShowsNoPassword(String urls, String problem) {
    for (var name : List.of(SHARDS, REPLICAS)) {
      assertThatExceptionOfType(BadSettingException.class)
          .isThrownBy(() -> read(Map.of(name, urls)))
          .withMessageStartingWith(name)
          .withMessageEndingWith(": " + problem)
          .withMessageNotContainingAny("secret", "cret");
    }
  }

  @Test
  void read_badUrlOfTheHome_showsNoPassword() {
    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> read(Map.of("DATABASE_URL", "postgresql://u:secret/h/b")))
        .withMessage(
            "DATABASE_URL (or --database-url) must be"
                + " postgresql://user:password@host:port/database: not a PostgreSQL URL");
  }

  @Test
  void read_moreThanThereAreBuckets_isRefused() {
    var sixteen = String.join(",", Collections.nCopies(16, "postgresql://h/a"));

    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> read(Map.of(SHARDS, sixteen)))
        .withMessageEndingWith("16 are too many");
  }

  @Test
  void read_fewerReplicasThanShards_isRefused() {
    var given = Map.of(SHARDS, "postgresql://h1/a", REPLICAS, "postgresql://h2/a");

    assertThatExceptionOfType(BadSettingException.class)
        .isThrownBy(() -> read(given))
        .withMessageContaining("must name one for each of 2 databases, but names 1");
  }

  private static DatabaseSettings read(Map<String, String> environment) {
    return DatabaseSettings.read(Settings.of(environment, List.of()));
  }
}
