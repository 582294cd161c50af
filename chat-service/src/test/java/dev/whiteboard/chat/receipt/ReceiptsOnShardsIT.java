package dev.whiteboard.chat.receipt;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** The same on two shards. */
final class ReceiptsOnShardsIT extends ReceiptsIT {
  @Override
  boolean onShards() {
    return true;
  }

  @Test
  void notes_ofAChatOfEach_areWrittenWhereItIs() {
    var ada = sender();
    for (var shard = 0; shard < 2; shard++) {
      var chat = rows.chatOn(shard, ada);
      setLast(chat, 10);

      first.receipts.read(chat, ada.user(), 8);

      await().atMost(WITHIN).until(() -> mark(chat, ada).equals(new Mark(8, 8)));
    }
  }
}
