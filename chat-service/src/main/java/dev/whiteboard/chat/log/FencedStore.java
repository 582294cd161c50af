package dev.whiteboard.chat.log;

import static java.util.stream.Collectors.toSet;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Keeps a batch in one transaction that locks nothing beforehand: it is for one sequencer a chat,
 * and a fence tells where there were two. A chat's head moves only from where the batch found it;
 * where it does not stand there any more, the batch is thrown away, and planned again on what the
 * other one has written. That finds the other's messages, and so writes none of them twice.
 */
final class FencedStore implements BatchStore {
  /**
   * So often in a row a batch is planned again. Who moves a chat beside the sequencer is whoever
   * changes its members or title, and he is soon done.
   */
  private static final int ATTEMPTS_MAX = 10;

  /** SQLSTATE of a place, or a name of a message, that the other one has taken a moment before. */
  private static final String UNIQUE_VIOLATION = "23505";

  /** SQLSTATE of two that each had to wait for the other. */
  private static final String DEADLOCK = "40P01";

  private final Database database;
  private final InstantSource clock;

  /** In this database. */
  FencedStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The batch met the fence: nothing of it is written. */
  private static final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FencedException() {
      super("another sequencer has moved a chat", null, false, false);
    }
  }

  @Override
  public Kept keep(List<Draft> drafts) {
    for (var attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      var kept = tryKeep(drafts);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    throw new StoreAwayException("the chats of a batch were always moved by others");
  }

  /** Empty where another one was faster. */
  private Optional<Kept> tryKeep(List<Draft> drafts) {
    try {
      return Optional.of(database.transaction(handle -> keep(handle, drafts)));
    } catch (FencedException e) {
      return Optional.empty();
    } catch (JdbiException e) {
      if (speaksOfTheOther(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Kept keep(Handle handle, List<Draft> drafts) {
    var statements = new LogStatements(handle);
    var heads = statements.peek(drafts.stream().map(Draft::chat).collect(toSet()));
    var facts = statements.facts(drafts);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var plan = new BatchPlanner(heads, now).plan(drafts, facts);
    if (!statements.write(plan, now)) {
      throw new FencedException();
    }
    return new Kept(plan.outcomes(), plan.messages());
  }

  private static boolean speaksOfTheOther(JdbiException failure) {
    return failure.getCause() instanceof SQLException sql
        && (UNIQUE_VIOLATION.equals(sql.getSQLState()) || DEADLOCK.equals(sql.getSQLState()));
  }
}
