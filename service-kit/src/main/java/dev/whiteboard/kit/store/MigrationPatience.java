package dev.whiteboard.kit.store;

import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Gives Flyway's connections the time that it takes to move a table's rows: the deadlines of
 * requests would end that, at each start anew. And Flyway has a transaction open meanwhile that
 * does nothing but hold the lock, which is let idle.
 */
final class MigrationPatience implements Callback {
  /** For one statement, and for the server to say anything. */
  private static final Duration STATEMENT_MAX = Duration.ofMinutes(10);

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_CONNECT;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    var connection = context.getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute("SET idle_in_transaction_session_timeout = 0");
      statement.execute("SET statement_timeout = " + STATEMENT_MAX.toMillis());
      connection.setNetworkTimeout(Runnable::run, (int) STATEMENT_MAX.toMillis());
    } catch (SQLException e) {
      throw new FlywayException("a connection could not be given the time for a migration", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "migration-patience";
  }
}
