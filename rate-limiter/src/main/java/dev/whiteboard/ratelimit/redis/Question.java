package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.Limit;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;

/**
 * What a script is asked, as {@code decide.lua} takes it.
 *
 * @param script that can answer
 * @param operation take, peek or refund
 * @param keys as Redis knows them, one a charge
 * @param charges of the request
 * @param taken what a refund needs; nobody looks at it otherwise
 */
record Question(
    Script script, String operation, List<String> keys, List<Charge> charges, long taken) {
  /** Numbers of a charge in the answer. */
  static final int NUMBERS = 6;

  private static final long NANOS_A_MICRO = 1_000;

  /** By the script's name. */
  AsyncCommand<String, String, long[]> byName() {
    return command(CommandType.EVALSHA, script.sha1());
  }

  /** With all of the script, so that it is known by name from then on. */
  AsyncCommand<String, String, long[]> whole() {
    return command(CommandType.EVAL, script.text());
  }

  private AsyncCommand<String, String, long[]> command(CommandType type, String named) {
    var args = new CommandArgs<>(StringCodec.UTF8).addValue(named).add(keys.size());
    args.addKeys(keys).add(operation);
    charges.forEach(charge -> add(args, charge));
    return new AsyncCommand<>(
        new Command<>(type, new Longs(NUMBERS * charges.size()), args.add(taken)));
  }

  private static void add(CommandArgs<String, String> args, Charge charge) {
    var limit = charge.limit();
    args.add(limit.algorithm().text())
        .add(limit.permits())
        .add(perMicros(limit))
        .add(limit.burst())
        .add(charge.permits());
  }

  /** Rounded up: it never admits more. */
  static long perMicros(Limit limit) {
    return Math.ceilDiv(limit.per().toNanos(), NANOS_A_MICRO);
  }

  /** Microseconds of an answer. */
  static long nanos(long micros) {
    return micros * NANOS_A_MICRO;
  }
}
