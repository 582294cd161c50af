package dev.whiteboard.kit.store;

import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.ConnectionException;

/** What {@link Database} throws while PostgreSQL is away, for tests of what is made of it. */
public final class AwayStore {
  private AwayStore() {}

  /** As with a pool that gets no connection. */
  public static RuntimeException exception() {
    return StoreAwayException.orElse(
        new ConnectionException(new SQLTransientConnectionException("10.1.2.3 is secret")), "");
  }
}
