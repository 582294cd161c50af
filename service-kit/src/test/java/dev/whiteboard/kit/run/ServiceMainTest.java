package dev.whiteboard.kit.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.run.ServiceDefinition.Start;
import dev.whiteboard.kit.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The life of a service in a process of its own. */
final class ServiceMainTest {
  private static final int EXIT_SECONDS_MAX = 10;

  /** A service that says what happens to it; started in a process of its own. */
  static final class Example {
    private Example() {}

    public static void main(String[] arguments) {
      ServiceMain.run(List.of(arguments), Example::read);
    }

    private static Start read(Settings settings) {
      settings.owning("EXAMPLE_");
      var fails = settings.text("EXAMPLE_FAILS", "no", "whether the start fails");
      return () -> {
        if (fails.equals("yes")) {
          throw new IOException("outer", new IOException("the innermost reason"));
        }
        return new Running();
      };
    }
  }

  /** Nothing but the lines that it prints. */
  record Running() implements RunningService {
    @Override
    public String name() {
      return "example";
    }

    @Override
    public URI url() {
      return URI.create("http://localhost:1");
    }

    @Override
    public void close() {
      System.out.println("drained");
    }
  }

  @Test
  void run_sigterm_drainsAndExits0() throws Exception {
    var process = start();
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("example ready at http://localhost:1");

      process.toHandle().destroy(); // SIGTERM; the process itself would close the stream too

      assertThat(lines.readLine()).isEqualTo("drained");
    }
    assertThat(exitOf(process)).isZero();
  }

  @Test
  void run_badSetting_isOneLineAnd64() throws Exception {
    var process = start("--example-fials", "yes");

    assertThat(output(process))
        .containsExactly("unknown flag --example-fials: did you mean --example-fails?");
    assertThat(exitOf(process)).isEqualTo(64);
  }

  @Test
  void run_failedStart_isOneLineAnd1() throws Exception {
    var process = start("--example-fails=yes");

    assertThat(output(process)).containsExactly("could not start: the innermost reason");
    assertThat(exitOf(process)).isEqualTo(1);
  }

  @Test
  void run_help_listsTheSettingsAndExits0() throws Exception {
    var process = start("--help");

    assertThat(output(process)).singleElement().asString().contains("--example-fails");
    assertThat(exitOf(process)).isZero();
  }

  private static Process start(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Example.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static List<String> output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
  }

  private static int exitOf(Process process) throws InterruptedException {
    assertThat(process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
