package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.file.FileNode.Client;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol tus 1.0, header by header. */
@NeedsStack(Server.POSTGRES)
class TusIT extends FilesAtANode {
  private Sender ada;
  private Client client;
  private ChatId chat;

  @BeforeEach
  void someone() {
    ada = ChatRows.sender();
    chat = rows.chat(ada);
    client = node.client(ada.user());
  }

  @Test
  void options_tellWhatIsSpoken_withoutToken() {
    var url = node.url().resolve("/api/v1/files");
    var request = HttpRequest.newBuilder(url).method("OPTIONS", BodyPublishers.noBody()).build();

    var told = Client.send(request).expect(204);

    assertThat(told.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(told.header("Tus-Extension"))
        .isEqualTo("creation,creation-with-upload,checksum,expiration,termination");
    assertThat(told.header("Tus-Max-Size")).isEqualTo("2000000");
    assertThat(told.header("Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256");
    assertThat(told.header("Allow")).contains("POST");
  }

  @Test
  void create_thenPatch_keepsTheBytes_andTellsHowFarItIs() {
    var expires =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC)
            .format(clock.instant().plus(Duration.ofHours(24)));
    var created = client.create(chat, "a.bin", 10).expect(201);
    var path = created.header("Location");
    assertThat(path).startsWith("/api/v1/files/");
    assertThat(created.header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(created.header("Upload-Expires")).isEqualTo(expires);

    var first = client.patch(path, 0, "01234".getBytes(UTF_8)).expect(204);
    assertThat(first.header("Upload-Offset")).isEqualTo("5");
    assertThat(first.header("Upload-Expires")).isEqualTo(expires);
    assertThat(first.header("Tus-Resumable")).isEqualTo("1.0.0");

    var head = client.tus("HEAD", path, NONE).expect(200);
    assertThat(head.header("Upload-Offset")).isEqualTo("5");
    assertThat(head.header("Upload-Length")).isEqualTo("10");
    assertThat(head.header("Cache-Control")).isEqualTo("no-store");
    assertThat(head.header("Upload-Metadata")).endsWith(",filename " + Client.base64("a.bin"));
    assertThat(client.get(path).status()).isEqualTo(404);

    var last = client.patch(path, 5, "56789".getBytes(UTF_8)).expect(204);
    assertThat(last.header("Upload-Offset")).isEqualTo("10");
    assertThat(last.header("Upload-Expires")).isEmpty();
    assertThat(client.get(path).expect(200).text()).isEqualTo("0123456789");
    client.patch(path, 10, NONE).expect(204);
  }

  @Test
  void create_withBytes_keepsThem() {
    var answer =
        client.tus(
            "POST",
            "/api/v1/files",
            "hello".getBytes(UTF_8),
            "Upload-Length",
            "7",
            "Upload-Metadata",
            "chat " + Client.base64(chat.toString()),
            "Content-Type",
            "application/offset+octet-stream");

    assertThat(answer.expect(201).header("Upload-Offset")).isEqualTo("5");
    assertThat(client.offset(answer.header("Location"))).isEqualTo(5);
  }

  /** Nobody is told where such an upload is, and so none is left that takes room. */
  @Test
  void create_withBytesThatAreNotKept_leavesNoUpload() {
    for (var i = 0; i < 12; i++) {
      client
          .tus(
              "POST",
              "/api/v1/files",
              "hello".getBytes(UTF_8),
              "Upload-Length",
              Long.toString(FileNode.FILE_BYTES_MAX),
              "Upload-Metadata",
              "chat " + Client.base64(chat.toString()),
              "Upload-Checksum",
              "sha1 " + Base64.getEncoder().encodeToString(new byte[20]),
              "Content-Type",
              "application/offset+octet-stream")
          .expect(460);
    }
  }

  @Test
  void create_ofNothing_isWholeAtOnce() {
    var path = client.upload(chat, "empty.txt", NONE);

    assertThat(client.offset(path)).isZero();
    assertThat(client.get(path).expect(200).bytes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'',400",
    "-1,400",
    "1e3,400",
    "12345678901234567890,400",
    "2000001,413",
    "2000000,201"
  })
  void create_lengths(String length, int status) {
    var metadata = "chat " + Client.base64(chat.toString());

    var answer =
        length.isEmpty()
            ? client.tus("POST", "/api/v1/files", NONE, "Upload-Metadata", metadata)
            : client.tus(
                "POST",
                "/api/v1/files",
                NONE,
                "Upload-Metadata",
                metadata,
                "Upload-Length",
                length);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "filename YQ==", "chat", "chat ###", "chat YQ==,chat YQ==", "chat YQ==,"})
  void create_badMetadata_isRefused(String metadata) {
    var answer =
        client.tus(
            "POST", "/api/v1/files", NONE, "Upload-Length", "1", "Upload-Metadata", metadata);

    assertThat(answer.status()).isIn(400, 404);
  }

  @Test
  void create_inAChatOfOthers_is404() {
    var others = rows.chat(ChatRows.sender());

    assertThat(client.create(others, "a", 1).status()).isEqualTo(404);
  }

  @Test
  void anything_inAnotherVersion_is412_andTellsOurs() {
    var path = client.create(chat, "a", 1).header("Location");
    for (var method : new String[] {"POST", "PATCH", "DELETE", "HEAD"}) {
      var target = method.equals("POST") ? "/api/v1/files" : path;
      var refused = client.send(method, target, NONE, "Tus-Resumable", "0.2.2");
      assertThat(refused.status()).as(method).isEqualTo(412);
      assertThat(refused.header("Tus-Version")).isEqualTo("1.0.0");
    }
    assertThat(client.send("PATCH", path, NONE).status()).isEqualTo(412);
  }

  @Test
  void anything_ofAnotherUser_is404() {
    var bob = ChatRows.sender();
    var both = rows.chat(ada, bob);
    var path = client.create(both, "a", 5).header("Location");
    var other = node.client(bob.user());

    assertThat(other.patch(path, 0, "hello".getBytes(UTF_8)).status()).isEqualTo(404);
    assertThat(other.tus("HEAD", path, NONE).status()).isEqualTo(404);
    assertThat(other.tus("DELETE", path, NONE).status()).isEqualTo(404);
    assertThat(client.offset(path)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/files/..%2f..%2fetc%2fpasswd",
        "/api/v1/files/01943a5e-0000-7000-8000-000000000000",
        "/api/v1/files/x"
      })
  void anything_thatIsNotThere_is404(String path) {
    assertThat(client.patch(path, 0, NONE).status()).isEqualTo(404);
    var head = client.tus("HEAD", path, NONE).expect(404);
    assertThat(head.header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  @Test
  void patch_atAnotherOffset_is409_andKeepsNothing() {
    var path = client.create(chat, "a", 10).header("Location");
    client.patch(path, 0, "01234".getBytes(UTF_8)).expect(204);

    for (var offset : new long[] {0, 4, 6, 10}) {
      assertThat(client.patch(path, offset, "x".getBytes(UTF_8)).status()).isEqualTo(409);
    }
    assertThat(client.offset(path)).isEqualTo(5);
  }

  @Test
  void patch_badRequests_areRefused() {
    var path = client.create(chat, "a", 10).header("Location");
    var type = new String[] {"Content-Type", "application/offset+octet-stream"};

    assertThat(client.tus("PATCH", path, NONE, type).status()).isEqualTo(400);
    assertThat(client.tus("PATCH", path, NONE, "Upload-Offset", "0").status()).isEqualTo(415);
    assertThat(client.patch(path, 0, "x".repeat(11).getBytes(UTF_8)).status()).isEqualTo(413);
    assertThat(client.send("PUT", path, NONE).status()).isEqualTo(405);
    var checksum = new String[] {"Upload-Checksum", "crc32 AAAA"};
    assertThat(client.patch(path, 0, NONE, checksum).status()).isEqualTo(400);
  }

  @Test
  void patch_saidInAPost_isOne() {
    var path = client.create(chat, "a", 5).header("Location");

    client
        .tus(
            "POST",
            path,
            "hello".getBytes(UTF_8),
            "X-HTTP-Method-Override",
            "PATCH",
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream")
        .expect(204);

    assertThat(client.get(path).text()).isEqualTo("hello");
    assertThat(client.tus("POST", path, NONE).status()).isEqualTo(405);
    client.tus("POST", path, NONE, "X-HTTP-Method-Override", "DELETE").expect(204);
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"sha1,SHA-1", "sha256,SHA-256"})
  void patch_withChecksum_isKeptOnlyWhereItIsMet(String name, String algorithm) throws Exception {
    var bytes = "hello world".getBytes(UTF_8);
    var path = client.create(chat, "a", bytes.length).header("Location");
    var digest = MessageDigest.getInstance(algorithm).digest(bytes);
    var checksum = name + " " + Base64.getEncoder().encodeToString(digest);

    var wrong = client.patch(path, 0, "hello_world".getBytes(UTF_8), "Upload-Checksum", checksum);
    assertThat(wrong.status()).isEqualTo(460);
    assertThat(client.offset(path)).isZero();

    client.patch(path, 0, bytes, "Upload-Checksum", checksum).expect(204);
    assertThat(client.get(path).bytes()).isEqualTo(bytes);
  }

  @Test
  void upload_pastItsTime_isOver() {
    var path = client.create(chat, "a", 5).header("Location");
    clock.advance(Duration.ofHours(24));

    assertThat(client.patch(path, 0, "hello".getBytes(UTF_8)).status()).isEqualTo(410);
    assertThat(client.tus("HEAD", path, NONE).status()).isEqualTo(410);
  }

  @Test
  void end_upload_isGone_andItsRoomIsFree() {
    for (var i = 0; i < 12; i++) {
      var path = client.create(chat, "a", FileNode.FILE_BYTES_MAX).expect(201).header("Location");
      client.tus("DELETE", path, NONE).expect(204);
      assertThat(client.tus("HEAD", path, NONE).status()).isEqualTo(404);
    }
  }

  @Test
  void create_manyAtOnce_noMoreThanTheQuotaHasRoomFor() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> create = () -> client.create(chat, "a", FileNode.FILE_BYTES_MAX).status();
      var statuses = new ArrayList<Integer>();
      for (var done : threads.invokeAll(Collections.nCopies(20, create))) {
        statuses.add(done.get());
      }

      assertThat(statuses).containsOnly(201, 413);
      assertThat(Collections.frequency(statuses, 201)).isEqualTo(5);
    }
  }

  @Test
  void patch_manyAtOnce_oneOfThemIsKept() throws Exception {
    var path = client.create(chat, "a", 1_000_000).header("Location");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pieces = new ArrayList<Callable<Integer>>();
      for (var i = 0; i < 6; i++) {
        var piece = new byte[1_000_000];
        Arrays.fill(piece, (byte) i);
        pieces.add(() -> client.patch(path, 0, piece).status());
      }
      var statuses = new ArrayList<Integer>();
      for (var done : threads.invokeAll(pieces)) {
        statuses.add(done.get());
      }

      assertThat(statuses).containsOnlyOnce(204);
      statuses.remove((Object) 204);
      assertThat(statuses).isSubsetOf(409, 423);
      var kept = client.get(path).expect(200).bytes();
      assertThat(kept).hasSize(1_000_000).containsOnly(kept[0]);
    }
  }

