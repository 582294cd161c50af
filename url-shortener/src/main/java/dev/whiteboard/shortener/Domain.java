package dev.whiteboard.shortener;

import dev.whiteboard.shortener.access.ApiKeys;
import dev.whiteboard.shortener.access.ManageTokens;
import dev.whiteboard.shortener.access.ServiceSecret;
import dev.whiteboard.shortener.click.PostgresVisits;
import dev.whiteboard.shortener.click.VisitStats;
import dev.whiteboard.shortener.code.BlockedWords;
import dev.whiteboard.shortener.code.CleanCodes;
import dev.whiteboard.shortener.code.CodeGenerator;
import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.PermutedCounter;
import dev.whiteboard.shortener.code.PostgresIdRanges;
import dev.whiteboard.shortener.code.PostgresSnowflakeLeases;
import dev.whiteboard.shortener.code.SipHash;
import dev.whiteboard.shortener.code.Snowflake;
import dev.whiteboard.shortener.code.UrlHash;
import dev.whiteboard.shortener.link.LinkCreation;
import dev.whiteboard.shortener.link.PostgresLinks;
import dev.whiteboard.shortener.redirect.CacheMeters;
import dev.whiteboard.shortener.redirect.LinkLookup;
import dev.whiteboard.shortener.redirect.RedisTargets;
import dev.whiteboard.shortener.redirect.VisitBudgets;
import dev.whiteboard.shortener.visitor.Crawlers;
import dev.whiteboard.shortener.visitor.VisitorSalts;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the routes call.
 *
 * @param links where links are kept
 * @param creation makes them
 * @param lookup finds where they lead, on the hot path
 * @param budgets spends the visits of limited ones
 * @param visits how often they were visited
 * @param stats who visited
 * @param crawlers tells programs from people
 * @param salts what visitors are hashed under
 * @param keys who may make many
 * @param tokens who may change one
 */
record Domain(
    PostgresLinks links,
    LinkCreation creation,
    LinkLookup lookup,
    VisitBudgets budgets,
    PostgresVisits visits,
    VisitStats stats,
    Crawlers crawlers,
    VisitorSalts salts,
    ApiKeys keys,
    ManageTokens tokens) {

  /**
   * Puts it together.
   *
   * @param threads for what blocks on the way of a redirect
   */
  static Domain create(
      ShortenerSettings settings, Stores stores, Executor threads, MeterRegistry registry) {
    var clock = InstantSource.system();
    var random = new SecureRandom();
    var database = stores.database();
    var secret = ServiceSecret.load(database, random);
    var links = new PostgresLinks(database);
    return new Domain(
        links,
        new LinkCreation(links, codes(settings, stores, secret, clock), clock),
        new LinkLookup(
            new RedisTargets(
                stores.redis(),
                settings.redisKeyPrefix(),
                clock,
                () -> ThreadLocalRandom.current().nextDouble()),
            links,
            threads,
            new CacheMeters(registry),
            settings.cacheLinksMax()),
        new VisitBudgets(database),
        new PostgresVisits(database),
        new VisitStats(database),
        Crawlers.load(),
        new VisitorSalts(database, random),
        new ApiKeys(database, random, clock),
        new ManageTokens(secret, random));
  }

  private static CodeGenerator codes(
      ShortenerSettings settings, Stores stores, ServiceSecret secret, InstantSource clock) {
    var database = stores.database();
    var blocked = BlockedWords.load();
    return switch (settings.codes()) {
      case PERMUTED_COUNTER ->
          new CleanCodes(
              new PermutedCounter(
                  new PostgresIdRanges(database, settings.idRangeSize()),
                  new CodePermutation(
                      SipHash.keyed(secret.derive("code permutation", SipHash.KEY_BYTES)))),
              blocked);
      // Its first digits are the time: a word in them would stay for hours, and can't be passed
      // over.
      case SNOWFLAKE -> new Snowflake(new PostgresSnowflakeLeases(database), clock);
      case HASH ->
          new CleanCodes(new UrlHash(() -> ThreadLocalRandom.current().nextLong()), blocked);
    };
  }
}
