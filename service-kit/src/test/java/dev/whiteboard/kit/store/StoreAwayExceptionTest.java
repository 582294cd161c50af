package dev.whiteboard.kit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreAwayExceptionTest {
  /** Shut down, crashed, starting up, too many connections, out of time, no connection. */
  @ParameterizedTest
  @ValueSource(strings = {"57P01", "57P02", "57P03", "53300", "57014", "08000", "08006", "08P01"})
  void orElse_stateOfTheServer_isAway(String state) {
    assertThat(StoreAwayException.orElse(wrapped(new SQLException("", state))))
        .isInstanceOf(StoreAwayException.class)
        .hasMessage("the database is away");
  }

  static Stream<SQLException> connectionFailures() {
    return Stream.of(
        new SQLTransientConnectionException("no connection in time"),
        new SQLTimeoutException("no answer in time"),
        new BatchUpdateException("", "08006", new int[0]));
  }

  @ParameterizedTest
  @MethodSource("connectionFailures")
  void orElse_connectionFailure_isAway(SQLException failure) {
    assertThat(StoreAwayException.orElse(wrapped(failure)))
        .isInstanceOf(StoreAwayException.class)
        .hasRootCause(failure);
  }

  /** A duplicate, a missing table, a NUL, a deadlock. */
  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "22021", "40P01"})
  void orElse_stateOfTheStatement_isLeftAsItIs(String state) {
    var failure = wrapped(new SQLException("", state));

    assertThat(StoreAwayException.orElse(failure)).isSameAs(failure);
  }

  @Test
  void orElse_noState_isLeftAsItIs() {
    var failure = wrapped(new SQLException("without a state"));

    assertThat(StoreAwayException.orElse(failure)).isSameAs(failure);
  }

  private static JdbiException wrapped(SQLException failure) {
    return new UnableToExecuteStatementException(failure);
  }
}
