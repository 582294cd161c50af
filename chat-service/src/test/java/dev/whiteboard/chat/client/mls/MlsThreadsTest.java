package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.bytes;
import static dev.whiteboard.chat.client.mls.People.group;
import static dev.whiteboard.chat.client.mls.People.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The library's cipher suite is one object for the process, and not safe for two threads. */
class MlsThreadsTest {
  private static final int PAIRS = 8;
  private static final int MESSAGES = 50;

  @Test
  void membersOfOneProcess_thatShareNothing_doNotSpoilEachOthersKeys() throws Exception {
    try (var threads = Executors.newFixedThreadPool(PAIRS)) {
      var done = new ArrayList<Future<?>>();
      for (var i = 0; i < PAIRS; i++) {
        done.add(threads.submit(MlsThreadsTest::talk));
      }
      for (var talk : done) {
        talk.get();
      }
    }
  }

  private static void talk() {
    var groups = group(2);
    for (var i = 0; i < MESSAGES; i++) {
      var from = groups.get(i % 2);
      var to = groups.get((i + 1) % 2);
      assertThat(text(to.decrypt(from.encrypt(bytes("no " + i))))).isEqualTo("no " + i);
    }
  }
}
