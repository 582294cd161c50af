package dev.whiteboard.chat.mls;

import static dev.whiteboard.chat.mls.Talkers.base64;
import static dev.whiteboard.chat.mls.Talkers.prepare;
import static dev.whiteboard.chat.mls.Talkers.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.client.mls.Change;
import dev.whiteboard.chat.client.mls.MlsMember;
import dev.whiteboard.chat.client.mls.OutgoingCommit;
import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.mls.MlsNode.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commits and welcomes of real groups, over HTTP, on a real PostgreSQL. */
class MlsGroupsIT extends OnMlsNode {
  private static final int RACERS = 20;

  @Test
  void commits_20OfOneEpochAtOnce_oneIsTaken_andTheOthersDoTheirsOnTopOfIt() throws Exception {
    var circle = talkers.circle(RACERS);
    var bringers = new ArrayList<>(IntStream.range(0, RACERS).boxed().toList());
    Collections.shuffle(bringers);
    var commits =
        circle.groups().stream().map(group -> prepare(group, new Change.Refresh())).toList();

    var answers = MlsNode.atOnce(bringers, i -> talkers.bring(circle.who().get(i), commits.get(i)));

    assertThat(answers.stream().map(Answer::status).sorted().toList())
        .startsWith(201)
        .hasSize(RACERS)
        .endsWith(Collections.nCopies(RACERS - 1, 409).toArray(Integer[]::new));
    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.json().getInteger("epoch")).isEqualTo(2);
          assertThat(answer.json().getLong("seq")).isEqualTo(2);
          assertThat(answer.json().getInteger("generation")).isZero();
        });
    circle.catchUp(node);
    assertAgree(circle);

    var again = prepare(circle.groups().getLast(), new Change.Refresh());
    talkers.bring(circle.who().getLast(), again).expect(201);
    circle.catchUp(node);
    assertAgree(circle);
    assertThat(circle.groups().getFirst().epoch()).isEqualTo(3);
  }

  private static void assertAgree(Talkers.Circle circle) {
    var first = circle.groups().getFirst().epochAuthenticator();
    assertThat(circle.groups())
        .allSatisfy(group -> assertThat(group.epochAuthenticator()).isEqualTo(first));
  }

  @Test
  void commit_repeated_isAnsweredAsTheFirstTime_alsoWhenTheGroupHasGoneOn() {
    var circle = talkers.circle(2);
    var mine = prepare(circle.groups().getFirst(), new Change.Refresh());
    var by = circle.who().getFirst();
    var first = talkers.bring(by, mine).expect(201).json();

    assertThat(talkers.bring(by, mine).expect(200).json()).isEqualTo(first);
    circle.catchUp(node);
    var next = prepare(circle.groups().getLast(), new Change.Refresh());
    talkers.bring(circle.who().getLast(), next).expect(201);
    assertThat(talkers.bring(by, mine).expect(200).json()).isEqualTo(first);
    assertThat(node.commits(circle.chat())).hasSize(3);
  }

  @Test
  void commit_repeatedAtOnce_isInTheLogOnce() throws Exception {
    var circle = talkers.circle(2);
    var mine = prepare(circle.groups().getFirst(), new Change.Refresh());

    var answers =
        MlsNode.atOnce(
            Collections.nCopies(10, mine), one -> talkers.bring(circle.who().getFirst(), one));

    assertThat(answers.stream().map(Answer::status)).containsOnlyOnce(201).contains(200);
    assertThat(answers.stream().map(answer -> answer.json().getLong("seq"))).containsOnly(2L);
    assertThat(node.commits(circle.chat())).hasSize(2);
  }

  @Test
  void commit_isToldToTheListener_inItsPlace() {
    var circle = talkers.circle(2);
    var mine = prepare(circle.groups().getFirst(), new Change.Refresh());
    talkers.bring(circle.who().getFirst(), mine).expect(201);

    var told = node.committed.stream().filter(m -> m.chat().equals(circle.chat())).toList();
    assertThat(told).hasSize(2);
    assertThat(told.getLast().seq()).isEqualTo(2);
    assertThat(told.getLast().device()).isEqualTo(circle.who().getFirst().device());
  }

  @Test
  void commit_ofAnEpochToCome_is409() {
    var circle = talkers.circle(2);
    var first = prepare(circle.groups().getFirst(), new Change.Refresh());
    circle.groups().forEach(group -> group.handle(first.commit()));
    var second = prepare(circle.groups().getFirst(), new Change.Refresh());

    var answer = talkers.bring(circle.who().getFirst(), second).expect(409);
    assertThat(answer.json().getString("title")).isEqualTo("Epoch is over");
    assertThat(answer.json().getInteger("epoch")).isEqualTo(1);
    assertThat(answer.json().getInteger("status")).isEqualTo(409);
  }

  @Test
  void commit_ofTheNextGeneration_replacesTheGroup_andTheOneBeforeIsOver() {
    var circle = talkers.circle(3);
    var stale = prepare(circle.groups().getLast(), new Change.Refresh());
    var maker = talkers.member(new MlsIdentity(circle.who().getFirst().user(), someone().device()));
    var other = talkers.member(new MlsIdentity(circle.who().get(1).user(), someone().device()));
    var anew = maker.create(new MlsGroupId(circle.chat(), 1));
    var add =
        prepare(
            anew, new Change.Add(List.of(new Change.Joiner(other.identity(), other.keyPackage()))));

    var answer = talkers.bring(maker.identity(), add).expect(201).json();
    assertThat(answer.getInteger("generation")).isEqualTo(1);
    assertThat(answer.getInteger("epoch")).isEqualTo(1);
    anew.handle(add.commit());
    assertThat(talkers.join(other).epochAuthenticator()).isEqualTo(anew.epochAuthenticator());
    var lost = talkers.bring(circle.who().getLast(), stale).expect(409).json();
    assertThat(lost.getInteger("generation")).isEqualTo(1);
    var skipped = maker.create(new MlsGroupId(circle.chat(), 3));
    talkers
        .bring(
            maker.identity(),
            prepare(
                skipped,
                new Change.Add(List.of(new Change.Joiner(other.identity(), other.keyPackage())))))
        .expect(409);
  }

  @Test
  void commit_byWhoIsNoMember_orHasLeft_is404_andInAChatThatIsNotEncrypted422() {
    var circle = talkers.circle(2);
    var mine = prepare(circle.groups().getFirst(), new Change.Refresh());
    talkers.bring(someone(), mine).expect(404);

    var rows = node.rows();
    rows.leave(circle.chat(), Talkers.sender(circle.who().getFirst()), 1);
    talkers.bring(circle.who().getFirst(), mine).expect(404);
    node.get(circle.who().getFirst(), "/groups/" + circle.chat()).expect(404);

    var who = someone();
    var plain = rows.chat(Talkers.sender(who));
    var member = talkers.member(who);
    var other = talkers.member(someone());
    var group = member.create(new MlsGroupId(plain, 0));
    var add = new Change.Add(List.of(new Change.Joiner(other.identity(), other.keyPackage())));
    talkers.bring(who, prepare(group, add)).expect(422);
  }

  @Test
  void commit_thatAddsWhoIsNoMemberOfTheChat_is422_andChangesNothing() {
    var circle = talkers.circle(2);
    var stranger = talkers.member(someone());
    var add =
        new Change.Add(List.of(new Change.Joiner(stranger.identity(), stranger.keyPackage())));

    var answer = talkers.bring(circle.who().getFirst(), prepare(circle.groups().getFirst(), add));
    assertThat(answer.expect(422).json().getString("title")).isEqualTo("Joiner no member");
    assertThat(node.commits(circle.chat())).hasSize(1);
    assertThat(talkers.waiting(stranger.identity())).isEmpty();
  }

  @Test
  void commit_thatIsNone_is400_namingTheField() {
    var circle = talkers.circle(2);
    var by = circle.who().getFirst();
    var path = "/groups/" + circle.chat() + "/commits";
    var good = Talkers.json(prepare(circle.groups().getFirst(), new Change.Refresh()));

    for (var bad :
        List.of(
            good.copy().put("epoch", 7),
            good.copy().put("commit", base64(new byte[50])),
            good.copy().put("commit", "AAEAAb////8="),
            good.copy().put("commit", "%%%"),
            good.copy().put("commit", base64(circle.groups().getFirst().encrypt(new byte[3]))))) {
      var answer = node.post(by, path, bad).expect(400);
      assertThat(answer.json().getJsonArray("errors").getJsonObject(0).getString("field"))
          .isEqualTo("commit");
    }
    node.post(by, path, good.copy().put("joiners", new JsonArray().add("x/y"))).expect(400);
    node.post(by, path, good.copy().put("welcome", "AAAA")).expect(400);
    node.post(by, path, new JsonObject().put("commit", "A".repeat(1 << 20))).expect(413);
    node.post(by, "/groups/x/commits", good).expect(404);
    assertThat(node.anonymous("POST", path).status()).isEqualTo(401);
  }

  @Test
  void welcome_waitsForTheDeviceThatJoins_andForNoOther_untilItIsAcknowledged() {
    var circle = talkers.circle(2);
    var phone = talkers.member(someone());
    var laptop = new MlsIdentity(phone.identity().user(), someone().device());
    node.rows().join(circle.chat(), Talkers.sender(phone.identity()), 1);
    talkers.publish(phone, 1);
    var by = circle.who().getFirst();
    var joiners = talkers.claim(by, circle.chat(), List.of(phone.identity()));
    talkers.bring(by, prepare(circle.groups().getFirst(), new Change.Add(joiners))).expect(201);
    circle.catchUp(node);

    var waiting = talkers.waiting(phone.identity());
    assertThat(waiting).hasSize(1);
    var welcome = waiting.getJsonObject(0);
    assertThat(welcome.getString("chat")).isEqualTo(circle.chat().toString());
    assertThat(welcome.getInteger("epoch")).isEqualTo(2);
    assertThat(welcome.getLong("seq")).isEqualTo(2);
    assertThat(talkers.waiting(phone.identity())).isEqualTo(waiting);
    var path = "/welcomes/" + welcome.getString("id");
    for (var other : List.of(laptop, by, circle.who().getLast(), someone())) {
      assertThat(talkers.waiting(other)).isEmpty();
      node.delete(other, path).expect(404);
    }

    assertThat(talkers.join(phone).epochAuthenticator())
        .isEqualTo(circle.groups().getFirst().epochAuthenticator());
    assertThat(talkers.waiting(phone.identity())).isEmpty();
    node.delete(phone.identity(), path).expect(404);
  }

  @Test
  void welcomes_moreThanMayWait_theOldestGo_andThoseGroupsAreEnteredWithout() {
    var circle = talkers.circle(2);
    var late = talkers.member(someone());
    node.rows().join(circle.chat(), Talkers.sender(late.identity()), 1);
    var by = circle.who().getFirst();
    fillWaiting(late.identity(), circle);
    addAndRemove(circle, by, late);
    var info = addAndRemove(circle, by, late);

    assertThat(waitingOf(late.identity(), 1)).isEqualTo(Welcomes.WAITING_MAX);
    assertThat(talkers.waiting(late.identity())).hasSize(Welcomes.READ_MAX);
    assertThat(waitingOf(late.identity(), 2)).isEqualTo(2);

    var described = node.get(late.identity(), "/groups/" + circle.chat()).expect(200).json();
    assertThat(Talkers.bytes(described.getString("groupInfo"))).isEqualTo(info);
    var entry = late.enter(info);
    talkers.bring(late.identity(), entry.commit()).expect(201);
    circle.groups().forEach(group -> group.handle(entry.commit().commit()));
    assertThat(entry.entered(entry.commit().commit()).orElseThrow().epochAuthenticator())
        .isEqualTo(circle.groups().getFirst().epochAuthenticator());
  }

  /** As many as may wait, all of them to the group's first epoch. */
  private void fillWaiting(MlsIdentity late, Talkers.Circle circle) {
    node.databases
        .of(circle.chat().value())
        .query(handle ->
            handle.execute(
                """
                INSERT INTO mls_joiners
                SELECT ?, ?, ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, ?, 0, 0, now()
                FROM generate_series(1, ?) i
                """,
                late.user().value(),
                late.device().value(),
                circle.chat().value(),
                Welcomes.WAITING_MAX));
  }

  private int waitingOf(MlsIdentity late, int fromEpoch) {
    return node
        .databases
        .askAll(database ->
            database.query(handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM mls_joiners WHERE device_id = :d AND epoch + 1 >= :e")
                    .bind("d", late.device().value())
                    .bind("e", fromEpoch)
                    .mapTo(Integer.class)
                    .one()))
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private byte[] addAndRemove(Talkers.Circle circle, MlsIdentity by, MlsMember late) {
    var add = new Change.Add(List.of(new Change.Joiner(late.identity(), late.keyPackage())));
    bringToAll(circle, by, prepare(circle.groups().getFirst(), add));
    var remove = new Change.Remove(Set.of(late.identity()));
    var commit = prepare(circle.groups().getFirst(), remove);
    bringToAll(circle, by, commit);
    return commit.groupInfo();
  }

  private void bringToAll(Talkers.Circle circle, MlsIdentity by, OutgoingCommit commit) {
    talkers.bring(by, commit).expect(201);
    circle.groups().forEach(group -> group.handle(commit.commit()));
  }

  @Test
  void welcomes_toManyChats_comeOldestFirst_asManyAtATimeAsMay() {
    var late = talkers.member(someone());
    var chats = new ArrayList<String>();
    for (var i = 0; i < Welcomes.READ_MAX + 2; i++) {
      var circle = talkers.circle(2);
      node.rows().join(circle.chat(), Talkers.sender(late.identity()), 1);
      addAndRemove(circle, circle.who().getFirst(), late);
      chats.add(circle.chat().toString());
    }

    var read = new ArrayList<JsonObject>();
    for (var size : List.of(Welcomes.READ_MAX, 2, 0)) {
      var waiting = objects(talkers.waiting(late.identity()));
      assertThat(waiting).hasSize(size);
      read.addAll(waiting);
      waiting.forEach(
          one -> node.delete(late.identity(), "/welcomes/" + one.getString("id")).expect(204));
    }
    assertThat(read).extracting(one -> one.getString("chat")).isEqualTo(chats);
    assertThat(read).extracting(one -> one.getString("id")).isSorted();
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  @Test
  void welcomes_thatNobodyCameForInALongTime_areForgotten() {
    var circle = talkers.circle(2);
    var late = talkers.member(someone());
    node.rows().join(circle.chat(), Talkers.sender(late.identity()), 1);
    addAndRemove(circle, circle.who().getFirst(), late);
    node.welcomes.forgetOld();
    assertThat(talkers.waiting(late.identity())).hasSize(1);

    node.databases
        .of(circle.chat().value())
        .query(handle ->
            handle.execute(
                "UPDATE mls_joiners SET created_at = now() - interval '31 days' WHERE chat_id = ?",
                circle.chat().value()));
    node.welcomes.forgetOld();
    assertThat(talkers.waiting(late.identity())).isEmpty();
  }

  @Test
  void group_beforeItsFirstCommit_isAtItsBeginning() {
    var who = someone();
    var chat = talkers.chat(List.of(who));

    assertThat(node.get(who, "/groups/" + chat).expect(200).json())
        .isEqualTo(new JsonObject().put("generation", 0).put("epoch", 0).put("seq", 0));
    node.get(someone(), "/groups/" + chat).expect(404);
  }
}
