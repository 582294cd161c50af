package dev.whiteboard.shortener;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.shard.ShardUrls;
import dev.whiteboard.kit.store.DatabaseUrl;
import java.util.List;

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
    var shards = ShardUrls.read(settings, "links");
    return new DatabaseSettings(
        shards,
        ShardUrls.readOneForEach(
            settings,
            "DATABASE_REPLICA_URL",
            "a read replica of each, by comma, which redirects read from",
            shards.size()),
        settings.integer(
            "SHORTENER_DATABASE_CONNECTIONS", 16, CONNECTIONS, "connections to each of them"));
  }
}
