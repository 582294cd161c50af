package dev.whiteboard.chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.websocket.SocketNode.Owner;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One frame for many sockets, and those among them who don't read. */
final class SharedFramesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int QUEUED_BYTES_MAX = 1_000_000;
  private static final int CLIENTS = 500;

  /** 64 KB that may be unsent, what was sent already, and a frame that is on its way. */
  private static final int KERNEL_BYTES_MAX = 600_000;

  private static final int SMALL_BUFFER_BYTES = 4_096;
  private static final String LARGE = "text " + "x".repeat(60_000);

  private final List<RawClient> clients = new ArrayList<>();
  private ResourceLeakDetector.Level level;
  private SocketNode node;
  private Frame large;

  @BeforeEach
  void open() throws Exception {
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    large = Frame.text("x".repeat(60_000));
    node = SocketNode.of(SocketTest.options(QUEUED_BYTES_MAX, 10_000));
  }

  @AfterEach
  void close() throws Exception {
    for (var client : clients) {
      client.close();
    }
    node.close();
    assertThat(large.refCnt()).isEqualTo(1);
    assertThat(large.release()).isTrue();
    ResourceLeakDetector.setLevel(level);
  }

  @Test
  void send_oneFrameToFiveHundred_arrivesWholeAndIsLetGo() throws Exception {
    for (var i = 0; i < CLIENTS; i++) {
      connect(0);
    }
    var text = "shared ".repeat(300);
    var frame = Frame.text(text);
    var plain = frame.plain();
    var others = plain.refCnt();

    onLoop(() -> node.owners.forEach(owner -> assertThat(owner.socket.send(frame)).isTrue()));

    for (var client : clients) {
      assertThat(client.read()).isEqualTo("text " + text);
    }
    await().atMost(PATIENCE).until(() -> plain.refCnt() == others);
    frame.release();
    assertThat(plain.refCnt()).isEqualTo(1);
    plain.release();
    assertThat(plain.refCnt()).isZero();
  }

  @Test
  void send_severalFramesInATurn_goOutTogetherAndInOrder() throws Exception {
    var client = connect(0);
    var owner = node.owners.getFirst();
    var queued = new ArrayList<Long>();

    onLoop(() -> {
      for (var i = 0; i < 100; i++) {
        var frame = Frame.text("message " + i);
        owner.socket.send(frame);
        frame.release();
        queued.add(owner.socket.queuedBytes());
      }
    });

    assertThat(queued).isSorted().doesNotHaveDuplicates(); // nothing went out before the end
    for (var i = 0; i < 100; i++) {
      assertThat(client.read()).isEqualTo("text message " + i);
    }
    await().atMost(PATIENCE).until(() -> owner.socket.queuedBytes() == 0);
  }

  @Test
  void send_clientThatDoesNotRead_isRefusedAtTheBoundAndSlowsNobody() throws Exception {
    connect(SMALL_BUFFER_BYTES);
    var brisk = connect(0);
    var slow = node.owners.getFirst();
    var sent = fill(slow);

    assertThat(slow.socket.queuedBytes()).isBetween(QUEUED_BYTES_MAX / 2L, QUEUED_BYTES_MAX + 0L);
    onLoop(() -> assertThat(node.owners.getLast().socket.send(large)).isTrue());
    assertThat(brisk.read()).isEqualTo(LARGE);
    assertThat(slow.socket.isOpen()).isTrue();

    for (var i = 0; i < sent; i++) {
      assertThat(clients.getFirst().read()).isEqualTo(LARGE);
    }
    await().atMost(PATIENCE).until(() -> slow.writables.get() > 0);
    assertThat(slow.socket.isWritable()).isTrue();
  }

  @Test
  void send_clientThatDoesNotRead_hasLittleWaitingInTheKernel() throws Exception {
    assumeThat(node.isNative()).isTrue();
    connect(SMALL_BUFFER_BYTES);

    var sent = fill(node.owners.getFirst());

    assertThat(sent * 60_000).isLessThan(QUEUED_BYTES_MAX + KERNEL_BYTES_MAX);
  }

  @Test
  void ping_clientThatDoesNotRead_hasOnlyItsLastAnsweredOnceItReads() throws Exception {
    var client = connect(SMALL_BUFFER_BYTES);
    var owner = node.owners.getFirst();
    var sent = fill(owner);
    for (var i = 0; i < 100; i++) {
      client.send(ClientFrames.frame(FrameReader.FIN | FrameReader.PING, new byte[] {(byte) i}));
    }
    client.send(ClientFrames.text("behind the pings"));
    await().atMost(PATIENCE).until(() -> !owner.texts.isEmpty());

    for (var i = 0; i < sent; i++) {
      assertThat(client.read()).isEqualTo(LARGE);
    }
    assertThat(client.read()).isEqualTo("pong 63");
  }

  @Test
  void close_clientThatDoesNotRead_isCutOffAtTheDeadline() throws Exception {
    try (var strict = SocketNode.of(SocketTest.options(QUEUED_BYTES_MAX, 200));
        var _ = RawClient.connect(strict.port(), SMALL_BUFFER_BYTES).handshake()) {
      var owner = strict.owners.getFirst();
      var _ = fill(owner);
      owner.run(() -> owner.socket.close(4_000, "too slow"));

      await().atMost(PATIENCE).until(() -> !owner.closed.isEmpty());
      assertThat(owner.closed).containsExactly(4_000);
      assertThat(owner.socket.isConnected()).isFalse();
    }
  }

  /** Sends until neither we nor the kernel take any more; returns how many were taken. */
  private int fill(Owner owner) {
    var sent = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          var before = sent.get();
          owner.run(() -> {
            while (owner.socket.send(large)) {
              sent.incrementAndGet();
            }
          });
          return sent.get() == before && !owner.socket.isWritable();
        });
    return sent.get();
  }

  private RawClient connect(int receiveBytes) throws IOException {
    var client = RawClient.connect(node.port(), receiveBytes).handshake();
    clients.add(client);
    return client;
  }

  private void onLoop(Runnable task) throws Exception {
    node.owners.getFirst().run(task);
  }
}
