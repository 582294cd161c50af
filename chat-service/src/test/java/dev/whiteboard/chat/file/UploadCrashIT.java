package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whiteboard.chat.HandClock;
import dev.whiteboard.chat.file.FileNode.Client;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import dev.whiteboard.stack.process.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads whose node, connection or writer dies in the middle. */
@NeedsStack(Server.POSTGRES)
final class UploadCrashIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LENGTH = 1_500_000;

  @TempDir Path folder;

  @Test
  void upload_whoseNodeIsKilled_goesOnAtAnother(TestStack stack) throws Exception {
    try (var node = FileNode.start(stack.databaseUrl(), folder, InstantSource.system())) {
      var ada = ChatRows.sender();
      var chat = new ChatRows(node.databases).chat(ada);
      var client = node.client(ada.user());
      var bytes = random(LENGTH);
      var path = client.create(chat, "a", bytes.length).expect(201).header("Location");
      client.patch(path, 0, Arrays.copyOf(bytes, 10_000)).expect(204);

      killInTheMiddle(stack, new Half(ada.user().toString(), path, bytes, 10_000));

      var offset = (int) client.offset(path);
      assertThat(offset).isBetween(10_000, LENGTH - 1);
      var rest = Arrays.copyOfRange(bytes, offset, LENGTH);
      await()
          .atMost(PATIENCE)
          .until(() -> client.patch(path, offset, rest).status(), status -> status != 423);
      assertThat(client.offset(path)).isEqualTo(LENGTH);
      assertThat(client.get(path).expect(200).bytes()).isEqualTo(bytes);
    }
  }

  /** An upload under way. */
  private static final class Half {
    private final String token;
    private final String path;
    private final byte[] bytes;
    private final int offset;

    private Half(String token, String path, byte[] bytes, int offset) {
      this.token = token;
      this.path = path;
      this.bytes = bytes;
      this.offset = offset;
    }

    /** Sends what a request has up to the middle of its body. */
    void sendTo(Socket socket) throws IOException {
      var rest = bytes.length - offset;
      var head =
          """
          PATCH %s HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Tus-Resumable: 1.0.0\r
          Upload-Offset: %d\r
          Content-Type: application/offset+octet-stream\r
          Content-Length: %d\r
          \r
          """
              .formatted(path, token, offset, rest);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(bytes, offset, rest / 2);
      socket.getOutputStream().flush();
    }
  }

  private void killInTheMiddle(TestStack stack, Half half) throws Exception {
    var environment = FileNode.environment(stack.databaseUrl(), folder);
    try (var process = JavaProcess.start(FileNode.class, "-Xmx256m", environment);
        var socket = new Socket(InetAddress.getLoopbackAddress(), process.url().getPort())) {
      half.sendTo(socket);
      await().atMost(PATIENCE).until(() -> longestContent() > half.offset);
      process.kill();
    }
  }

  private long longestContent() throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0)
          .max()
          .orElse(0);
    }
  }

  @Test
  void upload_whoseClientHangsUp_keepsWhatCame(TestStack stack) throws Exception {
    try (var node = FileNode.start(stack.databaseUrl(), folder, InstantSource.system())) {
      var ada = ChatRows.sender();
      var chat = new ChatRows(node.databases).chat(ada);
      var client = node.client(ada.user());
      var bytes = random(LENGTH);
      var path = client.create(chat, "a", bytes.length).expect(201).header("Location");
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.url().getPort())) {
        new Half(ada.user().toString(), path, bytes, 0).sendTo(socket);
        await().atMost(PATIENCE).until(() -> longestContent() == LENGTH / 2);
      }

      await().atMost(PATIENCE).until(() -> client.offset(path) == LENGTH / 2);
      client.patch(path, LENGTH / 2, Arrays.copyOfRange(bytes, LENGTH / 2, LENGTH)).expect(204);
      assertThat(client.get(path).bytes()).isEqualTo(bytes);
    }
  }

  /** He stands still for longer than his lease, and then writes on. */
  @Test
  void upload_takenOverFromAWriterWhoWakesUp_hasTheBytesOfTheOther(TestStack stack)
      throws Exception {
    var clock = new HandClock(Instant.parse("2027-02-01T08:00:00Z"));
    try (var node = FileNode.start(stack.databaseUrl(), folder, clock)) {
      var ada = ChatRows.sender();
      var chat = new ChatRows(node.databases).chat(ada);
      var client = node.client(ada.user());
      var bytes = random(1_000);
      var path = client.create(chat, "a", bytes.length).expect(201).header("Location");
      client.patch(path, 0, Arrays.copyOf(bytes, 100)).expect(204);
      var file = file(node, client, path);
      var sleeper = new Sleeper();

      var thread = Thread.ofVirtual().start(() -> sleeper.append(node, file));
      sleeper.sleeps.await();
      assertThat(client.patch(path, 100, bytes).status()).isEqualTo(423);
      endLease(node);
      client.patch(path, 100, Arrays.copyOfRange(bytes, 100, 1_000)).expect(204);
      sleeper.wakesUp.countDown();
      thread.join();

      assertThat(sleeper.outcome).contains(new Uploaded.Gone());
      assertThat(client.get(path).expect(200).bytes()).isEqualTo(bytes);
      node.collector.collect();
      assertThat(node.contents()).hasSize(1);
    }
  }

  /** Linux has a file for it: each write to it fails as on a disk that is full. */
  @Test
  void upload_onADiskThatIsFull_goesOnOnceThereIsRoom_inTheSameContent(TestStack stack)
      throws Exception {
    var full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full));
    try (var node = FileNode.start(stack.databaseUrl(), folder, InstantSource.system())) {
      var ada = ChatRows.sender();
      var client = node.client(ada.user());
      var bytes = random(1_000);
      var path =
          client
              .create(new ChatRows(node.databases).chat(ada), "a", bytes.length)
              .expect(201)
              .header("Location");
      var content = node.folder.path(file(node, client, path).content());
      Files.createDirectories(content.getParent());
      Files.createSymbolicLink(content, full);
      assertThat(client.patch(path, 0, bytes).status()).isEqualTo(503);
      Files.delete(content);

      client.patch(path, 0, bytes).expect(204);

      assertThat(client.get(path).expect(200).bytes()).isEqualTo(bytes);
      assertThat(node.contents()).containsExactly(content);
    }
  }

  @Test
  void upload_thatCanNotBeCopied_leavesNoPartOfACopy(TestStack stack) throws Exception {
    try (var node = FileNode.start(stack.databaseUrl(), folder, InstantSource.system())) {
      var ada = ChatRows.sender();
      var client = node.client(ada.user());
      var bytes = random(1_000);
      var path =
          client
              .create(new ChatRows(node.databases).chat(ada), "a", bytes.length)
              .expect(201)
              .header("Location");
      client.patch(path, 0, Arrays.copyOf(bytes, 900)).expect(204);
      var content = node.folder.path(file(node, client, path).content());
      Files.write(content, Arrays.copyOf(bytes, 500));
      node.databases
          .home()
          .query(handle ->
              handle.execute("UPDATE files SET writer = gen_random_uuid() WHERE received = 900"));
      endLease(node);

      var rest = Arrays.copyOfRange(bytes, 900, 1_000);
      assertThat(client.patch(path, 900, rest).status()).isEqualTo(503);

      assertThat(node.contents()).containsExactly(content);
    }
  }

  @Test
  void upload_longerThanTheDiskHasRoomFor_isNotBegun(TestStack stack) throws Exception {
    var bytesMax = 100_000_000_000_000_000L;
    var settings = new FileSettings(folder, bytesMax, bytesMax, Duration.ofHours(24));
    try (var node = FileNode.start(stack.databaseUrl(), settings, InstantSource.system())) {
      var ada = ChatRows.sender();
      var chat = new ChatRows(node.databases).chat(ada);
      var client = node.client(ada.user());

      client.create(chat, "a", bytesMax).expect(507);
      client.create(chat, "a", 1_000).expect(201);
    }
  }

  private static StoredFile file(FileNode node, Client client, String path) {
    var id = path.substring(path.lastIndexOf('/') + 1);
    return new StoredFiles(node.databases, node.memberships)
        .own(FileId.parse(id).orElseThrow(), client.user())
        .orElseThrow();
  }

  /** As if it had been a while. */
  private static void endLease(FileNode node) {
    node.databases
        .home()
        .query(handle ->
            handle.execute("UPDATE files SET writer_until = now() - interval '1 second'"));
  }

  /** Writes some bytes that are wrong, sleeps, and writes more of them. */
  private static final class Sleeper {
    private final CountDownLatch sleeps = new CountDownLatch(1);
    private final CountDownLatch wakesUp = new CountDownLatch(1);
    private volatile Optional<Uploaded> outcome = Optional.empty();
    private int chunks;

    void append(FileNode node, StoredFile file) {
      var uploads = new Uploads(node.parts, node.settings);
      outcome = Optional.of(uploads.append(file, 100, Optional.empty(), this::next));
    }

    private Optional<ByteBuffer> next() {
      chunks++;
      if (chunks == 2) {
        sleeps.countDown();
        awaitMorning();
      }
      return chunks <= 3 ? Optional.of(ByteBuffer.allocate(300)) : Optional.empty();
    }

    private void awaitMorning() {
      try {
        wakesUp.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
