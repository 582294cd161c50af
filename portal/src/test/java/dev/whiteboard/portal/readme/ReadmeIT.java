package dev.whiteboard.portal.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.whiteboard.portal.Whiteboard;
import dev.whiteboard.portal.readme.ConsoleBlock.Step;
import dev.whiteboard.portal.up.RunningUp;
import dev.whiteboard.portal.up.UpProcess;
import dev.whiteboard.stack.process.JavaCommand;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What READMEs show of a terminal comes out: each command of their {@code console} blocks. */
final class ReadmeIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What starts side by side is ready in any order. */
  private static final String UP = "./whiteboard up";

  /** As pages have them; the systems of this test are on others. */
  private static final Pattern PORT = Pattern.compile("localhost:(\\d{4})");

  private static final int FIRST_EDGE_PORT = 8440;

  @TempDir static Path temporary;

  private static final Map<String, String> PORTS = new HashMap<>();
  private static UpProcess up;
  private static Terminal terminal;

  @BeforeAll
  static void start() throws Exception {
    if (System.getenv("CI") == null) {
      assumeThat(Terminal.has("bash", "curl", "jq")).as("bash, curl and jq are there").isTrue();
    }
    var state = temporary.resolve(".whiteboard");
    up = UpProcess.start(temporary, Map.of("WHITEBOARD_STATE", state.toString())).awaitReady();
    knowPorts();
    var environment = new HashMap<>(RunningUp.of(state).adminKeys());
    environment.put("WHITEBOARD_STATE", state.toString());
    terminal = new Terminal(temporary, environment, whiteboard());
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
  }

  private static void knowPorts() throws Exception {
    PORTS.put("8080", portOf("portal"));
    PORTS.put("8081", portOf("url-shortener"));
    PORTS.put("8082", portOf("rate-limiter"));
    PORTS.put("8083", portOf("chat-service"));
    PORTS.put("8084", portOf("cdn-cache"));
    var port = FIRST_EDGE_PORT;
    var world = new JsonObject(up.get("cdn-cache", "/v1/topology").body());
    for (var node : world.getJsonArray("nodes")) {
      if (node instanceof JsonObject edge && edge.getString("tier").equals("edge")) {
        PORTS.put(
            Integer.toString(port++), edge.getJsonArray("urls").getString(0).replaceAll(".*:", ""));
      }
    }
  }

  private static String portOf(String service) {
    return Integer.toString(up.url(service).getPort());
  }

  /** The script would build; here everything is built. What {@code up} has said is in a file. */
  private static String whiteboard() throws Exception {
    var said = Files.writeString(temporary.resolve("up.txt"), up.out());
    var command =
        JavaCommand.of(Whiteboard.class, List.of("-Dstdout.encoding=UTF-8")).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    return """
    ./whiteboard() {
      if [ "$1" = up ]; then cat '%s'; else %s "$@"; fi
    }
    """
        .formatted(said, command);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "url-shortener", "rate-limiter", "cdn-cache", "chat-service"})
  void console_ofAReadme_isWhatComesOut(String folder) throws Exception {
    var steps = ConsoleBlock.steps(Files.readString(ROOT.resolve(folder).resolve("README.md")));
    assertThat(steps).isNotEmpty();

    var came = terminal.run(steps.stream().map(step -> here(step.command())).toList());

    assertThat(came).hasSameSizeAs(steps);
    for (var i = 0; i < steps.size(); i++) {
      isShown(steps.get(i), came.get(i));
    }
  }

  private static void isShown(Step step, List<String> came) {
    if (step.command().equals(UP)) {
      assertThat(Shape.missing(step.shown(), came)).as("%s: %s", UP, came).isEmpty();
    } else {
      assertThat(Shape.fits(step.shown(), came))
          .as("%n$ %s%n%s%nis shown as%n%s", step.command(), lines(came), lines(step.shown()))
          .isTrue();
    }
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines);
  }

  private static String here(String command) {
    return PORT.matcher(command)
        .replaceAll(port -> "localhost:" + PORTS.getOrDefault(port.group(1), port.group(1)));
  }
}
