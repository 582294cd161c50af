package dev.whiteboard.kit.store;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** The database can't be reached, or does not answer in time. Trying again later may help. */
public final class StoreAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * SQLSTATEs that speak of the server and not of the statement: it shuts down or starts up (57P),
   * has no connection left (53300), cancelled the statement for its time (57014), ended a
   * transaction that did nothing (25P03).
   */
  private static final Set<String> SERVER_STATES =
      Set.of("57P01", "57P02", "57P03", "53300", "57014", "25P03");

  /** SQLSTATE class 08: connection exceptions. */
  private static final String CONNECTION_CLASS = "08";

  /** For a wait on the database, or in a queue before it, that was given up. */
  public StoreAwayException(String reason) {
    super(reason);
  }

  private StoreAwayException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /**
   * The failure as this exception where the server is to blame for it, else unchanged.
   *
   * @param name which database it is; "" where there is one
   */
  static RuntimeException orElse(RuntimeException failure, String name) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && speaksOfServer(sql)) {
        return new StoreAwayException(
            "the database is away" + (name.isEmpty() ? "" : ": " + name), failure);
      }
    }
    return failure;
  }

  private static boolean speaksOfServer(SQLException failure) {
    var state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return failure instanceof SQLTransientConnectionException
        || failure instanceof SQLTimeoutException
        || state.startsWith(CONNECTION_CLASS)
        || SERVER_STATES.contains(state);
  }
}
