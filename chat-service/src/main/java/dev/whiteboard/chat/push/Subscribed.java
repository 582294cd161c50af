package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.SubscriptionId;
import java.time.Duration;

/** What became of the wish to be told. */
public sealed interface Subscribed {
  /**
   * It is kept.
   *
   * @param id its name
   * @param isNew false where there was one for this target
   * @param confirmed false where a code is on its way
   */
  record Kept(SubscriptionId id, boolean isNew, boolean confirmed) implements Subscribed {}

  /** He has as many as anyone may have. */
  record TooMany() implements Subscribed {}

  /**
   * So many codes were asked for that no more is sent now.
   *
   * @param after when one is
   */
  record TooOften(Duration after) implements Subscribed {}

  /** The mail with the code could not be handed over; asking again sends another. */
  record MailAway() implements Subscribed {}

  /** The mail server takes no mail to this address; nothing is kept. */
  record NoMailbox() implements Subscribed {}

  /** This service sends no mails. */
  record NoMail() implements Subscribed {}
}
