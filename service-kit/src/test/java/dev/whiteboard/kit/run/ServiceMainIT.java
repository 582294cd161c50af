package dev.whiteboard.kit.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole process: what it prints, and with what status it ends. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
final class ServiceMainIT {
  /** From the signal to the end, as the contract has it. */
  private static final Duration END_MAX = Duration.ofSeconds(10);

  /** To start a JVM on a busy machine, only to see that it can't start. */
  private static final Duration START_MAX = Duration.ofSeconds(30);

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void sigterm_requestInFlight_isAnswered_andTheProcessExits0() throws Exception {
    try (var tea = Child.start(Map.of(), "--tea-port", "0");
        var client = HttpClient.newHttpClient()) {
      var brew = HttpRequest.newBuilder(tea.url().resolve("/brew")).build();
      var answer = client.sendAsync(brew, BodyHandlers.ofString());
      assertThat(tea.nextLine()).isEqualTo("brewing");

      tea.terminate();

      assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo("tea");
      assertThat(tea.exitStatus(END_MAX)).isZero();
      assertThat(tea.nextLine()).isEqualTo("closed");
      assertThat(tea.errors()).isEmpty();
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void sigterm_idle_exits0AtOnce() throws Exception {
    try (var tea = Child.start(Map.of("TEA_PORT", "0"))) {
      assertThat(tea.url().getPort()).isPositive();

      tea.terminate();

      assertThat(tea.exitStatus(END_MAX)).isZero();
      assertThat(tea.errors()).isEmpty();
    }
  }

  /** Cut off, and honest about it. */
  @Test
  void sigterm_somethingNeverCloses_exits1InTime() throws Exception {
    try (var tea = Child.start(Map.of(), "--tea-port", "0", "--tea-closing", "hangs")) {
      assertThat(tea.url().getPort()).isPositive();

      tea.terminate();

      assertThat(tea.exitStatus(END_MAX)).isEqualTo(1);
      assertThat(tea.errors())
          .singleElement()
          .asString()
          .contains("not all could be closed in time");
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void sigterm_whileItStarts_exits0() throws Exception {
    try (var tea = Child.start(Map.of("TEA_STARTING", "hangs"))) {
      assertThat(tea.nextLine()).isEqualTo("starting");

      tea.terminate();

      assertThat(tea.exitStatus(END_MAX)).isZero();
      assertThat(tea.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.SAME_THREAD)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--tea-prot 1 | unknown flag --tea-prot: did you mean --tea-port?",
        "--tea-port high | TEA_PORT (or --tea-port) must be a whole number from 0 to 65535,"
            + " but is 'high'",
        "port | 'port' is no flag: flags begin with --",
      })
  void start_badFlag_exits64WithOneLine(String arguments, String line) throws Exception {
    try (var tea = Child.start(Map.of(), arguments.split(" ", -1))) {
      assertThat(tea.exitStatus(START_MAX)).isEqualTo(64);
      assertThat(tea.errors()).containsExactly(line);
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void start_unknownVariable_exits64WithOneLine() throws Exception {
    try (var tea = Child.start(Map.of("TEA_PROT", "1"))) {
      assertThat(tea.exitStatus(START_MAX)).isEqualTo(64);
      assertThat(tea.errors()).containsExactly("unknown setting TEA_PROT: did you mean TEA_PORT?");
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void start_portTaken_exits1WithOneLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var tea = Child.start(Map.of("TEA_PORT", Integer.toString(taken.getLocalPort())))) {
      assertThat(tea.exitStatus(START_MAX)).isEqualTo(1);
      assertThat(tea.errors())
          .containsExactly(
              "could not start: cannot listen on 127.0.0.1:%d: it is taken"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void start_breaks_exits1WithOneLine() throws Exception {
    try (var tea = Child.start(Map.of("TEA_STARTING", "breaks"))) {
      assertThat(tea.exitStatus(START_MAX)).isEqualTo(1);
      assertThat(tea.errors()).containsExactly("could not start: StackOverflowError");
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void start_fails_exits1WithTheInnermostReason() throws Exception {
    try (var tea = Child.start(Map.of("TEA_STARTING", "fails"))) {
      assertThat(tea.exitStatus(START_MAX)).isEqualTo(1);
      assertThat(tea.errors()).containsExactly("could not start: the kettle is cold");
    }
  }

  /** Also where a setting is bad: that is when one asks. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void help_listsTheSettingsWithTheirDefaults_andExits0() throws Exception {
    try (var tea = Child.start(Map.of("TEA_PORT", "high"), "--tea-closing", "--help")) {
      assertThat(tea.exitStatus(START_MAX)).isZero();
      assertThat(tea.output().map(line -> line.replaceAll(" +", " ")))
          .containsExactly(
              "Settings, each a flag or a variable (--some-name is SOME_NAME):",
              " --tea-port the port to listen on (8099)",
              " --tea-starting ends, hangs, fails or breaks (ends)",
              " --tea-closing ends or hangs (ends)");
      assertThat(tea.errors()).isEmpty();
    }
  }

  /** A JVM with a {@link TeaService}. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final CompletableFuture<List<String>> errors;

    private Child(Process process) {
      this.process = process;
      this.output = process.inputReader(UTF_8);
      this.errors = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> errors.complete(lines(process.getErrorStream())));
    }

    static Child start(Map<String, String> environment, String... arguments) throws IOException {
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var command =
          new ArrayList<>(
              List.of(
                  java,
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-cp",
                  System.getProperty("java.class.path"),
                  TeaService.class.getName()));
      command.addAll(List.of(arguments));
      var builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      return new Child(builder.start());
    }

    /** SIGTERM; {@link Process#destroy} would close what it printed as well. */
    void terminate() {
      assertThat(process.toHandle().destroy()).isTrue();
    }

    /** From the line that says it is ready; waits for it. */
    URI url() throws IOException {
      assertThat(nextLine()).isEqualTo("starting");
      var line = nextLine();
      assertThat(line).startsWith("tea ready at http://127.0.0.1:");
      return URI.create(line.substring("tea ready at ".length()));
    }

    String nextLine() throws IOException {
      var line = output.readLine();
      assertThat(line).isNotNull();
      return line;
    }

    Stream<String> output() {
      return output.lines();
    }

    /** Lines on standard error; to be asked after it ended. */
    List<String> errors() throws InterruptedException, ExecutionException, TimeoutException {
      return errors.get(5, TimeUnit.SECONDS);
    }

    int exitStatus(Duration max) throws InterruptedException {
      assertThat(process.waitFor(max)).as("ends within " + max).isTrue();
      return process.exitValue();
    }

    private static List<String> lines(InputStream stream) {
      return new BufferedReader(new InputStreamReader(stream, UTF_8)).lines().toList();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
