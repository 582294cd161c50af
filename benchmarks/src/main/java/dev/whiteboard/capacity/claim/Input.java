package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Origin;
import dev.whiteboard.capacity.figure.Quantity;

/** What every estimate is computed from: each by a name, and for a reader to set. */
@SuppressWarnings("ImmutableEnumChecker") // quantities are
public enum Input {
  SHORTENER_WRITES_PER_DAY("shortener.writesPerDay", 100e6, "links/day", "new links a day"),
  SHORTENER_READS_PER_WRITE("shortener.readsPerWrite", 100, "redirects/link", "reads to writes"),
  SHORTENER_PEAK("shortener.peak", 2, "1", "peak over average"),
  SHORTENER_RETENTION("shortener.retention", 5, "year", "how long a link is kept"),
  SHORTENER_BYTES_PER_LINK("shortener.bytesPerLink", 500, "B/link", "what a link takes"),
  SHORTENER_CODE_DIGITS("shortener.codeDigits", 7, "1", "digits of a code: VARCHAR(7)"),
  SHORTENER_ALPHABET("shortener.alphabet", 62, "1", "different digits: base 62"),
  SHORTENER_REDIRECT_LIMIT("shortener.redirectLimit", 100, "ms", "a redirect takes less"),
  SHORTENER_AVAILABILITY("shortener.availability", 99.9, "%", "of the time it answers"),
  SHORTENER_BYTES_PER_REDIRECT(
      "shortener.bytesPerRedirect", 500, "B/redirect", "a 302 with its headers", Origin.ASSUMED),

  CHAT_USERS("chat.users", 1e9, "users", "who have an account"),
  CHAT_USERS_PER_DAY("chat.usersPerDay", 100e6, "users/day", "who come each day"),
  CHAT_MESSAGES_PER_USER("chat.messagesPerUser", 50, "messages/user", "sent by each who comes"),
  CHAT_PEAK("chat.peak", 3, "1", "peak over average"),
  CHAT_CONNECTIONS("chat.connections", 10e6, "connections", "open at once"),
  CHAT_CONNECTION_LIFETIME("chat.connectionLifetime", 8, "h", "how long one stays open"),
  CHAT_BYTES_PER_MESSAGE("chat.bytesPerMessage", 100, "B/message", "what a message takes"),
  CHAT_REPLICAS("chat.replicas", 3, "1", "copies of what is stored"),
  CHAT_WEBSOCKET_OVERHEAD("chat.websocketOverhead", 2, "1", "bytes on the wire over bytes sent"),
  CHAT_FILES("chat.files", 100, "MB/s", "files and pictures"),
  CHAT_DELIVERY_LIMIT("chat.deliveryLimit", 100, "ms", "a delivery takes less"),
  CHAT_GROUP_MEMBERS("chat.groupMembers", 500, "members", "in the largest group"),
  CHAT_AVAILABILITY("chat.availability", 99.99, "%", "of the time it answers"),
  CHAT_HEARTBEAT(
      "chat.heartbeat", 30, "s", "time between two heartbeats of a connection", Origin.ASSUMED),
  CHAT_CONNECTIONS_PER_USER(
      "chat.connectionsPerUser", 1, "connections/user", "opened by each who comes", Origin.ASSUMED),
  CHAT_DELIVERIES_PER_MESSAGE(
      "chat.deliveriesPerMessage",
      5,
      "1",
      "sockets that a message goes to: members, each with several devices",
      Origin.ASSUMED),

  CDN_REQUESTS("cdn.requests", 50e6, "requests/s", "from all users"),
  CDN_EDGES("cdn.edges", 200, "edges", "places that answer"),
  CDN_REGIONS("cdn.regions", 20, "regions", "that they are in"),
  CDN_CONTINENTS("cdn.continents", 6, "continents", "that these are on"),
  CDN_STORAGE("cdn.storage", 1, "PB", "kept in all caches: the interview says petabytes"),
  CDN_LATENCY_LIMIT("cdn.latencyLimit", 50, "ms", "from edge to user it takes less"),
  CDN_INVALIDATION_LIMIT("cdn.invalidationLimit", 1, "s", "an invalidation takes less"),
  CDN_AVAILABILITY("cdn.availability", 99.99, "%", "of the time it answers"),
  CDN_BYTES_PER_ANSWER(
      "cdn.bytesPerAnswer", 100, "KB/request", "an answer, as the bench's", Origin.ASSUMED),
  CDN_HIT_RATIO("cdn.hitRatio", 95, "%", "of requests that no origin sees", Origin.ASSUMED),

  LIMITER_REQUESTS("limiter.requests", 10_000, "requests/s", "on the API that is limited"),
  RECOMMEND_CANDIDATES("recommend.candidates", 10_000, "candidates", "to rank for a user"),
  RECOMMEND_BUDGET("recommend.budget", 100, "ms", "to rank them in", Origin.ASSUMED),
  QUEUE_JOBS("queue.jobs", 1e6, "jobs", "in the queue: the interview says millions"),
  QUEUE_BYTES_PER_JOB("queue.bytesPerJob", 1, "KB/job", "what a job takes", Origin.ASSUMED),
  SCORE_PARTS("score.parts", 39, "points", "what the parts of the stated score add up to"),

  NODE_CORES("node.cores", 8, "cores/node", "of a machine to rent", Origin.ASSUMED),
  NODE_MEMORY("node.memory", 32, "GB/node", "of it", Origin.ASSUMED),
  NODE_DISK("node.disk", 4, "TB/node", "of it", Origin.ASSUMED),
  NODE_NETWORK("node.network", 1.25, "GB/s/node", "of it: 10 Gbit/s", Origin.ASSUMED),
  NODE_UTILISATION("node.utilisation", 60, "%", "how full a machine may be", Origin.ASSUMED),
  NODE_SPARE("node.spare", 1, "nodes", "machines that may fail at once", Origin.ASSUMED),
  PRICE_NODE(
      "price.nodeHour",
      0.40,
      "USD/node/h",
      "a round figure, on demand, no discount",
      Origin.ASSUMED),
  PRICE_DISK("price.disk", 0.08, "USD/GB/month", "a round figure for SSD", Origin.ASSUMED),
  PRICE_TRAFFIC(
      "price.traffic", 0.01, "USD/GB", "a round figure at very large volume", Origin.ASSUMED);

  private final String id;
  private final Quantity preset;
  private final String meaning;
  private final Origin origin;

  Input(String id, double value, String unit, String meaning) {
    this(id, value, unit, meaning, Origin.STATED);
  }

  Input(String id, double value, String unit, String meaning, Origin origin) {
    this.id = id;
    this.preset = Quantity.of(value, unit);
    this.meaning = meaning;
    this.origin = origin;
  }

  /** What it is set by. */
  public String id() {
    return id;
  }

  /** What it is unless set. */
  public Quantity preset() {
    return preset;
  }

  /** In a few words. */
  public String meaning() {
    return meaning;
  }

  /** Stated by an interview, or assumed here. */
  public Origin origin() {
    return origin;
  }

  /** The figure that it is unless set. */
  Figure presetFigure() {
    return origin == Origin.STATED
        ? new Figure.Stated(id, preset)
        : new Figure.Assumed(id, preset, meaning);
  }

  /** The figure that somebody set: it is theirs, and stated no more. */
  Figure setTo(double value) {
    return new Figure.Assumed(id, new Quantity(value, preset.unit()), "set by hand");
  }
}
