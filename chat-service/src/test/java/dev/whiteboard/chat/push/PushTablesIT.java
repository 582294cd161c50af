package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.chat.push.Looked.Nothing;
import dev.whiteboard.chat.push.Looked.Ready;
import dev.whiteboard.chat.push.PushRows.PutOff;
import dev.whiteboard.chat.push.Subscribed.Kept;
import dev.whiteboard.chat.push.Subscribed.NoMailbox;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.chat.push.channel.HookSecret;
import dev.whiteboard.chat.push.channel.MailAddress;
import dev.whiteboard.chat.push.channel.Notice.Latest;
import dev.whiteboard.chat.push.channel.Target;
import dev.whiteboard.chat.push.channel.TestSmtp;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is heard and taken, by nodes that come twice, at once, and that die. */
@NeedsStack(Server.POSTGRES)
@TestInstance(Lifecycle.PER_CLASS)
class PushTablesIT {
  private PushTables tables;
  private Caller ada;
  private Caller bob;
  private ChatId chat;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeEach
  final void meet() {
    ada = tables.user("ada");
    bob = tables.user("bob");
    chat = tables.chat(ada, bob);
  }

  @BeforeAll
  final void open(TestStack stack) {
    tables = new PushTables(stack.databaseUrls(onShards()));
  }

  @AfterAll
  final void close() {
    tables.close();
  }

  @AfterEach
  final void empty() {
    tables.home.query(handle -> handle.execute("DELETE FROM pushes"));
  }

  private Taken takeOne() {
    return await().atMost(PushNodes.WITHIN).until(this::taken, Optional::isPresent).get();
  }

  private Optional<Taken> taken() {
    return tables.take().stream().findFirst();
  }

  @Test
  void heard_twiceAndAgainAfterItWasTold_isOnePush() {
    tables.subscribe(ada);
    var said = List.of(tables.say(bob, chat, "one"), tables.say(bob, chat, "two"));

    tables.hear(said);
    tables.hear(said);
    assertThat(tables.count("pushes")).isEqualTo(1);
    var push = takeOne();
    assertThat(push.upto()).isEqualTo(2);
    tables.rows.done(push, 2);
    tables.hear(said);
    tables.hear(said.subList(0, 1));

    assertThat(tables.count("pushes")).isZero();
  }

  /** A node that lost its partitions goes on with what it has, beside the one that has them now. */
  @Test
  void heard_byNodesAtOnce_inAnyShares_isOnePushEach() {
    tables.subscribe(ada);
    var others = IntStream.range(0, 20).mapToObj(_ -> someChat()).toList();
    var said = new ArrayList<OutboxRecord>();
    for (var round = 0; round < 5; round++) {
      others.forEach(other -> said.add(tables.say(bob, other, "hello")));
    }
    var nodes =
        IntStream.range(0, 4)
            .mapToObj(_ -> CompletableFuture.runAsync(() -> hearInShares(said)))
            .toList();
    nodes.forEach(node -> assertThat(node).succeedsWithin(PushNodes.WITHIN));

    var pushes = new ArrayList<Taken>();
    await()
        .atMost(PushNodes.WITHIN)
        .until(() -> {
          pushes.addAll(tables.longLeases.take(100, UUID.randomUUID()));
          return pushes.size() >= 20;
        });
    assertThat(pushes).extracting(Taken::upto).containsOnly(5L);
    assertThat(pushes).extracting(Taken::chat).doesNotHaveDuplicates();
  }

  private void hearInShares(List<OutboxRecord> said) {
    for (var from = 0; from < said.size(); from += 7) {
      tables.hear(said.subList(from, Math.min(said.size(), from + 7)));
    }
  }

  private ChatId someChat() {
    return tables.chat(ada, bob);
  }

  /** On shards, from both in one batch; on one, the same of two chats. */
  @Test
  void heard_ofChatsOnEachShard_isOnePushEach_andTellsWhatIsThere() {
    tables.subscribe(ada);
    var last = tables.databases.all().size() - 1;
    var chats = List.of(tables.chatOn(0, ada, bob), tables.chatOn(last, ada, bob));
    tables.databases.forAll(PushTablesIT::requireChats);

    tables.hear(chats.stream().map(each -> tables.say(bob, each, "in " + each)).toList());

    var taken = await().atMost(PushNodes.WITHIN).until(tables::take, all -> all.size() == 2);
    assertThat(taken).extracting(Taken::chat).containsExactlyInAnyOrderElementsOf(chats);
    assertThat(taken).map(tables.looks::look).allSatisfy(PushTablesIT::saysWhere);
  }

  private static void requireChats(Database database) {
    var count = "SELECT count(*) FROM chats";
    assertThat(database.<Long>query(handle -> handle.createQuery(count).mapTo(Long.class).one()))
        .isPositive();
  }

