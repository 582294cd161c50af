package dev.whiteboard.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunningServiceTest {
  private final List<String> told = new ArrayList<>();

  @Test
  void open_allThere_isTheService() throws Exception {
    var service = new Telling();

    assertThat(RunningService.open(service, Telling::listen)).isSameAs(service);
    assertThat(told).containsExactly("listens");
  }

  @Test
  void open_stepFails_isClosedAndSaysWhy() {
    var failure = new IOException("on purpose");

    assertThatThrownBy(() ->
            RunningService.open(
                new Telling(),
                service -> {
                  service.listen();
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(told).containsExactly("listens", "closed");
  }

  private final class Telling implements RunningService {
    void listen() {
      told.add("listens");
    }

    @Override
    public String name() {
      return "telling";
    }

    @Override
    public URI url() {
      return URI.create("http://localhost");
    }

    @Override
    public void close() {
      told.add("closed");
    }
  }
}
