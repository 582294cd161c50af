package dev.whiteboard.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line answers before anything is started. */
final class WhiteboardTest {
  private record Run(int status, String out, String err) {}

  @Test
  void noCommand_listsThem() {
    var run = run("");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence("Usage: ./whiteboard", "up ", "test ", "bench ", "capacity ", "demo ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "test", "bench", "capacity", "demo"})
  void help_ofEachCommand_isPrinted(String command) {
    var run = run(command + " --help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: ./whiteboard " + command);
  }

  @Test
  void helpOfUp_namesEverySetting() {
    assertThat(run("up --help").out())
        .contains("--fresh", "--external", "--portal-port", "--shortener-port", "--database-url")
        .contains("--ratelimit-port", "--ratelimit-grpc-port", "--cdn-port", "--cdn-origin");
  }

  @Test
  void version_isPrinted() {
    assertThat(run("--version").out()).startsWith("Whiteboard ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          upp                            | unknown: upp
          bench --compare                | Missing required parameter for option '--compare' (OLD.json)
          demo                           | Missing required parameter: 'SERVICE'
          capacity --from                | Missing required parameter for option '--from' (RESULTS.json)
          up url-shortner                | there is no service url-shortner, only url-shortener, rate-limiter, cdn-cache, chat-service
          up --fesh                      | --fesh is unknown, or a setting without a value
          up --shortener-port            | --shortener-port is unknown, or a setting without a value
          up --shortener-prt 9000        | unknown flag --shortener-prt: did you mean --shortener-port?
          up --portal-port=x             | PORTAL_PORT (or --portal-port) must be a whole number from 0 to 65535, but is 'x'
          up --shortener-port 1 --shortener-port 2 | --shortener-port is given twice
          up --redis-url redis://a       | --redis-url is for --external; without it a server is started here
          up --external --redis-url redis://a --kafka-bootstrap-servers a:1 | DATABASE_URL (or --database-url) is missing: where PostgreSQL is
          """)
  void badCommandLine_isALineAndAHint(String arguments, String line) {
    var run = run(arguments);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(2).first().isEqualTo(line);
    assertThat(run.err()).containsPattern("Try: ./whiteboard( [a-z]+)? --help\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bench --quick chat", "capacity --quick --from a.json", "test"})
  void commandOfTheScript_saysSo(String arguments) {
    var run = run(arguments);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("by the script").hasLineCount(1);
  }

  private static Run run(String arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var commands =
        new Whiteboard()
            .commands()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    var status = commands.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    return new Run(status, out.toString(), err.toString());
  }
}
