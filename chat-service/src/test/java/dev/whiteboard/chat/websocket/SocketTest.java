package dev.whiteboard.chat.websocket;

import static dev.whiteboard.chat.websocket.ClientFrames.close;
import static dev.whiteboard.chat.websocket.ClientFrames.frame;
import static dev.whiteboard.chat.websocket.ClientFrames.join;
import static dev.whiteboard.chat.websocket.ClientFrames.text;
import static dev.whiteboard.chat.websocket.ClientFrames.unmasked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.websocket.SocketNode.Owner;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A socket over loopback: messages, and all the ways in which it ends. */
final class SocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PING = FrameReader.FIN | FrameReader.PING;

  private static SocketNode node;
  private RawClient client;
  private Owner owner;

  @BeforeAll
  static void openNode() throws TimeoutException {
    node = SocketNode.of(options(SocketOptions.DEFAULT.queuedBytesMax(), 10_000));
  }

  @AfterAll
  static void closeNode() throws TimeoutException {
    node.close();
  }

  @BeforeEach
  void open() throws IOException {
    client = RawClient.open(node.port());
    owner = node.owners.getLast();
  }

  @AfterEach
  void end() throws IOException {
    client.close();
  }

  @Test
  void onText_message_comesOnTheEventLoop() throws IOException {
    client.send(text("grüezi"));

    await().atMost(PATIENCE).until(() -> !owner.texts.isEmpty());
    assertThat(owner.texts).containsExactly("grüezi");
    assertThat(owner.thread).contains("eventloop");
  }

  @Test
  void accept_framesRightBehindTheRequest_areHeard() throws IOException {
    try (var hasty = RawClient.connect(node.port())) {
      hasty.send(join(RawClient.request(Map.of()), text("first"), text("second")));
      hasty.readAnswer();

      var hastyOwner = node.owners.getLast();
      await().atMost(PATIENCE).until(() -> hastyOwner.texts.size() == 2);
      assertThat(hastyOwner.texts).containsExactly("first", "second");
    }
  }

  @Test
  void accept_idleLongerThanHttpMayBe_staysOpen() throws Exception {
    var opened = System.nanoTime();
    await().atMost(PATIENCE).until(() -> System.nanoTime() - opened > 2_500_000_000L);

    send("still here");

    assertThat(client.read()).isEqualTo("text still here");
  }

  @Test
  void send_framesOfAllLengths_comeWhole() throws Exception {
    for (var length : new int[] {0, 1, 125, 126, 65_535, 65_536, 100_000}) {
      var text = "x".repeat(length);
      send(text);

      assertThat(client.read()).isEqualTo("text " + text);
    }
  }

  @Test
  void send_fromAnotherThread_throws() {
    var frame = Frame.text("x");

    assertThatIllegalStateException().isThrownBy(() -> owner.socket.send(frame));
    frame.release();
  }

  @Test
  void ping_fromTheClient_isAnsweredWithItsPayload() throws IOException {
    client.send(join(frame(PING, new byte[0]), frame(PING, new byte[] {1, 2, 3})));

    assertThat(client.read()).isEqualTo("pong ");
    assertThat(client.read()).isEqualTo("pong 010203");
  }

  @Test
  void pong_fromTheClient_isTold() throws Exception {
    sendFrame(Frame.ping(new byte[] {9}));
    assertThat(client.read()).isEqualTo("ping 09");

    client.send(frame(FrameReader.FIN | FrameReader.PONG, new byte[] {9}));

    await().atMost(PATIENCE).until(() -> owner.pongs.get() == 1);
  }

  @Test
  void onBinary_notOverridden_closes1003() throws IOException {
    client.send(frame(FrameReader.FIN | FrameReader.BINARY, new byte[] {1}));

    assertThat(client.read()).isEqualTo("close 1003");
  }

  @Test
  void close_byTheClient_isAnsweredAndTold() throws IOException {
    client.send(close(4_321));

    assertThat(client.read()).isEqualTo("close 4321");
    assertThat(client.read()).isEqualTo("end");
    assertClosed(4_321);
  }

  @Test
  void close_byTheClientWithoutACode_isAnsweredWithoutOne() throws IOException {
    client.send(frame(FrameReader.FIN | FrameReader.CLOSE, new byte[0]));

    assertThat(client.read()).isEqualTo("close");
    assertThat(client.read()).isEqualTo("end");
    assertClosed(CloseCodes.NO_CODE);
  }

  @Test
  void close_byUs_waitsForTheClientsAnswer() throws Exception {
    owner.run(() -> owner.socket.close(4_000, "go"));
    assertThat(client.read()).isEqualTo("close 4000");
    assertThat(owner.closed).isEmpty();

    client.send(close(4_000));

    assertThat(client.read()).isEqualTo("end");
    assertClosed(4_000);
  }

  @Test
  void close_byUs_isTheLastThatGoesOut() throws Exception {
    owner.run(() -> {
      owner.socket.close(4_000, "");
      var late = Frame.text("late");
      assertThat(owner.socket.send(late)).isFalse();
      late.release();
      owner.socket.close(4_001, "");
    });
    client.send(join(text("unheard"), frame(PING, new byte[0]), close(4_000)));

    assertThat(client.read()).isEqualTo("close 4000");
    assertThat(client.read()).isEqualTo("end");
    assertClosed(4_000);
    assertThat(owner.texts).isEmpty();
  }

  @Test
  void close_codeThatNoFrameMayHave_throws() throws Exception {
    owner.run(() ->
        assertThatIllegalArgumentException()
            .isThrownBy(() -> owner.socket.close(CloseCodes.ABNORMAL, "")));
    owner.run(() ->
        assertThatIllegalArgumentException()
            .isThrownBy(() -> owner.socket.close(4_000, "long ".repeat(30))));
    assertThat(owner.socket.isOpen()).isTrue();
  }

  @Test
  void close_clientThatNeverAnswers_isCutOffAtTheDeadline() throws Exception {
    try (var hasty = SocketNode.of(options(1_000_000, 200));
        var silent = RawClient.open(hasty.port())) {
      var silentOwner = hasty.owners.getFirst();
      silentOwner.run(() -> silentOwner.socket.close(4_000, ""));

      assertThat(silent.read()).isEqualTo("close 4000");
      assertEnds(silent);
      await().atMost(PATIENCE).until(() -> !silentOwner.closed.isEmpty());
      assertThat(silentOwner.closed).containsExactly(4_000);
    }
  }

  @Test
  void read_brokenFrame_isToldWhyAndNothingBehindItHeard() throws IOException {
    client.send(join(text("heard"), unmasked(0x81, new byte[] {'x'}), text("unheard")));

    assertThat(client.read()).isEqualTo("close 1002");
    assertThat(client.read()).isEqualTo("end");
    assertClosed(CloseCodes.PROTOCOL_ERROR);
    assertThat(owner.texts).containsExactly("heard");
  }

  @Test
  void read_brokenFrameWithMuchBehindIt_isToldWhyAllTheSame() throws IOException {
    var behind = new byte[400_000];
    client.send(join(frame(FrameReader.FIN | FrameReader.TEXT, new byte[] {(byte) 0xFF}), behind));

    assertThat(client.read()).isEqualTo("close 1007");
    assertThat(client.read()).isEqualTo("end");
    assertClosed(CloseCodes.INVALID_PAYLOAD);
  }

  @Test
  void end_withoutACloseFrame_is1006() throws IOException {
    client.endOutput();

    assertThat(client.read()).isEqualTo("end");
    assertClosed(CloseCodes.ABNORMAL);
  }

  @Test
  void reset_is1006() throws IOException {
    client.reset();

    assertClosed(CloseCodes.ABNORMAL);
  }

  @Test
  void abort_cutsTheConnection() throws Exception {
    owner.run(owner.socket::abort);

    assertEnds(client);
    assertClosed(CloseCodes.ABNORMAL);
  }

  @Test
  void pauseReading_nothingIsToldUntilReadAgain() throws Exception {
    owner.run(owner.socket::pauseReading);
    client.send(text("waits"));
    send("one way still works");
    assertThat(client.read()).isEqualTo("text one way still works");
    assertThat(owner.texts).isEmpty();

    owner.run(owner.socket::resumeReading);

    await().atMost(PATIENCE).until(() -> !owner.texts.isEmpty());
    assertThat(owner.texts).containsExactly("waits");
  }

  @Test
  void handler_thatThrows_closes1011() throws Exception {
    try (var failing = new SocketNode(SocketOptions.DEFAULT, Failing::new);
        var victim = RawClient.open(failing.port())) {
      victim.send(text("boom"));

      assertThat(victim.read()).isEqualTo("close 1011");
      assertThat(victim.read()).isEqualTo("end");
    }
  }

  @Test
  void stop_ofTheServer_closes1001AndWaitsForTheAnswer() throws Exception {
    try (var stopping = SocketNode.of(SocketOptions.DEFAULT)) {
      Future<Void> stopped;
      try (var polite = RawClient.open(stopping.port())) {
        stopped = stopping.stop(30);
        assertThat(polite.read()).isEqualTo("close 1001");
        assertThat(stopped.isComplete()).isFalse();
        polite.send(close(1_001));
        assertThat(polite.read()).isEqualTo("end");
      }
      stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(stopping.owners.getFirst().closed).containsExactly(CloseCodes.GOING_AWAY);
    }
  }

  static SocketOptions options(int queuedBytesMax, int closeMs) {
    return new SocketOptions(
        SocketOptions.DEFAULT.messageBytesMax(),
        SocketOptions.DEFAULT.frameBytesMax(),
        queuedBytesMax,
        Duration.ofMillis(closeMs),
        SocketOptions.DEFAULT.origins(),
        SocketOptions.DEFAULT.subprotocols(),
        false);
  }

  static SocketOptions messages(int bytesMax) {
    return new SocketOptions(
        bytesMax,
        bytesMax,
        SocketOptions.DEFAULT.queuedBytesMax(),
        SocketOptions.DEFAULT.closeDeadline(),
        SocketOptions.DEFAULT.origins(),
        SocketOptions.DEFAULT.subprotocols(),
        false);
  }

  private void send(String text) throws Exception {
    sendFrame(Frame.text(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void sendFrame(Frame frame) throws Exception {
    owner.run(() -> assertThat(owner.socket.send(frame)).isTrue());
    frame.release();
  }

  /** Told once, and still only once when TCP has ended. */
  private void assertClosed(int code) throws IOException {
    await().atMost(PATIENCE).until(() -> !owner.closed.isEmpty());
    client.close();
    await().atMost(PATIENCE).until(() -> !owner.socket.isConnected());
    assertThat(owner.closed).containsExactly(code);
  }

  /** The end of a stream, or a reset: what a cut connection looks like. */
  private static void assertEnds(RawClient cut) {
    try {
      assertThat(cut.read()).isEqualTo("end");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private static final class Failing extends Owner {
    Failing(Socket socket) {
      super(socket);
    }

    @Override
    public void onText(Socket same, byte[] utf8) {
      throw new IllegalStateException("a handler that fails, as this test wants it");
    }
  }
}
