package dev.whiteboard.kit.shard;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.store.Database;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Sees to it that each database is the shard that the settings say: one that was given another
 * place would be asked for what it does not have, and be given what another has.
 */
public final class ShardPlaces {
  private static final String FIND = "SELECT number, shards, service FROM shard_place";

  private static final String TAKE =
      "INSERT INTO shard_place (number, shards, service) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  private static final String GIVE_BACK =
      "DELETE FROM shard_place WHERE number = ? AND shards = ? AND service = ?";

  private final List<Database> databases;
  private final String schema;

  /**
   * Places of these databases.
   *
   * @param schema the service's, where each has the table {@code shard_place}
   */
  public ShardPlaces(Shards<Database> databases, String schema) {
    this.databases = databases.all();
    this.schema = schema;
  }

  private record Place(int number, int shards, Optional<byte[]> service) {}

  /**
   * Looks whether one of them has another place, without a change to any. Blocks.
   *
   * @throws BadSettingException where one has
   */
  public void check() {
    for (var number = 0; number < databases.size(); number++) {
      var place = databases.get(number).query(ShardPlaces::find);
      if (place.isPresent()) {
        require(number, place.get());
      }
    }
  }

  /**
   * Gives databases that are new their places. Blocks.
   *
   * @param service what tells this service from others
   * @throws BadSettingException where one of them has another, or is another service's; those that
   *     were new are new again then
   */
  public void take(byte[] service) {
    for (var number = 0; number < databases.size(); number++) {
      var place = databases.get(number).query(ShardPlaces::find);
      if (place.isPresent()) {
        require(number, place.get(), service);
      }
    }
    var taken = new ArrayList<Integer>();
    try {
      for (var number = 0; number < databases.size(); number++) {
        if (take(number, service)) {
          taken.add(number);
        }
      }
    } catch (BadSettingException e) {
      taken.forEach(number -> giveBack(number, service));
      throw e;
    }
  }

  /** Whether it was new. Another node may be first, with other settings, or one be named twice. */
  private boolean take(int number, byte[] service) {
    return databases
        .get(number)
        .query(handle -> {
          var isNew = handle.execute(TAKE, number, databases.size(), service) == 1;
          if (!isNew) {
            require(number, find(handle).orElseThrow(() -> refused(number)), service);
          }
          return isNew;
        });
  }

  private void giveBack(int number, byte[] service) {
    databases
        .get(number)
        .query(handle -> handle.execute(GIVE_BACK, number, databases.size(), service));
  }

  private static Optional<Place> find(Handle handle) {
    return handle
        .createQuery(FIND)
        .map((row, _) ->
            new Place(
                row.getInt("number"),
                row.getInt("shards"),
                Optional.ofNullable(row.getBytes("service"))))
        .findOne();
  }

  private void require(int number, Place place, byte[] service) {
    require(number, place);
    if (place.service.isPresent() && !MessageDigest.isEqual(place.service.get(), service)) {
      throw new BadSettingException(
          ShardUrls.OTHERS, "names a database of another " + schema + ", as number " + number);
    }
  }

  private void require(int number, Place place) {
    var shards = databases.size();
    if (place.number != number || place.shards != shards) {
      throw new BadSettingException(
          ShardUrls.OTHERS,
          ("makes a database number %d of %d, from 0, but it is number %d of %d: name them as they"
                  + " are numbered, DATABASE_URL first; one that has nothing in it yet is new again"
                  + " after DELETE FROM %s.shard_place")
              .formatted(number, shards, place.number, place.shards, schema));
    }
  }

  /** Somebody took it and gave it back just now. */
  private static BadSettingException refused(int number) {
    return new BadSettingException(
        ShardUrls.OTHERS,
        "names a database that another node just took otherwise, as number " + number);
  }
}
