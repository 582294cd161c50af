package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.fanout.Delivery;
import dev.whiteboard.chat.fanout.Subscriber;
import dev.whiteboard.chat.fanout.Subscription;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame.Receipt;
import dev.whiteboard.chat.protocol.ServerFrames;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.chat.websocket.FrameTexts;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A user's connection, of which the receipts are written down. */
final class Ears implements Subscriber {
  private final UserId user;
  final List<Receipt> heard = new CopyOnWriteArrayList<>();

  Ears(UserId user) {
    this.user = user;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public void tell(Frame frame) {
    heard.add((Receipt) ServerFrames.parse(new JsonObject(FrameTexts.of(frame))).orElseThrow());
  }

  /** What was heard of a user. */
  List<Receipt> of(UserId other) {
    return heard.stream().filter(receipt -> receipt.user().equals(other)).toList();
  }

  @Override
  public void deliver(Subscription subscription, Delivery delivery, Frame frame) {}

  @Override
  public void subscribed(Subscription subscription) {}

  @Override
  public void unsubscribed(Subscription subscription) {}
}
