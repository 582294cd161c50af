package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.file.FileNode.Client;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.chat.log.Draft;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is served which file, as what; and what is collected. */
@NeedsStack(Server.POSTGRES)
class DownloadsIT extends FilesAtANode {
  private Sender ada;
  private Sender bob;
  private Client client;
  private ChatId chat;

  @BeforeEach
  void two() {
    ada = ChatRows.sender();
    bob = ChatRows.sender();
    chat = rows.chat(ada, bob);
    client = node.client(ada.user());
  }

  @ParameterizedTest
  @CsvSource({
    "page.png,<!doctype html><html><script>alert(1)</script>,application/octet-stream,attachment",
    "page.png,'<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>',"
        + "application/octet-stream,attachment",
    "a.html,GIF89a<script>alert(1)</script>,image/gif,inline",
    "a.png,%PDF-1.4 and more,application/pdf,attachment",
    "a.png,alert(1),application/octet-stream,attachment",
    "a.xml,<?xml version='1.0'?><x/>,application/octet-stream,attachment",
  })
  void read_type_isThatOfTheBytes(String name, String text, String type, String disposition) {
    var path = client.upload(chat, name, text.getBytes(UTF_8));

    var served = client.get(path).expect(200);

    assertThat(served.header("Content-Type")).isEqualTo(type);
    assertThat(served.header("Content-Disposition"))
        .startsWith(disposition + "; filename=\"" + name + "\"");
    assertThat(served.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(served.response().headers().allValues("Content-Security-Policy"))
        .containsExactly("sandbox; default-src 'none'");
    assertThat(served.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(served.text()).isEqualTo(text);
  }

  @Test
  void read_name_canNotLeaveItsHeaderOrFolder() {
    var path = client.upload(chat, "../../etc/\"a\";\r\nSet-Cookie: b=c\u202e名.png", NONE);

    var served = client.get(path).expect(200);

    assertThat(served.header("Set-Cookie")).isEmpty();
    assertThat(served.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"_a__Set-Cookie_ b_c_.png\"; "
                + "filename*=UTF-8''%22a%22%3BSet-Cookie%3A%20b%3Dc%E5%90%8D.png");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4,206,234,bytes 2-4/10",
    "bytes=7-,206,789,bytes 7-9/10",
    "bytes=-3,206,789,bytes 7-9/10",
    "bytes=0-99,206,0123456789,bytes 0-9/10",
    "bytes=-99,206,0123456789,bytes 0-9/10",
    "'bytes=0-1,3-4',200,0123456789,''",
    "bytes=4-2,200,0123456789,''",
    "lines=1-2,200,0123456789,''",
  })
  void read_range_isServed(String range, int status, String text, String contentRange) {
    var path = client.upload(chat, "a", "0123456789".getBytes(UTF_8));

    var served = client.get(path, "Range", range).expect(status);

    assertThat(served.text()).isEqualTo(text);
    assertThat(served.header("Content-Range")).isEqualTo(contentRange);
    assertThat(served.header("Accept-Ranges")).isEqualTo("bytes");
  }

  @Test
  void read_rangeBeyondTheEnd_is416() {
    var path = client.upload(chat, "a", "0123456789".getBytes(UTF_8));

    for (var range : new String[] {"bytes=10-", "bytes=-0"}) {
      var refused = client.get(path, "Range", range).expect(416);
      assertThat(refused.header("Content-Range")).isEqualTo("bytes */10");
    }
  }

  @Test
  void read_again_isNotSent_andAChangedRangeIsWhole() {
    var path = client.upload(chat, "a", "0123456789".getBytes(UTF_8));
    var tag = client.get(path).header("ETag");

    assertThat(client.get(path, "If-None-Match", "\"x\", W/" + tag).expect(304).bytes()).isEmpty();
    client.get(path, "If-None-Match", "\"x\"").expect(200);
    client.get(path, "Range", "bytes=1-2", "If-Range", tag).expect(206);
    client.get(path, "Range", "bytes=1-2", "If-Range", "\"x\"").expect(200);
    var head = client.send("HEAD", path, NONE).expect(200);
    assertThat(head.header("Content-Length")).isEqualTo("10");
    assertThat(head.header("Upload-Offset")).isEmpty();
  }

  @Test
  void read_isForThoseWhoSeeAMessageThatHasIt() {
    var path = client.upload(chat, "a", "hello".getBytes(UTF_8));
    var bobs = node.client(bob.user());
    assertThat(bobs.get(path).status()).isEqualTo(404);

    var seq = append(ada.attaches(chat, file(path)));
    assertThat(bobs.get(path).expect(200).text()).isEqualTo("hello");

    var late = ChatRows.sender();
    rows.join(chat, late, seq);
    assertThat(node.client(late.user()).get(path).status()).isEqualTo(404);
    append(ada.attaches(chat, file(path)));
    node.client(late.user()).get(path).expect(200);

    assertThat(node.client(ChatRows.sender().user()).get(path).status()).isEqualTo(404);
    rows.leave(chat, bob, seq + 1);
    assertThat(bobs.get(path).status()).isEqualTo(404);
    assertThat(bobs.get(path + "/thumbnail").status()).isEqualTo(404);
  }

  @Test
  void read_ofADeletedMessage_isNotForOthersAnyMore() {
    var path = client.upload(chat, "a", "hello".getBytes(UTF_8));
    var seq = append(ada.attaches(chat, file(path)));
    append(ada.deletes(chat, seq));

    assertThat(node.client(bob.user()).get(path).status()).isEqualTo(404);
  }

  @Test
  void end_ofAFileThatAMessageHas_is409_untilThatIsDeleted() {
    var path = client.upload(chat, "a", "hello".getBytes(UTF_8));
    var seq = append(ada.attaches(chat, file(path)));

    assertThat(client.tus("DELETE", path, NONE).status()).isEqualTo(409);
    append(ada.deletes(chat, seq));
    client.tus("DELETE", path, NONE).expect(204);
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  @Test
  void attach_unfinishedOrGone_isRefused() {
    var unfinished = client.create(chat, "a", 5).header("Location");
    var gone = client.upload(chat, "a", "hello".getBytes(UTF_8));
    client.tus("DELETE", gone, NONE).expect(204);

    for (var path : new String[] {unfinished, gone}) {
      assertThat(node.append(ada.attaches(chat, file(path))))
          .isEqualTo(new Appended.Refused(Appended.Reason.BAD_FILE));
    }
  }

  @Test
  void collect_takesWhatIsOverOrInNoMessage_andNothingElse() throws Exception {
    clock.advance(Duration.ofDays(2));
    node.collector.collect(); // what other tests left
    var before = node.contents().size();
    var unfinished = client.create(chat, "a", 5).header("Location");
    client.patch(unfinished, 0, "hel".getBytes(UTF_8)).expect(204);
    var unused = client.upload(chat, "a", "unused".getBytes(UTF_8));
    var used = client.upload(chat, "a", "used".getBytes(UTF_8));
    var deleted = client.upload(chat, "a", "deleted".getBytes(UTF_8));
    append(ada.attaches(chat, file(used)));
    var seq = append(ada.attaches(chat, file(deleted)));

    node.collector.collect();
    assertThat(client.offset(unfinished)).isEqualTo(3);
    append(ada.deletes(chat, seq));
    clock.advance(Duration.ofHours(24));
    node.collector.collect();

    assertThat(client.get(unused).status()).isEqualTo(404);
    assertThat(client.get(deleted).status()).isEqualTo(404);
    assertThat(client.tus("HEAD", unfinished, NONE).status()).isEqualTo(404);
    assertThat(client.get(used).expect(200).text()).isEqualTo("used");
    assertThat(node.contents()).hasSize(before + 1);
    clock.advance(Duration.ofHours(24));
    node.collector.collect();
    client.get(used).expect(200);
  }

  @Test
  void collect_contentThatCanNotBeTakenOut_isPutOff_andTakenOutLater() throws Exception {
    clock.advance(Duration.ofDays(2));
    node.collector.collect(); // what other tests left
    var path = client.upload(chat, "a", "stuck".getBytes(UTF_8));
    var content = content(path);
    var inTheWay = content.resolve("in the way");
    Files.delete(content);
    Files.createDirectory(content);
    Files.createFile(inTheWay);
    client.tus("DELETE", path, NONE).expect(204);

    node.collector.collect();
    assertThat(removalsDue()).isZero();
    Files.delete(inTheWay);
    node.collector.collect();
    assertThat(content).exists();

    clock.advance(Duration.ofHours(1));
    node.collector.collect();
    assertThat(content).doesNotExist();
  }

  private Path content(String path) {
    var id = file(path).value();
    return node.databases
        .of(id)
        .query(handle ->
            node.folder.path(
                handle
                    .createQuery("SELECT content FROM files WHERE id = :id")
                    .bind("id", id)
                    .mapTo(UUID.class)
                    .one()));
  }

  private long removalsDue() {
    return node.databases.askAll(this::removalsDue).stream().mapToLong(Long::longValue).sum();
  }

  private long removalsDue(Database database) {
    return database.query(handle ->
        handle
            .createQuery("SELECT count(*) FROM file_removals WHERE due_at <= :now")
            .bind("now", clock.instant())
            .mapTo(Long.class)
            .one());
  }

  @Test
  void thumbnail_ofAPicture_isSmall_andKept() throws Exception {
    var path = client.upload(chat, "a.png", Pictures.png(1_600, 800));
    append(ada.attaches(chat, file(path)));
    var bobs = node.client(bob.user());

    for (var i = 0; i < 2; i++) {
      var small = bobs.get(path + "/thumbnail").expect(200);
      var image = ImageIO.read(new ByteArrayInputStream(small.bytes()));
      assertThat(image.getWidth()).isEqualTo(320);
      assertThat(image.getHeight()).isEqualTo(160);
      assertThat(small.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(small.header("Content-Security-Policy")).startsWith("sandbox");
    }
    assertThat(client.get(path).expect(200).header("Content-Disposition")).startsWith("inline");
  }

  @Test
  void thumbnail_ofWhatIsNone_is404() {
    var text = client.upload(chat, "a.png", "hello".getBytes(UTF_8));
    var broken = client.upload(chat, "a.png", "\u0089PNG broken".getBytes(UTF_8));

    assertThat(client.get(text + "/thumbnail").status()).isEqualTo(404);
    assertThat(client.get(broken + "/thumbnail").status()).isEqualTo(404);
  }

  @Test
  void read_inAnEncryptedChat_isBytes() throws Exception {
    var secret = rows.chat(true, ada);
    var path = client.upload(secret, "a.png", Pictures.png(10, 10));

    var served = client.get(path).expect(200);
    assertThat(served.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(served.header("Content-Disposition")).startsWith("attachment");
    assertThat(client.get(path + "/thumbnail").status()).isEqualTo(404);
  }

  @Test
  void read_withoutToken_is401() {
    var path = client.upload(chat, "a", NONE);

    var request = HttpRequest.newBuilder(node.url().resolve(path)).build();
    assertThat(Client.send(request).status()).isEqualTo(401);
  }

  private static FileId file(String path) {
    return FileId.parse(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
  }

  private long append(Draft draft) {
    return ((Appended.Stored) node.append(draft)).seq();
  }
}
