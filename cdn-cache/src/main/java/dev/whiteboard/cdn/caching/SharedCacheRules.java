package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of RFC 9111 for a cache that many share.
 *
 * <p>What follows from a stored head is worked out when somebody first asks, and remembered with
 * it. So a hit with no {@code Vary}, no directives and no conditions costs two passes over the
 * request's fields and one comparison of times.
 */
public final class SharedCacheRules implements CachingRules {
  /** Tags in one {@code If-None-Match}. */
  private static final int TAGS_MAX = 16;

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final RuleSettings settings;
  private final Storability storability;
  private final Updates updates;
  private final Parts parts;

  /** With these settings. */
  public SharedCacheRules(RuleSettings settings) {
    this.settings = settings;
    this.storability = new Storability(settings);
    this.updates = new Updates(settings);
    this.parts = new Parts(settings);
  }

  @Override
  public Reuse reuse(RequestHead request, List<StoredHead> variants, long nowMillis) {
    var asked = directives(request);
    var reuse = reuse(request, asked, variants, nowMillis);
    return asked.has("only-if-cached") && !isAnswer(reuse) ? new Reuse.Unavailable() : reuse;
  }

  private CacheControl directives(RequestHead request) {
    return settings.obeysRequests() ? CacheControl.ofRequest(request.fields()) : CacheControl.NONE;
  }

  private static boolean isAnswer(Reuse reuse) {
    return reuse instanceof Reuse.Fresh || reuse instanceof Reuse.StaleWhileRevalidate;
  }

