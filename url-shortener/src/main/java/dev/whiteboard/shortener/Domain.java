package dev.whiteboard.shortener;

import dev.whiteboard.ratelimit.limit.NanoClock;
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
import dev.whiteboard.shortener.limit.Limits;
import dev.whiteboard.shortener.link.LinkCreation;
import dev.whiteboard.shortener.link.PostgresLinkChanges;
import dev.whiteboard.shortener.link.PostgresLinkList;
import dev.whiteboard.shortener.link.PostgresLinks;
import dev.whiteboard.shortener.news.LinkNews;
import dev.whiteboard.shortener.news.RedisCorrections;
import dev.whiteboard.shortener.redirect.CacheMeters;
import dev.whiteboard.shortener.redirect.KnownCodes;
import dev.whiteboard.shortener.redirect.LinkLookup;
import dev.whiteboard.shortener.redirect.LinkReads;
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
 * @param changes edits and deletes them
 * @param list finds an owner's
 * @param lookup finds where they lead, on the hot path
 * @param known all codes there are
 * @param news hears of changes made on other nodes
 * @param corrections tells Redis of changes
 * @param budgets spends the visits of limited ones
 * @param visits how often they were visited
 * @param stats who visited
 * @param crawlers tells programs from people
 * @param salts what visitors are hashed under
 * @param keys who may make many
 * @param tokens who may change one
 * @param limits how often somebody may do something
 */
record Domain(
    PostgresLinks links,
    LinkCreation creation,
    PostgresLinkChanges changes,
    PostgresLinkList list,
    LinkLookup lookup,
    KnownCodes known,
    LinkNews news,
    RedisCorrections corrections,
    VisitBudgets budgets,
    PostgresVisits visits,
    VisitStats stats,
    Crawlers crawlers,
    VisitorSalts salts,
    ApiKeys keys,
    ManageTokens tokens,
    Limits limits) {

  /** Codes read from the database at a time. */
  private static final int CODES_READ_MAX = 10_000;

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
    var changes = new PostgresLinkChanges(database);
    var targets =
        new RedisTargets(
            stores.redis(),
            settings.redisKeyPrefix(),
            clock,
            () -> ThreadLocalRandom.current().nextDouble());
    var known =
        new KnownCodes(
            SipHash.keyed(secret.derive("known codes", SipHash.KEY_BYTES)),
            settings.filterCodesMax());
    var news = new LinkNews(database);
    var meters = new CacheMeters(registry);
    meters.watch(registry, news::isLive, known);
    var lookup =
        new LinkLookup(
            new LinkLookup.Parts(
                targets,
                new LinkReads(links, stores.replica().map(PostgresLinks::new), clock),
                known,
                news::isLive,
                threads,
                meters),
            settings.cacheLinksMax());
    return new Domain(
        links,
        new LinkCreation(links, codes(settings, stores, secret, clock), clock),
        changes,
        new PostgresLinkList(database),
        lookup,
        known,
        news,
        new RedisCorrections(changes, targets),
        new VisitBudgets(database),
        new PostgresVisits(database),
        new VisitStats(database),
        Crawlers.load(),
        new VisitorSalts(database, random),
        new ApiKeys(database, random, clock),
        new ManageTokens(secret, random),
        Limits.local(settings.limits(), NanoClock.anchored(0, System::nanoTime)));
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

  /** Reads all codes into the filter, where it needs that and all news is heard. Blocks. */
  void feedFilter() {
    if (news.isLive() && known.isHungry()) {
      known.feed(code -> links.codesBehind(code, CODES_READ_MAX));
    }
  }
}
