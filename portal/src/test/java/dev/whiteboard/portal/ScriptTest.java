package dev.whiteboard.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, in a checkout of stand-ins: JDKs and a Maven that only tell how they were called. */
final class ScriptTest {
  private static final Path SCRIPT = Path.of("..", "whiteboard");
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cp",
          "dirname",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "touch");

  @TempDir Path temporary;

  private Path checkout;
  private Path tools;
  private Path jdks;

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    checkout = Files.createDirectories(temporary.resolve("a checkout"));
    tools = Files.createDirectories(temporary.resolve("tools"));
    jdks = Files.createDirectories(temporary.resolve("jdks"));
    Files.copy(SCRIPT, checkout.resolve("whiteboard"));
    Files.createFile(checkout.resolve("pom.xml"));
    Files.createDirectories(checkout.resolve("portal/src/main"));
    Files.createFile(checkout.resolve("portal/pom.xml"));
    source("One.java");
    for (var tool : TOOLS) {
      program(tools.resolve(tool), "exec '" + installed(tool) + "' \"$@\"");
    }
    maven("mkdir -p portal/target/lib && touch portal/target/portal.jar");
  }

  @Test
  void javaHome_newEnough_isTaken() throws Exception {
    var home = jdk("elsewhere/home", "25.0.1");
    jdk("jdks/other", "26");

    assertThat(run(Map.of("JAVA_HOME", home.toString()), "up").out())
        .isEqualTo("java of " + home + ": Whiteboard up\n");
  }

  @Test
  void javaHome_tooOld_isPassedOverForTheOneOnPath() throws Exception {
    var old = jdk("elsewhere/old", "24.0.2");
    var onPath = jdk("elsewhere/new", "25");
    var link = Files.createSymbolicLink(temporary.resolve("java"), onPath.resolve("bin/java"));
    Files.createSymbolicLink(tools.resolve("java"), link);

    assertThat(run(Map.of("JAVA_HOME", old.toString()), "up").out())
        .startsWith("java of " + onPath.toRealPath());
  }

  @Test
  void usualFolder_withSeveral_givesOneThatIsNewEnough() throws Exception {
    jdk("jdks/a-17", "17.0.9");
    Files.delete(jdk("jdks/b-25-without-compiler", "25").resolve("bin/javac"));
    jdk("jdks/c-8", "1.8.0_442");
    var good = jdk("jdks/d-25.jdk/Contents/Home", "25.0.4");

    assertThat(run(Map.of(), "up").out()).startsWith("java of " + good);
  }

  @Test
  void noJdk_isSaidInOneLine() throws Exception {
    jdk("jdks/a-21", "21.0.5");

    var run = run(Map.of(), "up");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("whiteboard: needs a JDK 25").hasLineCount(1);
  }

  @Test
  void build_isDoneOnce_andAgainAfterAChangeOrADeletion() throws Exception {
    jdk("jdks/25", "25");
    var other = source("Other.java");

    assertThat(run(Map.of(), "up").err()).startsWith("Building: a minute the first time");
    assertThat(run(Map.of(), "up").err()).isEmpty();

    source("One.java");
    assertThat(run(Map.of(), "up").err()).startsWith("Building: something changed");
    Files.delete(other);
    assertThat(run(Map.of(), "up").err()).startsWith("Building: something changed");
    assertThat(run(Map.of(), "up").err()).isEmpty();
  }

  @Test
  void build_thatFails_saysWhyAndIsTriedAgain() throws Exception {
    jdk("jdks/25", "25");
    maven("echo '[INFO] working' && echo '[ERROR] One.java: no such thing' && exit 1");

    for (var again = 0; again < 2; again++) {
      var run = run(Map.of(), "up");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("[ERROR] One.java: no such thing\nwhiteboard: the build failed")
          .doesNotContain("[INFO]");
    }
  }

  @Test
  void build_withoutMaven_isSaidInOneLine() throws Exception {
    jdk("jdks/25", "25");
    Files.delete(tools.resolve("mvn"));

    var run = run(Map.of(), "up");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("whiteboard: needs Maven").hasLineCount(1);
  }

  @Test
  void test_isMavenWithTheJdk_andItsHelpIsJava() throws Exception {
    var home = jdk("jdks/25", "25");
    maven("echo mvn \"$@\", $JAVA_HOME, $MAVEN_OPTS");

    assertThat(run(Map.of("MAVEN_OPTS", "-Xmx1g"), "test", "-Dit.test=An IT").out())
        .startsWith("mvn -f " + checkout.toRealPath() + "/pom.xml verify -Dit.test=An IT, " + home)
        .contains("--sun-misc-unsafe-memory-access=allow -Xmx1g");

    maven("mkdir -p portal/target/lib && touch portal/target/portal.jar");
    assertThat(run(Map.of(), "test", "--help").out()).endsWith(": Whiteboard test --help\n");
  }

  @Test
  void calledFromElsewhere_keepsItsStateInTheCheckout_andShowsThat() throws Exception {
    var home = jdk("jdks/25", "25");
    program(
        home.resolve("bin/java"),
        "echo \"${WHITEBOARD_STATE:-a default} ${PORTAL_CHECKOUT:-too}\"");

    assertThat(run(Map.of(), "up").out()).isEqualTo("a default too\n");
    assertThat(runIn(temporary, Map.of(), "up").out())
        .isEqualTo("%1$s/.whiteboard %1$s%n", checkout.toRealPath());
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    return runIn(checkout, environment, arguments);
  }

  private Run runIn(Path folder, Map<String, String> environment, String... arguments)
      throws Exception {
    var script = checkout.resolve("whiteboard").toString();
    var command = Stream.concat(Stream.of("bash", script), Stream.of(arguments)).toList();
    var out = Files.createTempFile(temporary, "out", "");
    var err = Files.createTempFile(temporary, "err", "");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", tools.toString(),
                "HOME", temporary.toString(),
                "WHITEBOARD_JDKS", jdks.toString()));
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      assertThat(process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path jdk(String name, String version) throws IOException {
    var home = temporary.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    program(home.resolve("bin/javac"), "exit 1");
    program(
        home.resolve("bin/java"),
        "while [ \"$1\" != dev.whiteboard.portal.Whiteboard ]; do shift; done; shift",
        "echo \"java of $JAVA_HOME: Whiteboard $*\"");
    return home;
  }

  private void maven(String does) throws IOException {
    program(tools.resolve("mvn"), "cd '" + checkout + "'", does);
  }

  private Path source(String name) throws IOException {
    return Files.writeString(checkout.resolve("portal/src/main").resolve(name), "class A {}");
  }

  private static Path installed(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static void program(Path file, String... lines) throws IOException {
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
