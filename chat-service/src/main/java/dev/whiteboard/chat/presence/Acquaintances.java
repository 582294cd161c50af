package dev.whiteboard.chat.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Columns;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/**
 * Who may see whether who is there: those who share a chat, on whichever shard. Remembered for a
 * moment.
 */
public final class Acquaintances implements Presence.Access {
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final int PAIRS_MAX = 100_000;

  private static final String SQL =
      ClasspathSqlLocator.removingComments().getResource("sql/chat/presence/acquaintances.sql");

  private record Pair(UserId watcher, UserId watched) {}

  private final Shards<Database> databases;
  private final Cache<Pair, Boolean> known =
      Caffeine.newBuilder().maximumSize(PAIRS_MAX).expireAfterWrite(KEPT).build();

  /** As these databases have it. */
  public Acquaintances(Shards<Database> databases) {
    this.databases = databases;
  }

  @Override
  public Set<UserId> visibleTo(UserId watcher, Collection<UserId> users) {
    var visible = new HashSet<UserId>();
    var asked = new ArrayList<UserId>();
    for (var user : users) {
      switch (known.getIfPresent(new Pair(watcher, user))) {
        case Boolean isVisible when isVisible -> visible.add(user);
        case Boolean _ -> {}
        case null -> asked.add(user);
      }
    }
    if (!asked.isEmpty()) {
      visible.addAll(ask(watcher, asked));
    }
    return visible;
  }

  private Set<UserId> ask(UserId watcher, List<UserId> users) {
    var shared = query(watcher, users);
    users.forEach(user -> known.put(new Pair(watcher, user), shared.contains(user)));
    return shared;
  }

  private Set<UserId> query(UserId watcher, List<UserId> users) {
    return databases.askAll(database -> query(database, watcher, users)).stream()
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  private static List<UserId> query(Database database, UserId watcher, List<UserId> users) {
    return database.query(handle ->
        new Columns<>(handle, handle.createQuery(SQL), users)
            .with("users", "uuid", UserId::value)
            .bound()
            .bind("watcher", watcher.value())
            .map((row, _) -> new UserId(row.getObject("user_id", UUID.class)))
            .list());
  }
}
