package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.chat.file.FileNode.Client;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of chats on two shards: where they are, one quota for both, and one that is away. */
@NeedsStack(Server.POSTGRES)
final class FileShardsIT extends FilesAtANode {
  private static final List<String> TABLES = List.of("files", "file_places");

  private Database away;
  private Sender ada;
  private Client client;

  /** One on each shard. */
  private List<ChatId> chats;

  @Override
  boolean onShards() {
    return true;
  }

  /** A server that has no such database lets nobody in. */
  @BeforeAll
  void openWhatIsAway(TestStack stack) {
    var url = dev.whiteboard.stack.DatabaseUrl.parse(stack.databaseUrl()).withDatabase("away");
    away = Database.open(DatabaseUrl.parse(url.url()), "chat", 1, "away");
  }

  @AfterAll
  void closeIt() {
    away.close();
  }

  @BeforeEach
  void someone() {
    ada = ChatRows.sender();
    client = node.client(ada.user());
    chats = List.of(rows.chatOn(0, ada), rows.chatOn(1, ada));
  }

  @Test
  void upload_isOnItsChatsShardAlone_andFoundByItsId() {
    for (var shard = 0; shard < 2; shard++) {
      var path = client.upload(chats.get(shard), "a", "hello".getBytes(UTF_8));

      assertThat(client.get(path).expect(200).text()).isEqualTo("hello");
      for (var table : TABLES) {
        assertThat(rowsOf(table, file(path), shard)).as(table).isEqualTo(1);
        assertThat(rowsOf(table, file(path), 1 - shard)).as(table).isZero();
      }
    }
  }

  private long rowsOf(String table, FileId file, int shard) {
    return node.databases
        .all()
        .get(shard)
        .query(handle ->
            handle
                .createQuery("SELECT count(*) FROM " + table + " WHERE id = :id")
                .bind("id", file.value())
                .mapTo(Long.class)
                .one());
  }

  @Test
  void create_quotaIsOneForBothShards() {
    var paths = new ArrayList<String>();
    for (var chat : List.of(chats.get(0), chats.get(1), chats.get(0), chats.get(1), chats.get(0))) {
      paths.add(create(chat).expect(201).header("Location"));
    }
    assertThat(chats).allMatch(chat -> create(chat).status() == 413);

    client.tus("DELETE", paths.getFirst(), NONE).expect(204);

    create(chats.get(1)).expect(201);
    assertThat(chats).allMatch(chat -> create(chat).status() == 413);
  }

  private FileNode.Answer create(ChatId chat) {
    return client.create(chat, "a", FileNode.FILE_BYTES_MAX);
  }

  /** Five fit. Each shard's own wait for one another; what begins on the other may not be seen. */
  @Test
  void create_manyAtOnceOnBothShards_overshootByWhatTheyChargeAtMost() throws Exception {
    var created = new int[2];
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var creations = new ArrayList<Callable<Integer>>();
      for (var i = 0; i < 24; i++) {
        var shard = i % 2;
        creations.add(() -> create(chats.get(shard)).status() == 201 ? shard : -1);
      }
      for (var done : threads.invokeAll(creations)) {
        if (done.get() >= 0) {
          created[done.get()]++;
        }
      }
    }

    assertThat(created[0]).isLessThanOrEqualTo(5);
    assertThat(created[1]).isLessThanOrEqualTo(5);
    assertThat(created[0] + created[1]).isGreaterThanOrEqualTo(5);
    assertThat(chats).allMatch(chat -> create(chat).status() == 413);
  }

  @Test
  void create_whileAnotherShardIsAway_isRefused_andWhatWasBegunGoesOn() {
    var path = client.create(chats.get(0), "a", 5).expect(201).header("Location");
    var parts = parts(Shards.inOrder(List.of(node.databases.home(), away)));
    var uploads = new Uploads(parts, node.settings);
    var files = new StoredFiles(parts.databases(), node.memberships);

    assertThatThrownBy(() -> uploads.create(upload(chats.get(0))))
        .isInstanceOf(StoreAwayException.class);
    var begun = files.own(file(path), ada.user()).orElseThrow();
    assertThat(uploads.append(begun, 0, Optional.empty(), Optional::empty))
        .isInstanceOf(Uploaded.Kept.class);
    assertThat(uploads.end(begun)).isEqualTo(Uploads.Ended.GONE);
  }

  private NewUpload upload(ChatId chat) {
    return new NewUpload(chat, ada.user(), new FileName("a"), "", 5);
  }

  @Test
  void collect_whileTheHomeIsAway_collectsTheOther() throws Exception {
    clock.advance(Duration.ofDays(2));
    node.collector.collect(); // what other tests left
    var before = node.contents().size();
    var paths = chats.stream().map(chat -> client.upload(chat, "a", NONE)).toList();
    var unfinished = chats.stream().map(this::half).toList();
    clock.advance(Duration.ofHours(24));

    var others = parts(Shards.inOrder(List.of(away, node.databases.all().get(1))));
    FileCollector.idle(others, node.settings).collect();

    assertThat(client.get(paths.get(0)).status()).isEqualTo(200);
    assertThat(client.get(paths.get(1)).status()).isEqualTo(404);
    assertThat(client.tus("HEAD", unfinished.get(0), NONE).status()).isEqualTo(410);
    assertThat(client.tus("HEAD", unfinished.get(1), NONE).status()).isEqualTo(404);
    assertThat(node.contents()).hasSize(before + 1);

    node.collector.collect();
    assertThat(client.get(paths.get(0)).status()).isEqualTo(404);
    assertThat(node.contents()).hasSize(before);
  }

  private String half(ChatId chat) {
    var path = client.create(chat, "a", 5).expect(201).header("Location");
    client.patch(path, 0, "hel".getBytes(UTF_8)).expect(204);
    return path;
  }

  private Uploads.Parts parts(Shards<Database> databases) {
    var all = node.parts;
    return new Uploads.Parts(
        databases, all.folder(), all.meters(), all.ids(), all.clock(), all.nanos());
  }

  private static FileId file(String path) {
    return FileId.parse(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
  }
}
