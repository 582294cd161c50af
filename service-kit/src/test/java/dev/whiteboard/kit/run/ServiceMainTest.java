package dev.whiteboard.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class ServiceMainTest {
  @Test
  void reason_causes_isTheInnermost() {
    var cause = new SQLException("role tea does not exist");
    var failure = new IllegalStateException("migration failed", new RuntimeException(cause));

    assertThat(ServiceMain.reason(failure)).isEqualTo("role tea does not exist");
    assertThat(ServiceMain.reason(cause)).isEqualTo("role tea does not exist");
  }

  @Test
  void reason_socket_isTheOneThatSaysWhere() {
    var refused = new ConnectException("Connection refused");
    var cause = new SQLException("Connection to db:5432 refused.", refused);

    assertThat(ServiceMain.reason(new IllegalStateException("migration failed", cause)))
        .isEqualTo("Connection to db:5432 refused.");
    assertThat(ServiceMain.reason(new BindException("cannot listen on a:1")))
        .isEqualTo("cannot listen on a:1");
  }

  @Test
  void reason_severalLines_areOne() {
    var failure = new UncheckedIOException(new IOException("ERROR: no table\n  Position: 5\r\n"));

    assertThat(ServiceMain.reason(failure)).isEqualTo("ERROR: no table Position: 5");
  }

  @Test
  void reason_noMessage_isTheKind() {
    assertThat(ServiceMain.reason(new StackOverflowError())).isEqualTo("StackOverflowError");
  }
}