  private static void saysWhere(Looked looked) {
    assertThat(looked)
        .isInstanceOfSatisfying(
            Ready.class,
            ready ->
                assertThat(ready.notice().latest())
                    .contains(new Latest("bob", "in " + ready.notice().chat())));
  }

  @Test
  void look_atWhatALeaverHasNotHeard_isNothing() {
    tables.subscribe(ada);
    tables.hear(List.of(tables.say(bob, chat, "hello")));
    var push = takeOne();

    tables.leave(chat, ada, 1);

    assertThat(tables.looks.look(push)).isEqualTo(new Nothing(1));
  }

  @Test
  void heard_isForThoseAloneWhoMayAndWantTo() {
    var cyd = tables.user("cyd");
    var eve = tables.user("eve");
    var signedOut = tables.user("signed out");
    List.of(bob, cyd, eve, signedOut).forEach(tables::subscribe);
    tables.join(chat, cyd, 1);
    tables.join(chat, eve, 0);
    tables.join(chat, signedOut, 0);
    var before = tables.say(bob, chat, "before cyd joined");
    tables.leave(chat, eve, 1);
    tables.signOut(signedOut);

    tables.hear(List.of(before));

    assertThat(tables.count("pushes")).isZero();
  }

  /** The device is the same; the session before it is ended by the one that comes. */
  @Test
  void signedInAnew_onTheSameDevice_isToldAsBefore() {
    tables.subscribe(ada);
    tables.signOut(ada);
    var anew = tables.signIn(PushTables.sender(ada));

    tables.hear(List.of(tables.say(bob, chat, "still there?")));

    assertThat(tables.subscriptions.list(ada.user())).hasSize(1);
    var push = takeOne();
    assertThat(tables.looks.look(push)).isInstanceOf(Ready.class);
    tables.signOut(anew);
    assertThat(tables.looks.look(push)).isInstanceOf(Nothing.class);
    assertThat(tables.subscriptions.list(ada.user())).isEmpty();
  }

  @Test
  void signedOut_onItsDevice_andInOnAnother_isToldNoMore() {
    tables.subscribe(ada);
    tables.signOut(ada);
    var other = tables.signIn(new Sender(ada.user(), bob.device()));

    tables.hear(List.of(tables.say(bob, chat, "hello")));

    assertThat(tables.count("pushes")).isZero();
    var hook = new Target.Hook(URI.create("https://hook.example/"), HookSecret.kept(new byte[32]));
    assertThat(tables.subscriptions.add(other, hook)).isInstanceOf(Kept.class);
    assertThat(tables.ofUser("push_subscriptions", ada)).as("what ended is forgotten").isOne();
  }

  /** More rows than one statement takes. */
  @Test
  void heard_inLargeGroups_isOnePushForEachSubscription() {
    var other = someChat();
    tables.crowd(500, 5, chat, other);

    tables.hear(List.of(tables.say(bob, chat, "to all"), tables.say(bob, other, "to all")));

    assertThat(tables.count("pushes")).isEqualTo(5_000);
  }

  @Test
  void forgetOld_ofDevicesThatAreSignedOut_andLettersOfLongAgo() {
    tables.subscribe(ada);
    tables.subscribe(bob);
    tables.signOut(ada);
    tables.hear(List.of(tables.say(ada, chat, "hello")));
    var old = Instant.now().minus(Duration.ofDays(8));
    var letter = new DeadLetter(UUID.randomUUID(), Channel.LOG, 1, "dead", old);
    tables.rows.bury(takeOne(), letter);

    tables.subscriptions.forgetOld();
    new DeadLetters(tables.home, InstantSource.system()).forgetOld();

    assertThat(tables.ofUser("push_subscriptions", ada)).isZero();
    assertThat(tables.ofUser("push_subscriptions", bob)).isOne();
    assertThat(tables.ofUser("push_dead_letters", bob)).isZero();
  }

  @Test
  void heard_longAgo_isNotPushed() {
    tables.subscribe(ada);
    var said = tables.say(bob, chat, "old");
    var old = PushTables.at(said, Instant.now().minus(Duration.ofDays(2)));

    tables.hear(List.of(old));

    assertThat(tables.count("pushes")).isZero();
  }

  @Test
  void mailbox_thatItsServerDoesNotKnow_isNotKept() throws Exception {
    try (var smtp = TestSmtp.start("250 yes", "550 5.1.1 no such user", "-")) {
      var subscriptions = tables.subscriptions(Optional.of(smtp.mailer()));
      var mailbox = new Target.Mailbox(new MailAddress("nobody@mail.example"));

      assertThat(subscriptions.add(ada, mailbox)).isInstanceOf(NoMailbox.class);
      assertThat(subscriptions.list(ada.user())).isEmpty();
    }
  }

