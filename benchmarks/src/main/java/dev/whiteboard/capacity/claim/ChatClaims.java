package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.claim.Check.Footprint;
import dev.whiteboard.capacity.claim.Check.Need;
import dev.whiteboard.capacity.claim.Check.Shared;
import dev.whiteboard.capacity.claim.Check.Unmeasured;
import dev.whiteboard.capacity.claim.Check.Within;
import dev.whiteboard.capacity.figure.Derived;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Gauge;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** 100 million people a day send 50 messages each, with 10 million connections open. */
final class ChatClaims {
  private static final Figure ONE_HEARTBEAT =
      new Figure.Assumed(
          "one heartbeat", Quantity.of(1, "heartbeats/connection"), "each connection has its own");

  /** On its way in; on its way out there is one for each delivery. */
  private static final Figure ONCE_IN =
      new Figure.Assumed("once in", Quantity.of(1, "1"), "the sender sends it once");

  private final Inputs in;
  private final Statements says;
  private final Derived perDay;
  private final Derived perSecond;
  private final Derived peak;

  ChatClaims(Inputs in) {
    this.in = in;
    this.says = new Statements(Interview.CHAT, in);
    var sent = in.get(Input.CHAT_USERS_PER_DAY).times(in.get(Input.CHAT_MESSAGES_PER_USER));
    this.perDay = sent.in("messages/day").named("chat.messages-day");
    this.perSecond = sent.in("messages/s").named("chat.messages");
    this.peak =
        perSecond.times(in.get(Input.CHAT_PEAK)).in("messages/s").named("chat.messages-peak");
  }

  List<Claim> all() {
    return Stream.of(people(), messages(), connections(), stored(), network(), times())
        .flatMap(List::stream)
        .toList();
  }

  private List<Claim> people() {
    var untold = new Unmeasured("people cannot be measured; what they send can");
    return List.of(
        says.required("chat.users", "people with an account", Input.CHAT_USERS).checked(untold),
        says.required("chat.users-day", "people who come each day", Input.CHAT_USERS_PER_DAY)
            .checked(untold));
  }

  private List<Claim> messages() {
    return List.of(
        says.about("chat.messages-day", "messages a day", Quantity.of(5e9, "messages/day"), perDay)
            .checked(sent(perSecond)),
        says.about("chat.messages", "messages", Quantity.of(58_000, "messages/s"), perSecond)
            .checked(sent(perSecond))
            .but(
                "Each goes to several sockets, and those are the work: deliveries are",
                perSecond.times(in.get(Input.CHAT_DELIVERIES_PER_MESSAGE)).in("messages/s")),
        says.about(
                "chat.messages-peak",
                "messages at the peak",
                Quantity.of(174_000, "messages/s"),
                peak)
            .checked(sent(peak)));
  }

  /** Sends and their deliveries, as if these were on top: who measures deliveries also sends. */
  private Shared sent(Derived rate) {
    var cores = in.get(Input.NODE_CORES);
    var deliveries = rate.times(in.get(Input.CHAT_DELIVERIES_PER_MESSAGE));
    return shared(
        Gauge.CHAT_SEND_CAPACITY,
        new Need(Resource.CPU, Gauge.CHAT_SEND_CAPACITY, rate::over, cores),
        new Need(Resource.CPU, Gauge.CHAT_DELIVERY_CAPACITY, deliveries::over, cores));
  }

  private static Shared shared(Gauge gauge, Need... needs) {
    return new Shared(gauge, List.of(needs), Check.ONE_PLACE, true);
  }

  private List<Claim> connections() {
    var open = in.get(Input.CHAT_CONNECTIONS);
    var heartbeats =
        open.times(ONE_HEARTBEAT).over(in.get(Input.CHAT_HEARTBEAT)).in("heartbeats/s");
    return List.of(
        says.required("chat.connections", "connections open at once", Input.CHAT_CONNECTIONS)
            .checked(
                shared(
                    Gauge.CHAT_IDLE_BYTES,
                    held(Resource.MEMORY, Gauge.CHAT_IDLE_BYTES),
                    held(Resource.KERNEL, Gauge.CHAT_IDLE_KERNEL)))
            .but("Heartbeats alone are", heartbeats)
            .but(
                "That is more than there are messages:",
                heartbeats.named("heartbeats").over(perSecond)),
        connectionRate());
  }

  private Need held(Resource resource, Gauge gauge) {
    return new Need(
        resource, gauge, in.get(Input.CHAT_CONNECTIONS)::times, in.get(Input.NODE_MEMORY));
  }

