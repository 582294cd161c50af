package dev.whiteboard.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.capacity.Capacity.Console;
import dev.whiteboard.capacity.Capacity.Sources;
import dev.whiteboard.capacity.result.ExampleResults;
import dev.whiteboard.capacity.sheet.Simulation;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapacityTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Boolean> measured = new ArrayList<>();

  private int run(String... arguments) {
    var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
    var sources = new Sources(InstantSource.system(), Optional.of(this::measure), Simulation.NONE);
    return Capacity.run(arguments, sources, console);
  }

  private Path measure(boolean quick) {
    measured.add(quick);
    return ExampleResults.write(folder, "measured.json", ExampleResults.whole());
  }

  private int runInto(Path target, String... arguments) {
    return run(
        Stream.concat(Arrays.stream(arguments), Stream.of("--out", target.toString()))
            .toArray(String[]::new));
  }

  private String example() {
    return ExampleResults.write(folder, "example.json", ExampleResults.whole()).toString();
  }

  @Test
  void from_aResult_writesAllThree() throws IOException {
    var target = folder.resolve("new").resolve("sheet");

    assertThat(runInto(target, "--from", example())).isZero();

    try (var files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("capacity.md", "capacity.json", "capacity.html");
    }
    assertThat(out.toString()).contains("URL shortener", "breaks-at", "Written: ");
    assertThat(measured).isEmpty();
  }

  @Test
  void set_anInput_isInAllOutputs() throws IOException {
    runInto(folder, "--from", example(), "--set", "shortener.writesPerDay=1e9");

    assertThat(out.toString()).contains("Set by you: shortener.writesPerDay = 1 G links/day");
    assertThat(Files.readString(folder.resolve("capacity.md"))).contains("Set by hand");
    assertThat(Files.readString(folder.resolve("capacity.html"))).contains("Set by hand");
    var json = new JsonObject(Files.readString(folder.resolve("capacity.json")));
    assertThat(json.getJsonArray("set")).hasSize(1);
  }

  @Test
  void set_list_namesAllInputs() {
    assertThat(run("--set", "list")).isZero();

    assertThat(out.toString()).contains("shortener.writesPerDay", "price.nodeHour");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--set shortener.wrtesPerDay=1", "--set node.cores=x", "--nonsense"})
  void whatItCannotDo_isOneLineAndExit64(String words) {
    assertThat(runInto(folder, words.split(" ", -1))).isEqualTo(64);

    assertThat(err.toString().strip()).isNotEmpty().hasLineCount(1);
    assertThat(measured).isEmpty();
  }

  @Test
  void from_aBrokenFile_isOneLineAndExit64() throws IOException {
    var cut = Files.writeString(folder.resolve("cut.json"), "{\"figures\": [");

    assertThat(runInto(folder, "--from", cut.toString())).isEqualTo(64);

    assertThat(err.toString().strip()).hasLineCount(1).contains("cut.json");
    assertThat(folder.resolve("capacity.md")).doesNotExist();
  }

  @Test
  void quick_measuresFirst() {
    assertThat(runInto(folder, "--quick")).isZero();

    assertThat(measured).containsExactly(true);
    assertThat(folder.resolve("capacity.html")).exists();
  }

  @Test
  void help_namesEveryOption() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).contains("--quick", "--from", "--set", "--out");
  }
}
