package dev.whiteboard.chat.log;

import static java.util.stream.Collectors.toSet;

import dev.whiteboard.kit.store.Database;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps a batch in one transaction that holds the locks of its chats. */
final class PostgresStore implements BatchStore {
  private final Database database;
  private final InstantSource clock;

  /** In this database. */
  PostgresStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Kept keep(List<Draft> drafts) {
    return database.transaction(handle -> keep(handle, drafts));
  }

  private Kept keep(Handle handle, List<Draft> drafts) {
    var statements = new LogStatements(handle);
    var heads = statements.lock(drafts.stream().map(Draft::chat).collect(toSet()));
    var facts = statements.facts(drafts);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var plan = new BatchPlanner(heads, now).plan(drafts, facts);
    if (!statements.write(plan, now)) {
      throw new IllegalStateException("a chat moved while its row was locked");
    }
    return new Kept(plan.outcomes(), plan.messages());
  }
}