  /** Little's law: what is open at once is how many come a second, times how long each stays. */
  private Claim connectionRate() {
    var open = in.get(Input.CHAT_CONNECTIONS);
    var lifetime = in.get(Input.CHAT_CONNECTION_LIFETIME);
    var opened = open.over(lifetime);
    var aDay = opened.in("connections/day");
    var needed = in.get(Input.CHAT_USERS_PER_DAY).times(in.get(Input.CHAT_CONNECTIONS_PER_USER));
    return says.about(
            "chat.connection-rate", "connections opened", Quantity.of(350, "connections/s"), opened)
        .servingAll(needed.in("connections/day"), aDay)
        .checked(
            shared(
                Gauge.CHAT_RECONNECT,
                new Need(
                    Resource.CPU, Gauge.CHAT_RECONNECT, opened::over, in.get(Input.NODE_CORES))))
        .but("Little's law: at that rate the connections of a whole day are", aDay)
        .but("That is not one for each of those who come, which takes", needed.in("connections/s"))
        .but(
            "If each of these stays as long as stated, open at once are",
            needed.times(lifetime).in("connections"))
        .but(
            "Both stated figures together mean that a connection stays open for",
            open.over(needed).in("h"));
  }

  private List<Claim> stored() {
    var message = in.get(Input.CHAT_BYTES_PER_MESSAGE);
    var bytes = perDay.times(message);
    var copies = in.get(Input.CHAT_REPLICAS);
    return List.of(
        says.required("chat.bytes-a-message", "a message on disk", Input.CHAT_BYTES_PER_MESSAGE)
            .checked(onDisk(each -> each)),
        says.about("chat.storage-day", "messages on disk, a day", Quantity.of(500, "GB/day"), bytes)
            .checked(onDisk(each -> perDay.times(each).in("GB/day"))),
        says.about(
                "chat.storage-year", "messages on disk, a year", Quantity.of(180, "TB/year"), bytes)
            .checked(onDisk(each -> perDay.times(each).in("TB/year"))),
        says.about(
                "chat.storage-replicas",
                "the same in three copies",
                Quantity.of(540, "TB/year"),
                bytes.times(copies))
            .checked(onDisk(each -> perDay.times(each).times(copies).in("TB/year"))));
  }

  private static Footprint onDisk(UnaryOperator<Figure> atScale) {
    return new Footprint(Gauge.CHAT_BYTES, Resource.DISK, atScale);
  }

  private List<Claim> network() {
    var message = in.get(Input.CHAT_BYTES_PER_MESSAGE);
    var files = in.get(Input.CHAT_FILES);
    var text = peak.times(message).in("MB/s").named("chat.bandwidth-text");
    var framed =
        text.times(in.get(Input.CHAT_WEBSOCKET_OVERHEAD))
            .in("MB/s")
            .named("chat.bandwidth-websocket");
    var ways = ONCE_IN.plus(in.get(Input.CHAT_DELIVERIES_PER_MESSAGE));
    return List.of(
        says.about("chat.bandwidth-text", "text at the peak", Quantity.of(17.4, "MB/s"), text)
            .but(
                "It counts a message on its way in; on its way out again text is",
                text.times(in.get(Input.CHAT_DELIVERIES_PER_MESSAGE)).in("MB/s"))
            .checked(new Unmeasured("text is never sent without a frame: see the next")),
        says.about(
                "chat.bandwidth-websocket", "the same in frames", Quantity.of(35, "MB/s"), framed)
            .checked(onWire(each -> peak.times(each).in("MB/s"))),
        says.required("chat.bandwidth-files", "files", Input.CHAT_FILES)
            .checked(new Unmeasured("it is an assumption about people"))
            .but(
                "For each of those who come a day that is less than a photograph:",
                files.over(in.get(Input.CHAT_USERS_PER_DAY)).in("KB/user")),
        says.about("chat.bandwidth", "all of it", Quantity.of(135, "MB/s"), framed.plus(files))
            .checked(onWire(each -> peak.times(each).times(ways).in("MB/s").plus(files)))
            .but(
                "Fan-out is missing: with it, and in frames as large as assumed, it is",
                framed.times(ways).plus(files).in("MB/s")));
  }

  private static Footprint onWire(UnaryOperator<Figure> atScale) {
    return new Footprint(Gauge.CHAT_FRAME_BYTES, Resource.NETWORK, atScale);
  }

  private List<Claim> times() {
    var limit = in.get(Input.CHAT_DELIVERY_LIMIT);
    return List.of(
        says.required("chat.latency", "a delivery takes", Input.CHAT_DELIVERY_LIMIT)
            .checked(
                new Within(
                    Gauge.CHAT_DELIVERY_P99, limit, "the ways from the sender and to the member")),
        says.required("chat.group-fanout", "members of a group", Input.CHAT_GROUP_MEMBERS)
            .checked(
                new Within(
                    Gauge.CHAT_GROUP_P99, limit, "the ways from the sender and to the members")),
        says.available("chat.availability", Input.CHAT_AVAILABILITY));
  }
}
