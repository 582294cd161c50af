package dev.whiteboard.cdn.resp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** Runs commands on keys, with the answers that Redis gives. */
final class Commands {
  private static final long MISSING = -2;
  private static final long NO_END = -1;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final Keyspace keys;
  private final ServerCommands server;

  Commands(Keyspace keys, ServerCommands server) {
    this.keys = keys;
    this.server = server;
  }

  /**
   * Runs one; its answer goes to the session's.
   *
   * @throws CommandException where it is answered with an error, and nothing was written before
   */
  void run(Arguments arguments, Session session, long nowMillis) throws CommandException {
    var command = Command.of(arguments);
    var out = session.answers();
    switch (command) {
      case GET -> get(arguments, out, nowMillis);
      case SET -> SetCommand.run(arguments, keys, out, nowMillis);
      case DEL, UNLINK -> delete(arguments, out, nowMillis);
      case EXISTS -> exists(arguments, out, nowMillis);
      case EXPIRE -> expire(arguments, MILLIS_PER_SECOND, "expire", out, nowMillis);
      case PEXPIRE -> expire(arguments, 1, "pexpire", out, nowMillis);
      case PERSIST -> persist(arguments, out, nowMillis);
      case TTL -> timeLeft(arguments, MILLIS_PER_SECOND, out, nowMillis);
      case PTTL -> timeLeft(arguments, 1, out, nowMillis);
      case MGET -> getMany(arguments, out, nowMillis);
      case MSET -> setMany(arguments, out);
      case INCR -> increase(arguments, 1, out, nowMillis);
      case DECR -> increase(arguments, -1, out, nowMillis);
      case INCRBY -> increase(arguments, arguments.integer(2), out, nowMillis);
      case DECRBY -> increase(arguments, negated(arguments.integer(2)), out, nowMillis);
      case DBSIZE -> out.integer(keys.size());
      case FLUSHALL -> flush(arguments, out);
      case PING, ECHO, INFO, CONFIG, COMMAND, CLIENT, SELECT, HELLO, QUIT ->
          server.run(command, arguments, session);
    }
  }

  private void get(Arguments arguments, RespWriter out, long nowMillis) throws CommandException {
    write(keys.get(arguments.key(1), nowMillis), out);
  }

  /** A value, or nothing. */
  static void write(@Nullable Entry entry, RespWriter out) {
    if (entry == null) {
      out.nothing();
    } else {
      out.bulk(entry.value());
    }
  }

  private void getMany(Arguments arguments, RespWriter out, long nowMillis)
      throws CommandException {
    requireKeys(arguments);
    out.array(arguments.count() - 1);
    for (var i = 1; i < arguments.count(); i++) {
      get(arguments.key(i), out, nowMillis);
    }
  }

  private void get(Bytes key, RespWriter out, long nowMillis) {
    write(keys.get(key, nowMillis), out);
  }

  /** One by one: not as if at one moment, as it is in Redis. */
  private void setMany(Arguments arguments, RespWriter out) throws CommandException {
    if (arguments.count() % 2 == 0) {
      throw Command.MSET.wrongCount();
    }
    requireKeys(arguments);
    for (var i = 1; i < arguments.count(); i += 2) {
      keys.put(arguments.key(i), new Entry(arguments.bytes(i + 1), Entry.FOREVER));
    }
    out.ok();
  }

  /** Before the first of them is written: an answer begun can't become an error. */
  private static void requireKeys(Arguments arguments) throws CommandException {
    for (var i = 1; i < arguments.count(); i++) {
      if (arguments.length(i) > Arguments.KEY_BYTES_MAX) {
        var _ = arguments.key(i);
      }
    }
  }

  private void delete(Arguments arguments, RespWriter out, long nowMillis) throws CommandException {
    var deleted = 0;
    for (var i = 1; i < arguments.count(); i++) {
      deleted += keys.remove(arguments.key(i), nowMillis) ? 1 : 0;
    }
    out.integer(deleted);
  }

  private void exists(Arguments arguments, RespWriter out, long nowMillis) throws CommandException {
    var found = 0;
    for (var i = 1; i < arguments.count(); i++) {
      found += keys.peek(arguments.key(i), nowMillis) == null ? 0 : 1;
    }
    out.integer(found);
  }

  /** A time that is over already takes the key out. */
  private void expire(
      Arguments arguments, long unitMillis, String name, RespWriter out, long nowMillis)
      throws CommandException {
    var endMillis = endMillis(arguments.integer(2), unitMillis, nowMillis, name);
    var before =
        keys.change(
            arguments.key(1),
            nowMillis,
            entry -> entry == null || endMillis <= nowMillis ? null : entry.until(endMillis));
    out.integer(before == null ? 0 : 1);
  }

  /** When so many units from now are over. */
  static long endMillis(long units, long unitMillis, long nowMillis, String name)
      throws CommandException {
    try {
      return Math.addExact(nowMillis, Math.multiplyExact(units, unitMillis));
    } catch (ArithmeticException e) {
      throw new CommandException("ERR invalid expire time in '" + name + "' command");
    }
  }

  private void persist(Arguments arguments, RespWriter out, long nowMillis)
      throws CommandException {
    var before =
        keys.change(
            arguments.key(1),
            nowMillis,
            entry -> entry == null ? null : entry.until(Entry.FOREVER));
    out.integer(before == null || before.endMillis() == Entry.FOREVER ? 0 : 1);
  }

  private void timeLeft(Arguments arguments, long unitMillis, RespWriter out, long nowMillis)
      throws CommandException {
    var entry = keys.peek(arguments.key(1), nowMillis);
    if (entry == null) {
      out.integer(MISSING);
    } else if (entry.endMillis() == Entry.FOREVER) {
      out.integer(NO_END);
    } else {
      out.integer((entry.endMillis() - nowMillis + unitMillis / 2) / unitMillis);
    }
  }

  private void increase(Arguments arguments, long by, RespWriter out, long nowMillis)
      throws CommandException {
    var sum = new long[1];
    var _ =
        keys.change(
            arguments.key(1),
            nowMillis,
            entry -> {
              sum[0] = sum(entry == null ? 0 : number(entry), by);
              return new Entry(
                  Long.toString(sum[0]).getBytes(US_ASCII),
                  entry == null ? Entry.FOREVER : entry.endMillis());
            });
    out.integer(sum[0]);
  }

  private static long number(Entry entry) throws CommandException {
    return Arguments.integer(entry.value(), 0, entry.value().length);
  }

  private static long sum(long value, long by) throws CommandException {
    try {
      return Math.addExact(value, by);
    } catch (ArithmeticException e) {
      throw new CommandException("ERR increment or decrement would overflow");
    }
  }

  private static long negated(long value) throws CommandException {
    if (value == Long.MIN_VALUE) {
      throw new CommandException("ERR decrement would overflow");
    }
    return -value;
  }

  private void flush(Arguments arguments, RespWriter out) throws CommandException {
    if (arguments.count() == 2 && !arguments.is(1, "ASYNC") && !arguments.is(1, "SYNC")) {
      throw new CommandException(CommandException.SYNTAX);
    }
    keys.clear();
    out.ok();
  }
}
