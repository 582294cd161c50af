package dev.whiteboard.chat.mls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.client.mls.Change;
import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.log.SeqRange;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole encrypted conversation, and then every column of every table is searched for it. */
@NeedsStack(Server.POSTGRES)
final class NoPlainTextIT {
  private static final String SECRET = "the lighthouse at noon";
  private static final String PLAIN = "the harbour at midnight";

  private static MlsNode node;
  private static PostgresLog log;

  @BeforeAll
  static void start(TestStack stack) throws IOException {
    node = MlsNode.start(stack.databaseUrls(false));
    log = new PostgresLog(node.database, node.database, InstantSource.system(), _ -> {});
  }

  @AfterAll
  static void stop() {
    log.close();
    node.close();
  }

  @Test
  void conversation_inAnEncryptedChat_isReadByItsMembers_andStandsNowhereInTheDatabase() {
    var circle = new Talkers(node).circle(3);
    say(circle, 0, SECRET + " 1");
    refresh(circle, 1);
    say(circle, 2, SECRET + " 2");
    say(circle, 1, SECRET + " 3");

    var sealed = sealed(log, circle);
    assertThat(sealed).hasSize(3);
    for (var reader : circle.groups()) {
      var read =
          sealed.stream().map(one -> new String(reader.decrypt(one).plaintext(), UTF_8)).toList();
      assertThat(read).containsExactly(SECRET + " 1", SECRET + " 2", SECRET + " 3");
    }
    assertThat(tablesThatHold("lighthouse")).isEmpty();
  }

  @Test
  void search_ofWordsInAChatThatIsNotEncrypted_findsThem_soThatItIsKnownToFind() {
    var sender = ChatRows.sender();
    var chat = new ChatRows(node.database).chat(sender);
    assertThat(log.append(sender.says(chat, PLAIN)).toCompletableFuture().join())
        .isInstanceOf(Appended.Stored.class);
    node.database.query(handle ->
        handle.execute(
            "INSERT INTO mls_groups VALUES (?, 0, 1, 1, ?)", chat.value(), PLAIN.getBytes(UTF_8)));

    assertThat(tablesThatHold("harbour")).hasSize(2);
  }

  private static void say(Talkers.Circle circle, int who, String words) {
    var sealed = circle.groups().get(who).encrypt(words.getBytes(UTF_8));
    var draft =
        Talkers.sender(circle.who().get(who))
            .draft(circle.chat(), Kind.TEXT, 0, new Content.Sealed(Ciphertext.of(sealed)));
    assertThat(log.append(draft).toCompletableFuture().join()).isInstanceOf(Appended.Stored.class);
  }

  private static void refresh(Talkers.Circle circle, int who) {
    var commit = Talkers.prepare(circle.groups().get(who), new Change.Refresh());
    new Talkers(node).bring(circle.who().get(who), commit).expect(201);
    circle.groups().forEach(group -> group.handle(commit.commit()));
  }

  private static List<byte[]> sealed(MessageLog log, Talkers.Circle circle) {
    return log.read(circle.chat(), SeqRange.after(0, 100)).stream()
        .filter(message -> message.kind() == Kind.TEXT)
        .map(message -> ((Content.Sealed) message.content()).ciphertext().bytes())
        .toList();
  }

  /** As text, as hexadecimal digits, which is how bytes show as text, and as base64. */
  private static List<String> tablesThatHold(String words) {
    var hex = HexFormat.of().formatHex(words.getBytes(UTF_8));
    var base64 = Base64.getEncoder().withoutPadding().encodeToString(words.getBytes(UTF_8));
    return tables().stream()
        .filter(table -> List.of(words, hex, base64).stream().anyMatch(one -> holds(table, one)))
        .toList();
  }

  private static boolean holds(String table, String text) {
    return node.database.query(handle ->
        handle
            .createQuery(
                "SELECT EXISTS (SELECT FROM %s t WHERE t::text ILIKE :text)".formatted(table))
            .bind("text", "%" + text + "%")
            .mapTo(Boolean.class)
            .one());
  }

  private static List<String> tables() {
    return node.database.query(handle ->
        handle
            .createQuery(
                """
                SELECT c.oid::regclass::text FROM pg_class c
                WHERE c.relnamespace = current_schema()::regnamespace
                  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                """)
            .mapTo(String.class)
            .list());
  }
}
