package dev.whiteboard.chat.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The page's reception, alone, under random loss, doubling, mixing and refusals. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageReceptionIT extends PageAtTwoNodes {
  private static final int RUNS = 20;
  private static final int MESSAGES = 40;

  /** A node that loses, doubles and mixes what it sends, and what it says once all have come. */
  private static final String RUN =
      """
      async ([seed, count]) => {
        const { Reception } = await import('/assets/chat/reception.js');
        let state = seed;
        const random = () => {
          state = (state + 0x6d2b79f5) | 0;
          let t = Math.imul(state ^ (state >>> 15), 1 | state);
          t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
          return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
        };
        const joined = Math.floor(random() * 5);
        const applied = [];
        const acked = [];
        const asked = [];
        const reception = new Reception({
          apply: ({ seq }) => applied.push(seq),
          say: (frame) => {
            if (frame.t === 'ack') acked.push(frame.upto);
            if (frame.t === 'sync') asked.push(frame);
            return true;
          },
          note: () => {},
        });
        const send = (seq) => reception.message({ chat: 'a', seq });
        const answer = ({ after }, head) => {
          if (random() < 0.2) return reception.refused('a', true, 0);
          const from = Math.max(after, joined);
          const upto = Math.min(head, from + Math.floor(random() * 6));
          for (let seq = from + 1; seq <= upto; seq++) send(seq);
          reception.synced({ chat: 'a', after: from, upto, head });
        };
        let head = joined;
        for (let step = 0; step < count * 3; step++) {
          const dice = random();
          if (dice < 0.45 && head < count) {
            head += 1;
            if (random() < 0.7) send(head);
          } else if (dice < 0.6) send(Math.max(joined + 1, Math.ceil(random() * head)));
          else if (dice < 0.7) reception.heard('a', head);
          else if (dice < 0.75) {
            reception.connected();
            acked.push(reception.last('a')); // a hello says so
          } else if (asked.length) answer(asked.shift(), head);
        }
        head = Math.max(head, count);
        const deadline = Date.now() + 20000;
        while (reception.last('a') < head && Date.now() < deadline) {
          reception.heard('a', head);
          if (asked.length) answer(asked.shift(), head);
          else await new Promise((done) => setTimeout(done, 20));
        }
        await new Promise((done) => setTimeout(done, 80));
        reception.stop();
        return { joined, head, applied, acked: acked.every((upto, i) => !i || upto >= acked[i - 1]) && acked.at(-1) };
      }
      """;

  @Test
  void messages_lostDoubledAndMixed_areAppliedOnceInOrder() {
    var page = watched(ChatTab.open(window(), first())).page();
    for (var seed = 1; seed <= RUNS; seed++) {
      var told = (Map<?, ?>) page.evaluate(RUN, new Object[] {seed, MESSAGES});
      var joined = number(told, "joined");
      var head = number(told, "head");
      var expected = LongStream.rangeClosed(joined + 1, head).boxed().toList();

      assertThat(applied(told)).as("seed %d", seed).isEqualTo(expected);
      assertThat(number(told, "acked")).as("seed %d", seed).isEqualTo(head);
    }
  }

  private static long number(Map<?, ?> told, String name) {
    return ((Number) Objects.requireNonNull(told.get(name), name)).longValue();
  }

  private static List<Long> applied(Map<?, ?> told) {
    var applied = (List<?>) Objects.requireNonNull(told.get("applied"));
    return applied.stream().map(one -> ((Number) one).longValue()).toList();
  }
}
