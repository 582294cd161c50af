package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Requests of one key at moments that a test tells, as {@code at-times.lua} takes them. */
final class AtTimes {
  private final List<String> args = new ArrayList<>();

  AtTimes(Limit limit) {
    args.add(limit.algorithm().text());
    add(limit.permits());
    add(Question.perMicros(limit));
    add(limit.burst());
  }

  /** The script that takes them. */
  static Script script(Algorithm algorithm) {
    return Script.endingWith("at-times.lua", EnumSet.of(algorithm));
  }

  /**
   * One more request.
   *
   * @param cost permits; of a refund the request that it is of, from 1
   */
  AtTimes ask(long micros, String operation, long cost) {
    add(micros);
    args.add(operation);
    add(cost);
    return this;
  }

  /** What a key says that was never used. */
  List<Long> run(RawRedis redis, Script script, String key) {
    redis.commands().del(key);
    return redis.run(script, List.of(key), args);
  }

  /** What a key says that was used before. */
  List<Long> runOn(RawRedis redis, Script script, String key, byte[] value) {
    redis.commands().del(key);
    redis.commands().restore(key, 0, value);
    return redis.run(script, List.of(key), args);
  }

  private void add(long number) {
    args.add(Long.toString(number));
  }
}
