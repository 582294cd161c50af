package dev.whiteboard.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class JavaProcessTest {
  private static final String HEAP = "-Xmx32m";

  /** Says what the variable has, and then ends, or waits to be ended. */
  static final class Demo {
    private Demo() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.err.println("begun");
      var line = System.getenv("DEMO_SAYS");
      if (line != null) {
        System.out.println(line);
        new CountDownLatch(1).await();
      }
      System.exit(3);
    }
  }

  private static JavaProcess demo(Map<String, String> environment) throws Exception {
    return JavaProcess.start(Demo.class, HEAP, environment);
  }

  @Test
  void start_saysWhereItListens_isThere() throws Exception {
    try (var demo = demo(Map.of("DEMO_SAYS", "demo ready at http://127.0.0.1:1/"))) {
      assertThat(demo.url()).isEqualTo(URI.create("http://127.0.0.1:1/"));

      demo.kill();

      assertThat(demo.awaitExit()).isEqualTo(128 + 9);
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(demo::kill)
          .withMessageStartingWith("it ended before, with 137");
    }
  }

  /** A JVM that does nothing about SIGTERM. */
  @Test
  void close_endsWithAnotherStatus_fails() throws Exception {
    var demo = demo(Map.of("DEMO_SAYS", "demo ready at http://127.0.0.1:1/"));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(demo::close)
        .withMessageContainingAll("it ended with 143", "begun", "demo ready");
  }

  @Test
  void start_endsInstead_failsWithWhatItSaid() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> demo(Map.of()))
        .withMessageContainingAll("it did not start", "begun");
  }

  @Test
  void refused_endsByItself_isWhatItSaid() throws Exception {
    assertThat(JavaProcess.refused(Demo.class, HEAP, Map.of())).isEqualTo("begun");
  }
}
