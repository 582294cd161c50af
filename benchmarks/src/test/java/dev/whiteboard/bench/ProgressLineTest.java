package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private static final Duration MINUTES = Duration.ofMinutes(12);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void at_onATerminal_writesTheLineOver() {
    var line = new ProgressLine(out, true, 17);
    line.at(3, "checks", Duration.ofSeconds(5), MINUTES);
    line.at(3, "checks", Duration.ofSeconds(6), MINUTES);
    assertThat(written())
        .isEqualTo(
            "\r\u001b[K[3/17] checks, 5 s so far; about 12 min left"
                + "\r\u001b[K[3/17] checks, 6 s so far; about 12 min left");
  }

  @Test
  void at_elsewhere_writesOneLineAPart() {
    var line = new ProgressLine(out, false, 17);
    line.at(3, "checks", Duration.ofSeconds(5), MINUTES);
    line.ended(3, "checks", "2 figures, 6 s", MINUTES);
    assertThat(written()).isEqualTo("[3/17] checks           2 figures, 6 s; about 12 min left\n");
  }

  @Test
  void ended_ofTheLast_saysNothingOfTimeLeft() {
    new ProgressLine(out, false, 1).ended(1, "ring", "1 figure, 6 s", Duration.ZERO);
    assertThat(written()).doesNotContain("left");
  }

  private String written() {
    return bytes.toString(UTF_8);
  }
}
