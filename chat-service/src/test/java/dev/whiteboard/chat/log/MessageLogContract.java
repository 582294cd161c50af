package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.mid;
import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.log.Appended.Reason;
import dev.whiteboard.chat.log.Appended.Refused;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.chat.log.Content.Nothing;
import dev.whiteboard.chat.log.Content.Sealed;
import dev.whiteboard.chat.log.Content.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What holds for the log, whichever way it is made; two nodes have one each over the same tables.
 */
abstract class MessageLogContract {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private final Sender ada = sender();
  private final Sender bob = sender();

  /** The first node's log. */
  abstract MessageLog first();

  /** The second node's log. */
  abstract MessageLog second();

  /** A log of a node that starts now; its owner closes it with the others. */
  abstract MessageLog another();

  /** What all nodes told their listeners. */
  abstract CommittedMessages committed();

  abstract ChatRows rows();

  @Test
  void append_firstMessages_countFromOneWithoutAHole() {
    var chat = rows().chat(ada, bob);

    assertThat(stored(first(), ada.says(chat, "one")).seq()).isEqualTo(1);
    assertThat(stored(second(), bob.says(chat, "two")).seq()).isEqualTo(2);
    assertThat(stored(first(), ada.says(chat, "three")).seq()).isEqualTo(3);

    assertThat(read(chat))
        .extracting(Message::content)
        .containsExactly(new Words("one"), new Words("two"), new Words("three"));
    assertThat(first().heads(List.of(chat))).isEqualTo(Map.of(chat, 3L));
  }

  @Test
  void append_message_isReadAsItWasSent() {
    var chat = rows().chat(ada);
    var files = List.of(rows().file(chat, ada), rows().file(chat, ada));
    var words = new Words("\"quoted\", {braced}, \\ back, NULL, 你好, \uD83D\uDE00");
    var draft = new Draft(chat, ada.user(), ada.device(), mid(), Kind.TEXT, 0, words, files);

    var stored = stored(first(), draft);

    assertThat(read(chat))
        .containsExactly(
            new Message(
                chat,
                1,
                draft.mid(),
                ada.user(),
                ada.device(),
                stored.at(),
                Kind.TEXT,
                0,
                words,
                files,
                0,
                false));
  }

  @Test
  void append_sealedInAnEncryptedChat_bytesComeBackAsTheyWere() {
    var chat = rows().chat(true, ada);
    var bytes = new byte[256];
    IntStream.range(0, 256).forEach(i -> bytes[i] = (byte) i);
    var sealed = new Sealed(Ciphertext.of(bytes));

    stored(first(), ada.draft(chat, Kind.TEXT, 0, sealed));

    assertThat(read(chat)).extracting(Message::content).containsExactly(sealed);
  }

  @Test
  void append_manySendersOnTwoNodes_eachOnce_denseAndInTheOrderOfEachDevice() {
    var senders = IntStream.range(0, 8).mapToObj(_ -> sender()).toArray(Sender[]::new);
    var chats = List.of(rows().chat(senders), rows().chat(senders), rows().chat(senders));
    var answers = new ArrayList<CompletableFuture<Appended>>();
    for (var i = 0; i < 25; i++) {
      for (var s = 0; s < senders.length; s++) {
        var node = s % 2 == 0 ? first() : second();
        for (var chat : chats) {
          answers.add(node.append(senders[s].says(chat, "" + i)).toCompletableFuture());
        }
      }
    }
    answers.forEach(MessageLogContract::answer);

    for (var chat : chats) {
      var messages = read(chat);
      assertThat(messages).extracting(Message::seq).isEqualTo(upTo(200));
      assertThat(wordsByDevice(messages).values())
          .hasSize(8)
          .allSatisfy(words ->
              assertThat(words).isEqualTo(IntStream.range(0, 25).mapToObj(i -> "" + i).toList()));
    }
  }

  @Test
  void append_severalDraftsOfOneDevice_keepTheOrderOfTheCalls() {
    var chat = rows().chat(ada);
    var answers =
        IntStream.range(0, 100)
            .mapToObj(i -> first().append(ada.says(chat, "" + i)).toCompletableFuture())
            .toList();

    assertThat(
            answers.stream().map(MessageLogContract::answer).map(a -> ((Stored) a).seq()).toList())
        .isEqualTo(upTo(100));
  }

  @Test
  void append_sameMidAgain_hasItsFirstPlace_onAnyNodeAndAfterARestart() {
    var chat = rows().chat(ada, bob);
    var draft = ada.says(chat, "once");
    var place = stored(first(), draft);
    stored(second(), bob.says(chat, "between"));

    for (var log : List.of(first(), second(), another())) {
      assertThat(answer(log.append(draft).toCompletableFuture()))
          .isEqualTo(new Stored(place.seq(), place.at(), true));
    }
    assertThat(read(chat)).hasSize(2);
  }

