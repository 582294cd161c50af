package dev.whiteboard.kit.shard;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which databases are the shards of a service, as it is told by its settings. */
public final class ShardUrls {
  /** What all but the first are named by. */
  static final String OTHERS = "DATABASE_SHARD_URLS";

  private static final String URL = "postgresql://user:password@host:port/database";

  /** User, password and parameters may have commas too: so it is one before a scheme. */
  private static final Pattern BETWEEN_URLS =
      Pattern.compile("\\s*,\\s*(?=(?:jdbc:)?postgres(?:ql)?://)");

  private ShardUrls() {}

  /**
   * Reads them; the first one is the home.
   *
   * @param spread what is spread over them, in the plural
   * @throws BadSettingException naming the bad one
   */
  public static List<DatabaseUrl> read(Settings settings, String spread) {
    var home =
        settings.parsedUnseen(
            "DATABASE_URL",
            "postgresql://postgres@127.0.0.1:5432/postgres",
            "the PostgreSQL database",
            DatabaseUrl::parse,
            URL);
    var others =
        settings.parsedUnseen(
            OTHERS,
            "further ones that " + spread + " are spread over, by comma, always in the same order",
            ShardUrls::others,
            "up to " + (Shards.COUNT_MAX - 1) + " of " + URL);
    return Stream.concat(Stream.of(home), others.stream().flatMap(List::stream)).toList();
  }

  /**
   * Reads another setting that names one for each of them, by comma.
   *
   * @param name the setting's
   * @param what it is
   * @param count how many it has to name, if any
   * @return empty where it is not given
   * @throws BadSettingException where it names another number, or what is no URL
   */
  public static List<DatabaseUrl> readOneForEach(
      Settings settings, String name, String what, int count) {
    Optional<List<DatabaseUrl>> urls = settings.parsedUnseen(name, what, ShardUrls::urls, URL);
    if (urls.isPresent() && urls.get().size() != count) {
      throw new BadSettingException(
          name,
          "must name one for each of %d databases, but names %d"
              .formatted(count, urls.get().size()));
    }
    return urls.orElse(List.of());
  }

  private static List<DatabaseUrl> others(String text) {
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
