package dev.whiteboard.shortener.shard;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.store.Database;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Sees to it that each database is the shard that the settings say: one that was given another
 * place would be asked for links that it does not have, and be given codes that another has.
 */
public final class ShardPlaces {
  private static final String FIND =
      "SELECT number, shards, coalesce(service = :service, true) AS ours FROM shard_place";

  private static final String TAKE =
      "INSERT INTO shard_place (number, shards, service) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  private final Shards<Database> databases;
  private final byte[] service;

  /**
   * Places of these databases.
   *
   * @param service what tells this service from others
   */
  public ShardPlaces(Shards<Database> databases, byte[] service) {
    this.databases = databases;
    this.service = service.clone();
  }

  private record Place(int number, int shards, boolean ours) {}

  /**
   * Gives databases that are new their places. Blocks.
   *
   * @throws BadSettingException where one of them has another; nothing is changed then
   */
  public void take() {
    for (var number = 0; number < databases.all().size(); number++) {
      var place = databases.all().get(number).query(this::find);
      if (place.isPresent()) {
        require(number, place.get());
      }
    }
    for (var number = 0; number < databases.all().size(); number++) {
      require(number, take(databases.all().get(number), number));
    }
  }

  private Place take(Database database, int number) {
    return database.query(handle -> {
      handle.execute(TAKE, number, databases.all().size(), service);
      return find(handle).orElseThrow();
    });
  }

  private Optional<Place> find(Handle handle) {
    return handle
        .createQuery(FIND)
        .bind("service", service)
        .map((row, _) ->
            new Place(row.getInt("number"), row.getInt("shards"), row.getBoolean("ours")))
        .findOne();
  }

  private void require(int number, Place place) {
    var shards = databases.all().size();
    if (place.number != number || place.shards != shards) {
      throw new BadSettingException(
          "DATABASE_SHARD_URLS",
          "makes a database number %d of %d, from 0, but its links are those of number %d of %d"
              .formatted(number, shards, place.number, place.shards));
    }
    if (!place.ours) {
      throw new BadSettingException(
          "DATABASE_SHARD_URLS", "names a database of another shortener, as number " + number);
    }
  }
}