  @Test
  void take_byNodesAtOnce_neverTheSame() {
    tables.subscribe(ada);
    var chats = IntStream.range(0, 40).mapToObj(_ -> someChat()).toList();
    chats.forEach(each -> tables.hear(List.of(tables.say(bob, each, "hello"))));
    var taken = Collections.synchronizedList(new ArrayList<Taken>());

    await()
        .atMost(PushNodes.WITHIN)
        .until(() -> {
          IntStream.range(0, 4)
              .mapToObj(_ ->
                  CompletableFuture.runAsync(
                      () -> taken.addAll(tables.longLeases.take(3, UUID.randomUUID()))))
              .toList()
              .forEach(CompletableFuture::join);
          return taken.size() >= 40;
        });

    assertThat(taken).extracting(Taken::chat).doesNotHaveDuplicates();
  }

  /** A node that dies with pushes leaves them to others; what it says of them later is nothing. */
  @Test
  void take_ofANodeThatDied_isTakenByAnother_andTheDeadHasNoSay() {
    tables.subscribe(ada);
    tables.hear(List.of(tables.say(bob, chat, "hello")));
    var dead = takeOne();
    assertThat(tables.take()).isEmpty();

    var other = takeOne();

    assertThat(other.lease()).isNotEqualTo(dead.lease());
    tables.rows.done(dead, dead.upto());
    tables.rows.putOff(dead, new PutOff(Duration.ofHours(1), 1, false));
    tables.rows.giveBack(List.of(dead));
    var letter = new DeadLetter(UUID.randomUUID(), Channel.LOG, 1, "dead", Instant.now());
    tables.rows.bury(dead, letter);
    assertThat(tables.count("push_dead_letters")).isZero();
    assertThat(tables.looks.look(dead)).isInstanceOf(Nothing.class);
    assertThat(tables.looks.look(other)).isInstanceOf(Ready.class);
    tables.rows.done(other, other.upto());
    assertThat(tables.count("pushes")).isZero();
  }

  @Test
  void giveBack_isTakenAtOnce() {
    tables.subscribe(ada);
    tables.hear(List.of(tables.say(bob, chat, "hello")));
    var first = takeOne();

    tables.rows.giveBack(List.of(first));

    assertThat(tables.take()).hasSize(1);
  }

  /** What is said while a push is on its way is not lost with the note that it was delivered. */
  @Test
  void done_moreWasSaidMeanwhile_waitsForThat() {
    tables.subscribe(ada);
    tables.hear(List.of(tables.say(bob, chat, "one")));
    var push = takeOne();
    tables.hear(List.of(tables.say(bob, chat, "two")));

    tables.rows.done(push, 1);

    assertThat(takeOne().upto()).isEqualTo(2);
  }

  @Test
  void look_acknowledgedMeanwhile_isNothing() {
    tables.subscribe(ada);
    tables.hear(List.of(tables.say(bob, chat, "one")));
    var push = takeOne();
    assertThat(tables.looks.look(push))
        .isInstanceOfSatisfying(
            Ready.class, ready -> assertThat(ready.notice().count()).isEqualTo(1));

    tables
        .databaseOf(chat)
        .query(handle ->
            handle.execute(
                "UPDATE members SET delivered_seq = 1 WHERE chat_id = ? AND user_id = ?",
                chat.value(),
                ada.user().value()));

    assertThat(tables.looks.look(push)).isEqualTo(new Nothing(1));
  }

  /** Minutes that a node's clock is ahead are not waited for. */
  @Test
  void look_saidByAClockThatIsAhead_isReady() {
    tables.subscribe(ada);
    var said = tables.say(bob, chat, "from the future");
    var ahead = said.at().plus(Duration.ofMinutes(5));
    tables
        .databaseOf(chat)
        .query(handle ->
            handle.execute(
                "UPDATE messages SET sent_at = ? WHERE chat_id = ?",
                ahead.atOffset(ZoneOffset.UTC),
                chat.value()));

    tables.hear(List.of(PushTables.at(said, ahead)));

    assertThat(tables.looks.look(takeOne())).isInstanceOf(Ready.class);
  }

  /** Quiet ones rank behind urgent ones that are due up to half a minute later. */
  @Test
  void take_inTheOrderOfRank_urgentFirst() {
    tables.subscribe(ada);
    var quiet = someChat();
    var direct = someChat();
    tables
        .databaseOf(direct)
        .query(handle -> handle.execute("UPDATE chats SET kind = 0 WHERE id = ?", direct.value()));
    tables.hear(List.of(tables.say(bob, quiet, "quiet")));
    tables.hear(List.of(tables.say(bob, direct, "urgent")));

    var both = await().atMost(PushNodes.WITHIN).until(tables::take, taken -> taken.size() == 2);
    assertThat(both.stream().sorted((a, b) -> Long.compare(a.rank(), b.rank())))
        .extracting(Taken::chat)
        .containsExactly(direct, quiet);
  }
}