  @Test
  void append_sameMidWithOtherWords_hasItsFirstPlaceAndItsFirstWords() {
    var chat = rows().chat(ada);
    var draft = ada.says(chat, "first");
    var place = stored(first(), draft);

    for (var words : List.of("second", "no text at all: \0")) {
      var again = withWords(draft, words);
      assertThat(answer(second().append(again).toCompletableFuture()))
          .isEqualTo(new Stored(place.seq(), place.at(), true));
    }
    assertThat(read(chat)).extracting(Message::content).containsExactly(new Words("first"));
  }

  @Test
  void append_sameMidAtOnceOnTwoNodes_isThereOnce() {
    var chat = rows().chat(ada);
    for (var i = 1; i <= 20; i++) {
      var draft = ada.says(chat, "" + i);
      var answers =
          IntStream.range(0, 6)
              .mapToObj(n -> (n % 2 == 0 ? first() : second()).append(draft).toCompletableFuture())
              .toList()
              .stream()
              .map(MessageLogContract::answer)
              .map(Stored.class::cast)
              .toList();

      assertThat(answers).extracting(Stored::seq).containsOnly((long) i);
      assertThat(answers).filteredOn(answer -> !answer.duplicate()).hasSize(1);
    }
    assertThat(read(chat)).hasSize(20);
  }

  @Test
  void append_sameMidOfAnotherDevice_isAnotherMessage() {
    var chat = rows().chat(ada);
    var draft = ada.says(chat, "one");
    var other = ada.onAnotherDevice();

    assertThat(stored(first(), draft).seq()).isEqualTo(1);
    assertThat(
            stored(
                    first(),
                    new Draft(
                        chat,
                        ada.user(),
                        other.device(),
                        draft.mid(),
                        Kind.TEXT,
                        0,
                        new Words("two"),
                        List.of()))
                .seq())
        .isEqualTo(2);
  }

  @Test
  void append_byWhoIsNoMember_isRefused() {
    var chat = rows().chat(ada);

    assertRefused(bob.says(chat, "let me in"), Reason.NOT_A_MEMBER);
    assertRefused(ada.says(new ChatId(UUID.randomUUID()), "nowhere"), Reason.NOT_A_MEMBER);
    assertThat(read(chat)).isEmpty();
  }

  @Test
  void append_byWhoJoinsAndLeaves_isTakenWhileHeIsAMember() {
    var chat = rows().chat(ada);
    stored(first(), ada.says(chat, "before"));
    rows().join(chat, bob, 1);
    var draft = bob.says(chat, "here I am");
    var place = stored(second(), draft);
    rows().leave(chat, bob, 2);

    assertRefused(bob.says(chat, "and again"), Reason.NOT_A_MEMBER);
    assertThat(answer(first().append(draft).toCompletableFuture()))
        .isEqualTo(new Stored(2, place.at(), true));
  }

  @Test
  void append_contentThatDoesNotFit_isRefused() {
    var plain = rows().chat(ada);
    var encrypted = rows().chat(true, ada);
    var sealed = new Sealed(Ciphertext.of(new byte[] {1}));
    stored(first(), ada.says(plain, "one"));
    stored(first(), ada.draft(encrypted, Kind.TEXT, 0, sealed));

    assertRefused(ada.draft(plain, Kind.TEXT, 0, sealed), Reason.WRONG_CONTENT);
    assertRefused(ada.draft(plain, Kind.EDIT, 1, sealed), Reason.WRONG_CONTENT);
    assertRefused(ada.draft(plain, Kind.TEXT, 0, new Nothing()), Reason.WRONG_CONTENT);
    assertRefused(ada.draft(plain, Kind.DELETE, 1, new Words("gone")), Reason.WRONG_CONTENT);
    assertRefused(ada.says(encrypted, "in clear"), Reason.WRONG_CONTENT);
    assertRefused(ada.edits(encrypted, 1, "in clear"), Reason.WRONG_CONTENT);
    assertRefused(ada.says(plain, "x".repeat(Contents.BYTES_MAX + 1)), Reason.WRONG_CONTENT);
  }

