package dev.whiteboard.chat.client;

import static dev.whiteboard.chat.client.TestMessages.CHAT;
import static dev.whiteboard.chat.client.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A service that loses, doubles and mixes up what it sends, until it is fair at last. */
final class ReceptionPropertyTest {
  private final List<Long> applied = new ArrayList<>();
  private final Queue<ClientFrame.Sync> questions = new ArrayDeque<>();

  private void ask(ClientFrame frame) {
    if (frame instanceof ClientFrame.Sync sync) {
      questions.add(sync);
    }
  }

  @Property(tries = 300)
  void whateverIsLostOrDoubled_eachMessageIsAppliedOnceAndInOrder(
      @ForAll Random random,
      @ForAll @IntRange(max = 400) int joined,
      @ForAll @IntRange(min = 1, max = 900) int count) {
    applied.clear(); // the same for all tries
    questions.clear();
    var head = joined + count;
    var reception = new Reception(Map.of(), 10, message -> applied.add(message.seq()), this::ask);
    var now = live(reception, random, joined, head);
    reception.heard(CHAT, head, now);
    for (var turn = 0; turn < 100_000 && applied.size() < count; turn++) {
      now += Reception.ANSWER_MAX_MS;
      answerAll(reception, random, joined, head, now);
      reception.run(now);
    }

    assertThat(applied).isEqualTo(LongStream.rangeClosed(joined + 1, head).boxed().toList());
  }

  private long live(Reception reception, Random random, int joined, int head) {
    var now = 0L;
    List<Long> seqs = new ArrayList<>();
    for (var seq = joined + 1L; seq <= head; seq++) {
      if (random.nextInt(4) > 0) {
        seqs.add(seq);
      }
      if (random.nextInt(6) == 0) {
        seqs.add(seq);
      }
    }
    for (var i = 0; i + 5 < seqs.size(); i += 5) {
      Collections.shuffle(seqs.subList(i, i + 5), random);
    }
    for (var seq : seqs) {
      reception.message(message(CHAT, seq), ++now);
      if (random.nextInt(30) == 0) {
        reception.connected(now);
      }
      if (random.nextInt(10) == 0) {
        answerAll(reception, random, joined, Math.toIntExact(seq), now);
      }
    }
    return now;
  }

  /** Some answers never come, and some bring only a part. */
  private void answerAll(Reception reception, Random random, int joined, int head, long now) {
    for (var sync = questions.poll(); sync != null; sync = questions.poll()) {
      var fate = random.nextInt(6);
      if (fate == 0) {
        continue;
      }
      if (fate == 1) {
        reception.refused(CHAT, true, 1, now);
        continue;
      }
      var after = Math.max(sync.after(), joined);
      var upto = Math.min(head, after + 1 + random.nextInt(sync.limit()));
      for (var seq = after + 1; seq <= upto; seq++) {
        reception.message(message(CHAT, seq), now);
      }
      reception.synced(
          new ServerFrame.Synced(CHAT, after, Math.max(after, upto), Math.max(after, head)), now);
    }
  }
}