  private Reuse reuse(
      RequestHead request, CacheControl asked, List<StoredHead> variants, long nowMillis) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return new Reuse.Miss(Why.METHOD);
    }
    if (variants.isEmpty()) {
      return new Reuse.Miss(Why.URI_MISS);
    }
    var stored = selected(request, variants);
    if (stored == null) {
      return otherVariant(variants);
    }
    var facts = Facts.of(stored, settings);
    return facts.part() == null || answersWithPart(request, facts, nowMillis)
        ? decided(stored, facts, asked, nowMillis)
        : rest(request, stored, facts, nowMillis);
  }

  /** The best that fits: exact before by language, whole before part, new before old. */
  private @Nullable StoredHead selected(RequestHead request, List<StoredHead> variants) {
    StoredHead best = null;
    var bestRank = 0;
    for (var stored : variants) {
      var rank = rank(request, stored);
      if (rank > bestRank || (best != null && rank == bestRank && isNewer(stored, best))) {
        best = stored;
        bestRank = rank;
      }
    }
    return best;
  }

  /** 0 where it does not fit. */
  private int rank(RequestHead request, StoredHead stored) {
    var facts = Facts.of(stored, settings);
    var whole = facts.part() == null ? 1 : 0;
    return switch (facts.selection().fit(request.fields())) {
      case NOT -> 0;
      case BY_LANGUAGE -> 1 + whole;
      case EXACT -> 3 + whole;
    };
  }

  private static boolean isNewer(StoredHead one, StoredHead other) {
    return one.receivedAtMillis() > other.receivedAtMillis();
  }

  /** One that was kept for others may be the one for this request too: its origin knows. */
  private Reuse otherVariant(List<StoredHead> variants) {
    return variants.stream()
        .filter(stored -> Facts.of(stored, settings).tag() != null)
        .max(Comparator.comparingLong(StoredHead::receivedAtMillis))
        .<Reuse>map(stored -> new Reuse.Validate(stored, Why.VARY_MISS))
        .orElseGet(() -> new Reuse.Miss(Why.VARY_MISS));
  }

  private static boolean answersWithPart(RequestHead request, Facts facts, long nowMillis) {
    var ranges = ByteRanges.of(request);
    var part = facts.part();
    return ranges != null
        && part != null
        && ranges.areWithin(part)
        && Conditions.rangeCounts(request.fields(), facts, nowMillis);
  }

  private Reuse rest(RequestHead request, StoredHead stored, Facts facts, long nowMillis) {
    var fresh = nowMillis < facts.freshness().staleFromMillis() && !facts.mustValidate();
    var whole = request.method().equals("GET") && !request.fields().has("range");
    var rest = fresh && whole ? parts.rest(request, stored) : null;
    return rest == null ? new Reuse.Miss(Why.PARTIAL) : new Reuse.Complete(stored, rest);
  }

  private static Reuse decided(StoredHead stored, Facts facts, CacheControl asked, long nowMillis) {
    if (facts.mustValidate()) {
      return new Reuse.Validate(stored, Why.STALE);
    }
    var freshForMillis = facts.freshness().staleFromMillis() - nowMillis;
    var age = facts.freshness().ageSeconds(nowMillis);
    if (freshForMillis > 0 && asked.isEmpty()) {
      return new Reuse.Fresh(stored, age, freshForMillis / 1000);
    }
    if (isRefused(asked, age, freshForMillis)) {
      return new Reuse.Validate(stored, freshForMillis > 0 ? Why.REQUEST : Why.STALE);
    }
    if (freshForMillis > 0 || (facts.mayBeStale() && -freshForMillis <= 1000 * asked.maxStale())) {
      return new Reuse.Fresh(stored, age, Math.floorDiv(freshForMillis, 1000));
    }
    var window = facts.control().staleWhileRevalidate();
    return facts.mayBeStale() && -freshForMillis < 1000 * window
        ? new Reuse.StaleWhileRevalidate(stored, age, -freshForMillis / 1000)
        : new Reuse.Validate(stored, Why.STALE);
  }

  /** Whether a client asks for more than there is (RFC 9111, 5.2.1). */
  private static boolean isRefused(CacheControl asked, long ageSeconds, long freshForMillis) {
    return asked.has("no-cache")
        || (asked.maxAge() != CacheControl.ABSENT && ageSeconds > asked.maxAge())
        || asked.maxAge() == 0
        || (asked.minFresh() != CacheControl.ABSENT && freshForMillis < 1000 * asked.minFresh());
  }

  @Override
  public Storing storing(
      RequestHead request, ResponseHead response, long askedAtMillis, long receivedAtMillis) {
    var times = new Freshness.Times(askedAtMillis, receivedAtMillis);
    return storability.of(request, response, times);
  }

  @Override
  public RequestHead validating(RequestHead request, List<StoredHead> variants) {
    var tags =
        variants.stream()
            .map(stored -> Facts.of(stored, settings).tag())
            .filter(tag -> tag != null)
            .map(Object::toString)
            .distinct()
            .limit(TAGS_MAX)
            .toList();
    var stored = selected(request, variants);
    var modified = stored == null ? null : stored.response().fields().first("last-modified");
    if (tags.isEmpty() && modified == null) {
      return request;
    }
    var fields = request.fields().toBuilder();
    fields.remove("if-none-match").remove("if-modified-since");
    if (!tags.isEmpty()) {
      fields.add("if-none-match", String.join(", ", tags));
    }
    if (modified != null) {
      fields.add("if-modified-since", modified);
    }
    return request.withFields(fields.build());
  }

  @Override
  public List<Freshened> freshened(
      List<StoredHead> variants,
      ResponseHead notModified,
      long askedAtMillis,
      long receivedAtMillis) {
    var times = new Freshness.Times(askedAtMillis, receivedAtMillis);
    return updates.of(variants, notModified, times);
  }

  @Override
  public boolean maySubstitute(
      RequestHead request, StoredHead stored, @Nullable ResponseHead failure, long nowMillis) {
    var facts = Facts.of(stored, settings);
    var asked = directives(request);
    var fits =
        facts.mayBeStale()
            && !asked.has("no-cache")
            && facts.selection().fit(request.fields()) != Selection.Fit.NOT
            && (facts.part() == null || answersWithPart(request, facts, nowMillis));
    var staleForMillis = nowMillis - facts.freshness().staleFromMillis();
    return fits && staleForMillis <= 1000 * substituteSeconds(facts, asked, failure);
  }

  /** How long after its lifetime; below 0 for never. */
  private long substituteSeconds(Facts facts, CacheControl asked, @Nullable ResponseHead failure) {
    var told = Math.max(facts.control().staleIfError(), asked.staleIfError());
    if (failure != null) {
      return Statuses.isError(failure.status()) ? told : Long.MIN_VALUE / 1000;
    }
    return told == CacheControl.ABSENT ? settings.staleWithoutAnswerMax().toSeconds() : told;
  }

  @Override
  public Answer answer(RequestHead request, StoredHead stored, long bodyBytes, long nowMillis) {
    var facts = Facts.of(stored, settings);
    var age = facts.freshness().ageSeconds(nowMillis);
    var answer =
        Conditions.areIn(request.fields()) && Statuses.isSuccess(stored.response().status())
            ? new Answers(facts, bodyBytes, age).to(request, nowMillis)
            : facts.full(bodyBytes, age);
    return request.method().equals("HEAD") ? answer.withoutBody() : answer;
  }

  @Override
  public Optional<Combined> combined(
      StoredHead kept, long keptBytes, StoredHead came, long cameBytes) {
    return parts.combined(kept, keptBytes, came, cameBytes);
  }

  @Override
  public Set<String> invalidated(RequestHead request, ResponseHead response) {
    var status = response.status();
    if (SAFE_METHODS.contains(request.method()) || status < 200 || status >= 400) {
      return Set.of();
    }
    var urls = new HashSet<String>();
    urls.add(request.url());
    for (var name : List.of("location", "content-location")) {
      var url = Urls.resolve(request, response.fields().only(name));
      if (url != null) {
        urls.add(url);
      }
    }
    return urls;
  }
}
