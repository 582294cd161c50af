package dev.whiteboard.chat.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.fanout.Hub;
import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.fanout.Switchboard;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame.Receipt;
import dev.whiteboard.chat.room.UserChats.UserChat;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ReceiptTellerTest {
  private static final ChatId CHAT = new ChatId(new UUID(1, 1));
  private static final UserId ADA = new UserId(new UUID(2, 1));
  private static final UserId BEN = new UserId(new UUID(2, 2));
  private static final UserId CLEO = new UserId(new UUID(2, 3));

  private final Hub hub = new Hub((_, _, _) -> {}, _ -> {});
  private final Switchboard switchboard = new Switchboard();

  @Property(tries = 200)
  void accept_newsThatOvertakeEachOther_eachClientSeesMarksGrow(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 50) Integer> order) {
    var own = new Switchboard();
    var ownHub = new Hub((_, _, _) -> {}, _ -> {});
    own.add(Runnable::run, ownHub);
    var teller = new ReceiptTeller(own);
    var ears = new Ears(BEN);
    ownHub.add(ears);
    ownHub.watch(ears, UserChat.joined(CHAT, 0));

    order.forEach(seq -> teller.accept(news(seq, seq / 2, Set.of())));

    assertThat(ears.heard)
        .hasSameSizeAs(order)
        .isSortedAccordingTo(
            Comparator.comparingLong(Receipt::delivered).thenComparingLong(Receipt::read));
    assertThat(ears.heard.getLast().delivered())
        .isEqualTo(order.stream().mapToInt(seq -> seq).max().orElseThrow());
  }

  @Test
  void accept_forSomeUsers_noOtherHears() {
    switchboard.add(Runnable::run, hub);
    var author = watching(BEN);
    var other = watching(CLEO);

    new ReceiptTeller(switchboard).accept(news(4, 2, Set.of(BEN)));

    assertThat(author.heard).containsExactly(new Receipt(CHAT, ADA, 4, 2));
    assertThat(other.heard).isEmpty();
  }

  @Test
  void accept_forAll_allWhoWatchTheChatHear() {
    switchboard.add(Runnable::run, hub);
    var author = watching(BEN);
    var own = watching(ADA);
    var stranger = new Ears(CLEO);
    hub.add(stranger);

    new ReceiptTeller(switchboard).accept(news(4, 2, Set.of()));

    assertThat(author.heard).hasSize(1);
    assertThat(own.heard).hasSize(1);
    assertThat(stranger.heard).isEmpty();
  }

  @Test
  void encode_receiptsAndPresence_areReadBack() {
    var receipts = news(4, 2, Set.of(BEN, CLEO));
    var presence = new NodeNews.Presence(Set.of(ADA, BEN));

    assertThat(NodeNews.parse(receipts.encode())).isEqualTo(receipts);
    assertThat(NodeNews.parse(presence.encode())).isEqualTo(presence);
  }

  private Ears watching(UserId user) {
    var ears = new Ears(user);
    hub.add(ears);
    hub.watch(ears, UserChat.joined(CHAT, 0));
    return ears;
  }

  private static NodeNews.Receipts news(long delivered, long read, Set<UserId> to) {
    return new NodeNews.Receipts(
        List.of(new NodeNews.Moved(new Receipt(CHAT, ADA, delivered, read), to)));
  }
}