  @Test
  void pieces_ofAnySizes_withLostAnswersAndTwoNodes_makeTheSameFile(TestStack stack)
      throws Exception {
    try (var second = startNode(stack)) {
      for (var seed = 1; seed <= 15; seed++) {
        var random = new Random(seed);
        var bytes = new byte[random.nextInt(200_000)];
        random.nextBytes(bytes);
        var path = client.create(chat, "a", bytes.length).expect(201).header("Location");

        send(random, path, bytes, client, second.client(ada.user()));

        assertThat(client.get(path).expect(200).bytes()).as("seed %d", seed).isEqualTo(bytes);
      }
    }
  }

  /** Asks where it is each time: some answers do not reach us, some pieces were sent before. */
  private static void send(Random random, String path, byte[] bytes, Client... nodes) {
    var offset = 0L;
    while (offset < bytes.length) {
      var at = (int) offset;
      var length = Math.min(1 + random.nextInt(60_000), bytes.length - at);
      var piece = Arrays.copyOfRange(bytes, at, at + length);
      var to = nodes[random.nextInt(nodes.length)];
      to.patch(path, offset, piece).expect(204);
      if (random.nextInt(4) == 0) { // the answer was lost
        assertThat(to.patch(path, offset, piece).status()).isEqualTo(409);
      }
      offset = nodes[random.nextInt(nodes.length)].offset(path);
    }
  }
}
