package dev.whiteboard.shortener;

import dev.whiteboard.kit.shard.CallShare;
import dev.whiteboard.kit.shard.ShardPlaces;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
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
import dev.whiteboard.shortener.code.ReachableCodes;
import dev.whiteboard.shortener.code.SipHash;
import dev.whiteboard.shortener.code.Snowflake;
import dev.whiteboard.shortener.code.UrlHash;
import dev.whiteboard.shortener.limit.Limits;
import dev.whiteboard.shortener.link.BoundedLinks;
import dev.whiteboard.shortener.link.KeyClaims;
import dev.whiteboard.shortener.link.LinkCreation;
import dev.whiteboard.shortener.link.LinkPages;
import dev.whiteboard.shortener.link.Links;
import dev.whiteboard.shortener.link.PostgresKeyClaims;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the routes call.
 *
 * @param links where links are kept
 * @param boundedLinks the same, to find what anybody asks for
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
    Shards<PostgresLinks> links,
    Shards<BoundedLinks> boundedLinks,
    LinkCreation creation,
    Shards<PostgresLinkChanges> changes,
    LinkPages list,
    LinkLookup lookup,
    KnownCodes known,
    Shards<LinkNews> news,
    Shards<RedisCorrections> corrections,
    Shards<VisitBudgets> budgets,
    Shards<PostgresVisits> visits,
    Shards<VisitStats> stats,
    Crawlers crawlers,
    VisitorSalts salts,
    ApiKeys keys,
    ManageTokens tokens,
    Limits limits) {

  /** Codes read from the database at a time. */
  private static final int CODES_READ_MAX = 10_000;

  /** What a shard knows its service by. */
  private static final int SERVICE_BYTES = 16;

  /**
   * Puts it together.
   *
   * @param threads for what blocks on the way of a redirect
   * @param callsMax how many calls may block at once; what anybody can ask for by a code has a part
   *     of them for each shard
   */
  static Domain create(
      ShortenerSettings settings,
      Stores stores,
      Executor threads,
      int callsMax,
      MeterRegistry registry) {
    var clock = InstantSource.system();
    var random = new SecureRandom();
    var databases = stores.databases();
    var home = databases.home();
    var places = new ShardPlaces(databases, Stores.SCHEMA);
    places.check(); // before anything is written
    var secret = ServiceSecret.load(home, random);
    places.take(secret.derive("shards", SERVICE_BYTES));
    var links = databases.map(PostgresLinks::new);
    var shares = databases.map(_ -> new CallShare(callsMax / databases.all().size()));
    var changes = databases.map(PostgresLinkChanges::new);
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
    var news = databases.map(LinkNews::new);
    Predicate<String> live = code -> news.of(code).isLive();
    var meters = new CacheMeters(registry);
    meters.watch(registry, () -> areLive(news), known);
    var lookup =
        new LinkLookup(
            new LinkLookup.Parts(
                targets, reads(stores, links, shares, clock), known, live, threads, meters),
            settings.cacheLinksMax());
    return new Domain(
        links,
        links.with(shares, BoundedLinks::new),
        new LinkCreation(
            links, claims(databases, live), codes(settings, stores, secret, clock, news), clock),
        changes,
        new LinkPages(databases.map(PostgresLinkList::new)),
        lookup,
        known,
        news,
        changes.map(some -> new RedisCorrections(some, targets)),
        databases.with(shares, VisitBudgets::new),
        databases.map(PostgresVisits::new),
        databases.map(VisitStats::new),
        Crawlers.load(),
        new VisitorSalts(home, random),
        new ApiKeys(home, random, clock),
        new ManageTokens(secret, random),
        Limits.local(settings.limits(), NanoClock.anchored(0, System::nanoTime)));
  }

  private static Shards<LinkReads> reads(
      Stores stores, Shards<PostgresLinks> links, Shards<CallShare> shares, InstantSource clock) {
    var reads = new ArrayList<LinkReads>();
    for (var primary : links.all()) {
      var replica = stores.replica(reads.size()).<Links>map(PostgresLinks::new);
      reads.add(new LinkReads(primary, replica, shares.all().get(reads.size()), clock));
    }
    return Shards.inOrder(reads);
  }

  private static KeyClaims claims(Shards<Database> databases, Predicate<String> live) {
    return databases.areSeveral()
        ? new PostgresKeyClaims(databases, live)
        : new KeyClaims.Needless();
  }

  /** Codes whose shard gives signs of life, where there are others. */
  private static CodeGenerator codes(
      ShortenerSettings settings,
      Stores stores,
      ServiceSecret secret,
      InstantSource clock,
      Shards<LinkNews> news) {
    var codes = codes(settings, stores.databases().home(), secret, clock);
    if (!stores.databases().areSeveral()) {
      return codes;
    }
    return new ReachableCodes(
        codes,
        code -> news.of(code).isLive(),
        () -> news.all().stream().anyMatch(LinkNews::isLive));
  }

  private static CodeGenerator codes(
      ShortenerSettings settings, Database database, ServiceSecret secret, InstantSource clock) {
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

  private static boolean areLive(Shards<LinkNews> news) {
    return news.all().stream().allMatch(LinkNews::isLive);
  }

  /** Reads all codes into the filter, where it needs that and all news is heard. Blocks. */
  void feedFilter() {
    if (areLive(news) && known.isHungry()) {
      known.feed(links.<Function<String, List<String>>>map(Domain::pages).all());
    }
  }

  private static Function<String, List<String>> pages(PostgresLinks links) {
    return code -> links.codesBehind(code, CODES_READ_MAX);
  }
}
