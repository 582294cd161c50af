package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.ServerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stack as a whole, in this JVM and in others that are killed. */
@Timeout(60)
class EmbeddedStackIT {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(5);
  private static final Duration GONE_TIME_MAX = Duration.ofSeconds(5);
  private static final Set<Server> PROCESSES = Set.of(Server.POSTGRES, Server.REDIS);

  @TempDir private Path temporary;
  private final List<Process> children = new ArrayList<>();
  private Path folder;

  @BeforeEach
  void resolve() throws IOException {
    folder = temporary.toRealPath();
  }

  @AfterEach
  void killChildren() {
    children.forEach(Process::destroyForcibly);
    assertThat(nothingIsLeft()).as("processes left: %s", Processes.of(folder)).isTrue();
  }

  @Test
  void start_allServers_tellsTheListenerAndGivesTheirAddresses() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    try (EmbeddedStack stack =
        EmbeddedStack.start(EnumSet.allOf(Server.class), folder, listener(told))) {
      StackAddresses addresses = stack.addresses();
      assertThat(addresses.databaseUrl())
          .matches("postgresql://whiteboard:[0-9a-f]{32}@127\\.0\\.0\\.1:\\d+/whiteboard");
      assertThat(addresses.redisUrl()).matches("redis://127\\.0\\.0\\.1:\\d+");
      assertThat(addresses.kafkaBootstrapServers()).matches("127\\.0\\.0\\.1:\\d+");
      assertThat(told)
          .contains("starting POSTGRES", "starting REDIS", "starting KAFKA")
          .anyMatch(
              line -> line.matches("ready POSTGRES 18\\.\\S+ 127\\.0\\.0\\.1:\\d+/whiteboard"))
          .anyMatch(line -> line.matches("ready REDIS 6\\.2\\.\\S+ 127\\.0\\.0\\.1:\\d+"))
          .anyMatch(line -> line.matches("ready KAFKA 4\\.3\\.\\S+ 127\\.0\\.0\\.1:\\d+"));
    }
  }

  @Test
  void start_external_findsThemWhereTheyAre() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    Set<Server> all = EnumSet.allOf(Server.class);
    try (EmbeddedStack stack = EmbeddedStack.start(all, folder, StackListener.silent())) {
      StackAddresses addresses = stack.addresses();
      Map<String, String> environment =
          Map.of(
              "DATABASE_URL", addresses.databaseUrl(),
              "REDIS_URL", addresses.redisUrl(),
              "KAFKA_BOOTSTRAP_SERVERS", addresses.kafkaBootstrapServers());
      try (ExternalStack external = ExternalStack.start(all, environment::get, listener(told))) {
        assertThat(external.addresses()).isEqualTo(addresses);
      }
      assertThat(told)
          .anyMatch(line -> line.startsWith("ready POSTGRES 18."))
          .anyMatch(line -> line.startsWith("ready REDIS 6.2."))
          .anyMatch(line -> line.startsWith("ready KAFKA 4.3"));
    }
  }

  @Test
  void close_twice_isTheSameAsOnce() {
    EmbeddedStack stack = EmbeddedStack.start(Set.of(Server.REDIS), folder, StackListener.silent());
    stack.close();
    stack.close();
    assertThat(nothingIsLeft()).isTrue();
  }

  @Test
  void start_anotherRunsInThisJvm_isRefusedAndTheOtherStays() throws IOException {
    try (EmbeddedStack stack =
        EmbeddedStack.start(Set.of(Server.REDIS), folder, StackListener.silent())) {
      assertThatExceptionOfType(ServerException.class)
          .isThrownBy(() -> EmbeddedStack.start(PROCESSES, folder, StackListener.silent()))
          .withMessageStartingWith("a stack is running already on " + folder);
      assertThat(ping(stack.addresses().redisUrl())).isEqualTo("PONG");
    }
  }

  @Test
  void start_anotherRunsInAnotherJvm_isRefusedNamingItsProcess() throws IOException {
    try (EmbeddedStack _ =
        EmbeddedStack.start(Set.of(Server.REDIS), folder, StackListener.silent())) {
      assertThat(firstLine(startChild()))
          .isEqualTo(
              "refused a stack is running already on %s (process %d): stop it first"
                  .formatted(folder, ProcessHandle.current().pid()));
    }
  }

  @Test
  void kill_ofTheJvm_leavesNoProcess() {
    Process child = startChild();
    assertThat(firstLine(child)).startsWith(StackHolder.UP);
    assertThat(Processes.of(folder)).hasSizeGreaterThanOrEqualTo(4);
    child.destroyForcibly();
    assertThat(nothingIsLeft()).isTrue();
  }

  @Test
  void kill_ofTheJvmWithItsServersPaused_leavesNoProcess() throws IOException {
    Process child = startChild();
    assertThat(firstLine(child)).startsWith(StackHolder.UP);
    Processes.signal("STOP", Processes.of(folder.resolve("redis")));
    Processes.signal("CONT", lifelines());
    child.destroyForcibly();
    assertThat(nothingIsLeft()).isTrue();
  }

  @Test
  void interrupt_ofTheWholeTerminal_leavesServersUpUntilTheJvmStopsThem() throws IOException {
    Process child = startChild();
    String up = firstLine(child);
    for (String signal : List.of("INT", "HUP", "TERM", "QUIT")) {
      Processes.signal(signal, lifelines());
    }
    assertThat(ping(up.substring(StackHolder.UP.length()))).isEqualTo("PONG");
    assertThat(lifelines()).hasSize(2);
    child.getOutputStream().close();
    assertThat(nothingIsLeft()).isTrue();
  }

  @Test
  void start_leftOverFromAKillOfEverythingElse_isReclaimed() throws IOException {
    Process child = startChild();
    String up = firstLine(child);
    Processes.signal("KILL", lifelines());
    child.destroyForcibly().onExit().join();
    assertThat(ping(up.substring(StackHolder.UP.length()))).isEqualTo("PONG");
    try (EmbeddedStack stack = EmbeddedStack.start(PROCESSES, folder, StackListener.silent())) {
      assertThat(ping(stack.addresses().redisUrl())).isEqualTo("PONG");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> ping(up.substring(StackHolder.UP.length())));
    }
  }

  @Test
  void start_atOnceAfterAKill_works() throws IOException {
    Process child = startChild();
    assertThat(firstLine(child)).startsWith(StackHolder.UP);
    child.destroyForcibly().onExit().join();
    try (EmbeddedStack stack = EmbeddedStack.start(PROCESSES, folder, StackListener.silent())) {
      assertThat(ping(stack.addresses().redisUrl())).isEqualTo("PONG");
    }
  }

  private boolean nothingIsLeft() {
    return Deadline.after(GONE_TIME_MAX).await(() -> Processes.of(folder).isEmpty());
  }

  private List<Processes.Running> lifelines() {
    return Processes.of(folder).stream()
        .filter(process -> process.commandLine().contains("lifeline.sh"))
        .toList();
  }

  private Process startChild() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try {
      Process child =
          new ProcessBuilder(
                  java.toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  StackHolder.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      children.add(child);
      return child;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String firstLine(Process child) {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
      return String.valueOf(lines.readLine());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ping(String redisUrl) throws IOException {
    try (RedisConnection redis = RedisConnection.open(redisUrl, ANSWER_TIME_MAX)) {
      return redis.call("PING");
    }
  }

  private static StackListener listener(Queue<String> told) {
    return new StackListener() {
      @Override
      public void starting(Server server) {
        told.add("starting " + server);
      }

      @Override
      public void ready(Server server, String version, String address, Duration took) {
        told.add("ready %s %s %s".formatted(server, version, address));
      }
    };
  }
}