  @Test
  void append_refThatDoesNotFit_isRefused() {
    var chat = rows().chat(ada, bob);
    stored(first(), ada.says(chat, "ada's"));
    stored(first(), ada.edits(chat, 1, "ada's own"));

    assertRefused(bob.edits(chat, 1, "bob's"), Reason.BAD_REF);
    assertRefused(bob.deletes(chat, 1), Reason.BAD_REF);
    assertRefused(ada.edits(chat, 2, "an edit's edit"), Reason.BAD_REF);
    assertRefused(ada.edits(chat, 9, "not there"), Reason.BAD_REF);
    assertRefused(ada.edits(chat, 0, "of nothing"), Reason.BAD_REF);
    assertRefused(ada.deletes(chat, -1), Reason.BAD_REF);
    assertRefused(ada.draft(chat, Kind.TEXT, 9, new Words("an answer")), Reason.BAD_REF);
  }

  @Test
  void append_answer_refersToWhatItsSenderSees() {
    var chat = rows().chat(ada);
    stored(first(), ada.says(chat, "one"));
    stored(first(), ada.says(chat, "two"));
    rows().join(chat, bob, 1);

    assertRefused(bob.draft(chat, Kind.TEXT, 1, new Words("to one")), Reason.BAD_REF);
    stored(first(), bob.draft(chat, Kind.TEXT, 2, new Words("to two")));

    assertThat(read(chat).getLast().ref()).isEqualTo(2);
  }

  @Test
  void edit_message_hasItsNewestWords_andTheEditAPlaceOfItsOwn() {
    var chat = rows().chat(ada, bob);
    stored(first(), ada.says(chat, "helo"));
    stored(first(), bob.says(chat, "hi"));
    stored(second(), ada.edits(chat, 1, "hello"));
    stored(first(), ada.onAnotherDevice().edits(chat, 1, "hello!"));

    var messages = read(chat);

    assertThat(messages)
        .extracting(Message::content)
        .containsExactly(
            new Words("hello!"), new Words("hi"), new Words("hello"), new Words("hello!"));
    assertThat(messages).extracting(Message::changedBy).containsExactly(4L, 0L, 0L, 0L);
    assertThat(messages.get(2).ref()).isEqualTo(1);
  }

  @Test
  void append_filesThatAreNotTheSendersInThisChat_isRefused() {
    var chat = rows().chat(ada, bob);
    var other = rows().chat(ada, bob);
    var own = rows().file(chat, ada);

    for (var file :
        List.of(new FileId(mid().value()), rows().file(chat, bob), rows().file(other, ada))) {
      assertRefused(ada.attaches(chat, own, file), Reason.BAD_FILE);
    }
    stored(first(), ada.attaches(chat, own, own));
    stored(second(), ada.attaches(chat, own));
  }

  @Test
  void delete_message_leavesNoWordsOfItOrOfItsEdits() {
    var chat = rows().chat(ada, bob);
    var files = List.of(rows().file(chat, ada));
    stored(
        first(),
        new Draft(chat, ada.user(), ada.device(), mid(), Kind.TEXT, 0, new Words("secret"), files));
    stored(first(), ada.edits(chat, 1, "a secret"));
    stored(first(), bob.says(chat, "what?"));
    stored(second(), ada.deletes(chat, 1));

    var messages = read(chat);

    assertThat(messages).extracting(Message::deleted).containsExactly(true, true, false, false);
    assertThat(messages)
        .extracting(Message::content)
        .containsExactly(new Nothing(), new Nothing(), new Words("what?"), new Nothing());
    assertThat(messages).flatExtracting(Message::files).isEmpty();
    assertThat(messages.getFirst().changedBy()).isEqualTo(4);
    assertRefused(ada.edits(chat, 1, "back again"), Reason.BAD_REF);
    assertRefused(ada.deletes(chat, 1), Reason.BAD_REF);
  }

  /** So fast that the batch has the message and what becomes of it. */
  @Test
  void editAndDelete_inOneBatch_endAsTheyWouldOneByOne() {
    var chat = rows().chat(ada);
    stored(first(), ada.says(chat, "old"));
    var answers =
        List.of(
                ada.edits(chat, 1, "older"),
                ada.says(chat, "new"),
                ada.edits(chat, 3, "newer"),
                ada.deletes(chat, 3),
                ada.edits(chat, 3, "too late"),
                ada.edits(chat, 1, "oldest"))
            .stream()
            .map(draft -> first().append(draft).toCompletableFuture())
            .toList()
            .stream()
            .map(MessageLogContract::answer)
            .toList();

    assertThat(answers.get(4)).isEqualTo(new Refused(Reason.BAD_REF));
    assertThat(answers).filteredOn(Stored.class::isInstance).hasSize(5);
    assertThat(read(chat))
        .extracting(Message::content)
        .containsExactly(
            new Words("oldest"),
            new Words("older"),
            new Nothing(),
            new Nothing(),
            new Nothing(),
            new Words("oldest"));
  }

