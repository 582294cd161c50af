package dev.whiteboard.shortener;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.shortener.shard.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What can be set about PostgreSQL.
 *
 * @param shards where links and visits are kept, a share of them in each; the first one is the home
 *     of all else
 * @param replicas where redirects read from, one for each shard; empty to read the shards
 * @param connectionsMax connections to each
 */
public record DatabaseSettings(
    List<DatabaseUrl> shards, List<DatabaseUrl> replicas, int connectionsMax) {
  private static final IntRange CONNECTIONS = new IntRange(2, 200);
  private static final String URL = "postgresql://user:password@host:port/database";

  /** User, password and parameters may have commas too: so it is one before a scheme. */
  private static final Pattern BETWEEN_URLS =
      Pattern.compile("\\s*,\\s*(?=(?:jdbc:)?postgres(?:ql)?://)");

  private static final String REPLICA_URL = "DATABASE_REPLICA_URL";

  /** Copies the lists. */
  public DatabaseSettings {
    shards = List.copyOf(shards);
    replicas = List.copyOf(replicas);
  }

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  static DatabaseSettings read(Settings settings) {
    var home =
        settings.parsedUnseen(
            "DATABASE_URL",
            "postgresql://postgres@127.0.0.1:5432/postgres",
            "the PostgreSQL database",
            DatabaseUrl::parse,
            URL);
    var others =
        settings.parsedUnseen(
            "DATABASE_SHARD_URLS",
            "further ones that links are spread over, by comma, always in the same order",
            DatabaseSettings::otherShards,
            "up to " + (Shards.COUNT_MAX - 1) + " of " + URL);
    var replicas =
        settings.parsedUnseen(
            REPLICA_URL,
            "a read replica of each, by comma, which redirects read from",
            DatabaseSettings::urls,
            URL);
    var connections =
        settings.integer(
            "SHORTENER_DATABASE_CONNECTIONS", 16, CONNECTIONS, "connections to each of them");
    return of(home, others, replicas, connections);
  }

  private static DatabaseSettings of(
      DatabaseUrl home,
      Optional<List<DatabaseUrl>> others,
      Optional<List<DatabaseUrl>> replicas,
      int connectionsMax) {
    var shards = Stream.concat(Stream.of(home), others.stream().flatMap(List::stream)).toList();
    if (replicas.isPresent() && replicas.get().size() != shards.size()) {
      throw new BadSettingException(
          REPLICA_URL,
          "must name one for each of %d databases, but names %d"
              .formatted(shards.size(), replicas.get().size()));
    }
    return new DatabaseSettings(shards, replicas.orElse(List.of()), connectionsMax);
  }

  private static List<DatabaseUrl> otherShards(String text) {
    var urls = urls(text);
    if (urls.size() >= Shards.COUNT_MAX) {
      throw new IllegalArgumentException(urls.size() + " are too many");
    }
    return urls;
  }

  private static List<DatabaseUrl> urls(String text) {
    var urls = new ArrayList<DatabaseUrl>();
    for (var url : BETWEEN_URLS.split(text, -1)) {
      urls.add(parse(url, urls.size() + 1));
    }
    return urls;
  }

  /** What follows a comma and is no URL would be taken for a part of the database's name. */
  private static DatabaseUrl parse(String text, int number) {
    try {
      var url = DatabaseUrl.parse(text);
      if (url.jdbcUrl().replaceFirst("\\?.*", "").indexOf(',') >= 0) {
        throw new IllegalArgumentException("followed by what is not a PostgreSQL URL");
      }
      return url;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("number " + number + " is " + e.getMessage(), e);
    }
  }
}
