package dev.whiteboard.chat.session;

import dev.whiteboard.chat.account.Authenticator;
import dev.whiteboard.chat.fanout.Hub;
import dev.whiteboard.chat.fanout.Outgoing;
import dev.whiteboard.chat.fanout.Routes;
import dev.whiteboard.chat.fanout.Switchboard;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.chat.wheel.TimingWheel;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What connections work with. */
public final class Parts {
  private Parts() {}

  /**
   * What all connections of a node share.
   *
   * @param node its name
   * @param settings what a connection may cost
   * @param authenticator tells who a token is of
   * @param log where messages get their place
   * @param stores what is read for connections
   * @param admission how many clients are welcomed at once
   * @param threads where what blocks runs; refuses where too much is under way
   * @param outlets where what clients say goes
   * @param meters what is counted
   * @param clock now
   * @param random spreads what would happen to all at once
   */
  public record OfNode(
      String node,
      SessionSettings settings,
      Authenticator authenticator,
      MessageLog log,
      Stores stores,
      Admission admission,
      Executor threads,
      Outlets outlets,
      SessionMeters meters,
      InstantSource clock,
      RandomGenerator random) {}

  /**
   * What is read for connections.
   *
   * @param userChats a user's chats
   * @param memberships who may read what
   */
  public record Stores(UserChats userChats, Memberships memberships) {}

  /**
   * Where what clients say goes.
   *
   * @param switchboard to the connections of this node
   * @param outgoing to the other nodes
   * @param routes tells the other nodes who is here
   * @param marks how far members are
   * @param watching who is there
   */
  public record Outlets(
      Switchboard switchboard, Outgoing outgoing, Routes routes, Marks marks, Watching watching) {}

  /**
   * What the connections of an event loop have for themselves.
   *
   * @param hub brings them messages
   * @param wheel their timers
   * @param nowMs the wheel's clock, which only goes forward
   */
  public record OfLoop(Hub hub, TimingWheel wheel, LongSupplier nowMs) {}
}