  @Test
  void append_whatCanNotBeKept_amongOthers_failsAlone() {
    var chat = rows().chat(ada);
    var answers =
        IntStream.range(0, 40)
            .mapToObj(i -> first().append(ada.says(chat, i % 10 == 3 ? "half \uD83D" : "" + i)))
            .toList()
            .stream()
            .map(stage -> answer(stage.toCompletableFuture()))
            .toList();

    assertThat(answers).filteredOn(new Refused(Reason.WRONG_CONTENT)::equals).hasSize(4);
    assertThat(read(chat)).extracting(Message::seq).isEqualTo(upTo(36));
  }

  @Test
  void listener_ofTheNodes_hearsOfEachMessageOnce_inOrder() {
    var chat = rows().chat(ada);
    var drafts = IntStream.range(0, 50).mapToObj(i -> ada.says(chat, "" + i)).toList();
    drafts.stream()
        .map(draft -> first().append(draft).toCompletableFuture())
        .toList()
        .forEach(MessageLogContract::answer);
    answer(first().append(drafts.getFirst()).toCompletableFuture());

    await()
        .atMost(ANSWER_MAX)
        .untilAsserted(() -> assertThat(committed().of(chat)).isEqualTo(read(chat)));
  }

  @Test
  void read_range_isWhatLiesBetween_fromEitherEnd() {
    var chat = rows().chat(ada);
    for (var i = 1; i <= 10; i++) {
      stored(first(), ada.says(chat, "" + i));
    }

    assertThat(seqs(chat, SeqRange.after(0, 3))).containsExactly(1L, 2L, 3L);
    assertThat(seqs(chat, SeqRange.after(8, 3))).containsExactly(9L, 10L);
    assertThat(seqs(chat, SeqRange.after(10, 3))).isEmpty();
    assertThat(seqs(chat, SeqRange.before(Long.MAX_VALUE, 3))).containsExactly(8L, 9L, 10L);
    assertThat(seqs(chat, SeqRange.before(3, 5))).containsExactly(1L, 2L);
    assertThat(seqs(chat, new SeqRange(2, 8, 2, false))).containsExactly(3L, 4L);
    assertThat(seqs(chat, new SeqRange(2, 8, 2, true))).containsExactly(6L, 7L);
  }

  @Test
  void heads_ofChats_leaveOutWhatIsNotThere() {
    var silent = rows().chat(ada);
    var spoken = rows().chat(ada);
    stored(first(), ada.says(spoken, "one"));

    assertThat(second().heads(List.of(silent, spoken, new ChatId(UUID.randomUUID()))))
        .isEqualTo(Map.of(silent, 0L, spoken, 1L));
    assertThat(second().heads(List.of())).isEmpty();
  }

  void assertRefused(Draft draft, Reason reason) {
    assertThat(answer(second().append(draft).toCompletableFuture())).isEqualTo(new Refused(reason));
  }

  static Stored stored(MessageLog log, Draft draft) {
    var answer = answer(log.append(draft).toCompletableFuture());
    assertThat(answer).isInstanceOf(Stored.class);
    return (Stored) answer;
  }

  static Appended answer(CompletableFuture<Appended> stage) {
    assertThat(stage).succeedsWithin(ANSWER_MAX);
    return stage.join();
  }

  List<Message> read(ChatId chat) {
    return new ArrayList<>(second().read(chat, SeqRange.after(0, SeqRange.LIMIT_MAX)));
  }

  /** A whole chat, however long. */
  static List<Message> readAll(MessageLog log, ChatId chat) {
    var messages = new ArrayList<Message>();
    long last = log.heads(List.of(chat)).getOrDefault(chat, 0L);
    while (messages.size() < last) {
      messages.addAll(log.read(chat, SeqRange.after(messages.size(), SeqRange.LIMIT_MAX)));
    }
    return messages;
  }

  private List<Long> seqs(ChatId chat, SeqRange range) {
    return first().read(chat, range).stream().map(Message::seq).toList();
  }

  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static Draft withWords(Draft draft, String words) {
    return new Draft(
        draft.chat(),
        draft.from(),
        draft.device(),
        draft.mid(),
        draft.kind(),
        0,
        new Words(words),
        List.of());
  }

  private static Map<Object, List<String>> wordsByDevice(List<Message> messages) {
    var words = new HashMap<Object, List<String>>();
    messages.forEach(message ->
        words
            .computeIfAbsent(message.device(), _ -> new ArrayList<>())
            .add(((Words) message.content()).body()));
    return words;
  }
}
